package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.CallScript.Entry;
import io.billing4j.server.api.IdFields.Path;
import io.billing4j.server.api.Wire.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On PostgreSQL, a tenant does all that the script has, and more. Then two others do the same under keys of their own: one in the
 * same database, one in a database that has never had the first. Whatever the two ask, in the whole of the script and with each
 * id, key and token of the first tenant, they are told the same, to the byte.
 */
class IsolationTest {
    private static final List<Entry> SCRIPT = CallScript.entries();
    private static final String OWN = "-own";

    /** What the first tenant does beside, so that its lists, counts, settings, jobs and clock are as nobody else's. */
    private static final List<Entry> MORE = List.of(
            entry("CreateCustomer {'customerId': 'zulu', 'name': 'Zulu'}"),
            entry(
                    "CreatePlan {'planId': 'zulu', 'name': 'Zulu', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges':"
                            + " [{'chargeId': 'zulu-fee', 'description': 'Fee', 'price': {'flat': {'amount': '1.00'}}}]}"),
            entry(
                    "RecordUsage {'events': [{'eventId': 'z-1', 'customerId': 'zulu', 'meterId': 'tokens', 'quantity': '9',"
                            + " 'occurredAt': '2023-11-18T00:00:00Z'}]}"),
            entry("AdjustBalance {'customerId': 'acme', 'amount': {'amount': '7', 'currency': 'USD'}, 'memo': 'More'}"),
            entry("AddOneOffCharge {'customerId': 'acme', 'description': 'More', 'price': '3', 'currency': 'USD'}"),
            entry("PauseJob {'job': 'due'}"),
            entry("TriggerJob {'job': 'balances'}"),
            entry("UpdateSettings {'lateUsage': 'REFUSE'}"),
            entry("SetClock {'to': '2023-12-05T00:00:00Z'}"));

    private static Place with;
    private static Place without;
    private static Story owner;
    private static Story twin;
    private static Story other;
    private static List<Asked> asked;
    private static Set<String> keys;
    private static List<String> toldApart;

    @BeforeAll
    static void fillTheBooks() {
        with = Place.open();
        without = Place.open();
        owner = new Story(Wire.of(with.server().newSandbox()));
        twin = new Story(Wire.of(with.server().newSandbox()));
        other = new Story(Wire.of(without.server().newSandbox()));
        asked = new ArrayList<>();
        keys = new HashSet<>();
        toldApart = new ArrayList<>();
        List<List<Message>> requests = new ArrayList<>();
        for (Entry entry : SCRIPT) {
            requests.add(owner.requests(entry));
            Wire keyed = keyed(owner, ApiCall.named(entry.rpc()), key(entry));
            owner.masked(owner.play(keyed, entry, false, UnaryOperator.identity()));
        }
        for (Entry entry : MORE) {
            owner.requests(entry).forEach(IsolationTest::note);
            owner.masked(owner.play(entry, false));
        }
        for (int at = 0; at < SCRIPT.size(); at++) {
            Entry entry = SCRIPT.get(at);
            List<Message> ofTwin =
                    twin.requests(entry).stream().map(IsolationTest::own).toList();
            List<Message> ofOther =
                    other.requests(entry).stream().map(IsolationTest::own).toList();
            boolean rest = at % 2 == 0;
            String one = twin.masked(twin.play(twin.wire(), entry, rest, IsolationTest::own))
                    .toString();
            String same = other.masked(other.play(other.wire(), entry, rest, IsolationTest::own))
                    .toString();
            if (!one.equals(same)) {
                toldApart.add(entry.rpc() + " " + ofTwin + " is told " + one + " but alone " + same);
            }
            for (int i = 0; i < ofTwin.size(); i++) {
                Message request = requests.get(at).get(i);
                asked.add(new Asked(ApiCall.named(entry.rpc()), request, ofTwin.get(i), ofOther.get(i), key(entry)));
                note(request);
            }
        }
        keys.remove("");
    }

    private static void note(Message request) {
        for (Path path : IdFields.of(request)) {
            if (IdFields.isKey(path.last())) {
                keys.add(path.of(request));
            }
        }
    }

    @AfterAll
    static void stop() {
        with.close();
        without.close();
    }

    /** Lists and counts among all else, with nothing of another tenant in the request. */
    @Test
    void nobody_is_told_anything_else_because_there_is_another_tenant() {
        assertThat(toldApart).isEmpty();
    }

    @Test
    void nobody_learns_of_another_tenants_things_or_touches_them(TestReporter reporter) {
        List<String> before = dump();
        // What makes things comes last: by then there is something of that key.
        List<Asked> order = asked.stream()
                .sorted(Comparator.comparing((Asked each) -> !each.call().reads())
                        .thenComparing(each -> each.call().name().matches("(Create|Add|Grant|Record).*")))
                .toList();
        List<String> faults = new ArrayList<>();
        int count = 0;
        for (Asked each : asked) {
            if (each.call().reads()) {
                compare(each, each.of(), each.same(), "", false, faults);
                compare(each, each.of(), each.same(), "", true, faults);
            }
        }
        for (Asked each : order) {
            for (Path path : IdFields.of(each.of())) {
                for (String value : values(each, path)) {
                    count++;
                    // Which comes first may be the one that does something.
                    for (boolean rest : count % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
                        compare(each, path.with(each.of(), value), path.with(each.same(), value), value, rest, faults);
                    }
                }
            }
        }
        reporter.publishEntry("questions", Integer.toString(count));
        assertThat(faults).isEmpty();
        assertThat(count).isGreaterThan(200);
        assertThat(dump()).isEqualTo(before);
    }

    /** The first tenant's calls, word for word and with the keys that it has sent them with, are as if they had never been made. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_is_answered_by_the_keys_of_another_tenant(boolean rest) {
        List<String> before = dump();
        Story one = new Story(Wire.of(with.server().newSandbox()));
        Story same = new Story(Wire.of(without.server().newSandbox()));
        List<String> faults = new ArrayList<>();
        int answered = 0;
        for (Asked each : asked) {
            Reply reply = Story.sent(keyed(one, each.call(), each.key()), each.call(), List.of(each.request()), rest);
            Reply alone = Story.sent(keyed(same, each.call(), each.key()), each.call(), List.of(each.request()), rest);
            String what = each.call().name() + " with the key " + each.key() + " of another tenant";
            if (reply.replayed()) {
                faults.add(what + " is given what was answered there: " + reply);
            }
            String open = text(each.call(), reply, "");
            tell(what, one, reply, open, same, alone, text(each.call(), alone, ""), faults);
            owner.masks().ids().stream()
                    .filter(id -> !each.request().toString().contains(id) && open.contains(id))
                    .forEach(id -> faults.add(what + " shows " + id + " in " + open));
            answered += reply.ok() ? 1 : 0;
        }
        assertThat(faults).isEmpty();
        assertThat(answered).as("calls that were answered").isGreaterThan(asked.size() / 3);
        assertThat(dump()).isEqualTo(before);
    }

    /** Those of the field in the first tenant's request, or, where it has none, all that could be in such a field. */
    private static List<String> values(Asked each, Path path) {
        String value = path.of(each.request());
        if (!value.isEmpty()) {
            return List.of(value);
        }
        return asked.stream()
                .flatMap(any -> IdFields.of(any.request()).stream()
                        .filter(one -> one.last().getName().equals(path.last().getName())
                                && (!one.last().getName().equals("page_token")
                                        || any.call().name().equals(each.call().name())))
                        .map(one -> one.of(any.request())))
                .filter(found -> !found.isEmpty())
                .distinct()
                .limit(2)
                .toList();
    }

    /**
     * Sends a request for the twin and the same for the other.
     *
     * @param value what is the first tenant's in both; empty where there is nothing
     */
    private static void compare(
            Asked each, Message ofTwin, Message ofOther, String value, boolean rest, List<String> faults) {
        Reply one = Story.sent(twin.wire(), each.call(), List.of(ofTwin), rest);
        Reply same = Story.sent(other.wire(), each.call(), List.of(ofOther), rest);
        String open = text(each.call(), one, value);
        String what = (rest ? "REST " : "gRPC ") + each.call().name() + " with " + value + " in " + ofTwin;
        String told = tell(what, twin, one, open, other, same, text(each.call(), same, value), faults);
        owner.masks().ids().stream()
                .filter(id -> !id.equals(value) && open.contains(id))
                .forEach(id -> faults.add(what + " shows " + id + " in " + open));
        keys.stream()
                .filter(key -> each.call().reads()
                        && !key.equals(value)
                        && whole(key).matcher(told).find())
                .forEach(key -> faults.add(what + " shows " + key + " in " + told));
    }

    /** Holds that both are told the same, each in his own words for ids; what the one is told. */
    private static String tell(
            String what,
            Story one,
            Reply reply,
            String text,
            Story same,
            Reply alone,
            String expected,
            List<String> faults) {
        String told = reply.status() + " " + one.masks().masked(text);
        String wanted = alone.status() + " " + same.masks().masked(expected);
        if (!told.equals(wanted)) {
            faults.add(what + " is told " + told + " but alone " + wanted);
        }
        return told;
    }

    /** The whole answer, but for what was asked for. */
    private static String text(ApiCall call, Reply reply, String value) {
        String text = reply.ok()
                ? Story.text(call, reply)
                : reply.grpc()
                        ? reply.code() + " at " + reply.field() + ": " + reply.text()
                        : reply.message().toStringUtf8().replace(reply.correlationId(), "");
        return value.isEmpty() ? text : whole(value).matcher(text).replaceAll(Matcher.quoteReplacement("<asked>"));
    }

    /** What is remembered is sent with a key. */
    private static Wire keyed(Story story, ApiCall call, String key) {
        boolean remembered = call.repeats() == Repeats.REMEMBERED || call.repeats() == Repeats.NATURAL;
        return remembered ? story.wire().keyed(key) : story.wire();
    }

    private static String key(Entry entry) {
        return "entry " + SCRIPT.indexOf(entry);
    }

    private static Entry entry(String call) {
        return Entry.of(List.of(call, "= {}"));
    }

    private static boolean isId(String value) {
        return value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static Pattern whole(String key) {
        return Pattern.compile("(?<![A-Za-z0-9._:-])" + Pattern.quote(key) + "(?![A-Za-z0-9._:-])");
    }

    private static Message own(Message request) {
        return IdFields.renamed(request, key -> isId(key) ? key : key + OWN);
    }

    /** All that reading calls of the script tell the first tenant. */
    private static List<String> dump() {
        return asked.stream()
                .filter(each -> each.call().reads() && !each.call().name().startsWith("Preview"))
                .map(each -> Story.answer(
                        each.call(), Story.sent(owner.wire(), each.call(), List.of(each.request()), false)))
                .toList();
    }

    /**
     * A call of the script.
     *
     * @param request of the first tenant
     * @param of the twin who asks for what is the first tenant's
     * @param same of the one who is alone
     * @param key that the first tenant has sent it with
     */
    private record Asked(ApiCall call, Message request, Message of, Message same, String key) {}

    /** A database and its server. */
    private record Place(HikariDataSource pool, TestServer server) {
        static Place open() {
            HikariDataSource pool = TestDatabase.fresh().pool();
            TestServer server =
                    TestServer.withJobs(JdbcBillingStore.builder(pool).build(), pool);
            server.start();
            return new Place(pool, server);
        }

        void close() {
            server.leave();
            pool.close();
        }
    }
}
