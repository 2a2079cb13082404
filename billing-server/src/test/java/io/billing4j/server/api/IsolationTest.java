package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.CallScript.Entry;
import io.billing4j.server.api.IdFields.Path;
import io.billing4j.server.api.Wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * On PostgreSQL, three tenants do all that the script has: one as it stands, and two twins under keys of their own. Then
 * the one twin asks with each id, key and token of the first tenant, in each field of each call that has one, and the other
 * with what does not exist. They are told the same, to the byte.
 */
class IsolationTest {
    private static final List<Entry> SCRIPT = CallScript.entries();
    private static final String OWN = "-own";

    private static HikariDataSource pool;
    private static TestServer server;
    private static Story owner;
    private static Story twin;
    private static Story other;
    private static List<Asked> asked;
    private static Set<String> keys;

    @BeforeAll
    static void fillTheBooks() {
        pool = TestDatabase.fresh().pool();
        server = new TestServer(JdbcBillingStore.builder(pool).build());
        server.start();
        owner = new Story(Wire.of(server.newSandbox()));
        twin = new Story(Wire.of(server.newSandbox()));
        other = new Story(Wire.of(server.newSandbox()));
        asked = new ArrayList<>();
        keys = new HashSet<>();
        for (Entry entry : SCRIPT) {
            List<Message> requests = owner.requests(entry);
            owner.masked(owner.play(entry, false));
            List<Message> of =
                    twin.requests(entry).stream().map(IsolationTest::own).toList();
            List<Message> same =
                    other.requests(entry).stream().map(IsolationTest::own).toList();
            twin.masked(twin.play(entry, false, IsolationTest::own));
            other.masked(other.play(entry, false, IsolationTest::own));
            for (int i = 0; i < requests.size(); i++) {
                asked.add(new Asked(ApiCall.named(entry.rpc()), requests.get(i), of.get(i), same.get(i)));
                for (Path path : IdFields.of(requests.get(i))) {
                    if (IdFields.isKey(path.last())) {
                        keys.add(path.of(requests.get(i)));
                    }
                }
            }
        }
        keys.remove("");
    }

    @AfterAll
    static void stop() {
        server.stop();
        pool.close();
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
        for (Asked each : order) {
            for (Path path : IdFields.of(each.of())) {
                for (String value : values(each, path)) {
                    count++;
                    for (boolean rest : each.call().reads() ? List.of(false, true) : List.of(count % 2 == 0)) {
                        compare(each, path, value, rest, faults);
                    }
                }
            }
        }
        reporter.publishEntry("questions", Integer.toString(count));
        assertThat(faults).isEmpty();
        assertThat(count).isGreaterThan(200);
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

    private static void compare(Asked each, Path path, String value, boolean rest, List<String> faults) {
        String nothing = nothingLike(value, path);
        Reply one = sent(twin, each.call(), path.with(each.of(), value), rest);
        Reply same = sent(other, each.call(), path.with(each.same(), nothing), rest);
        String open = text(each.call(), one, value);
        String told = masked(twin, one, open);
        String expected = masked(other, same, text(each.call(), same, nothing));
        String what = (rest ? "REST " : "gRPC ") + each.call().name() + " with " + value + " at " + path;
        if (!told.equals(expected)) {
            faults.add(what + " is told " + told + " but for " + nothing + " " + expected);
        }
        owner.masks().ids().stream()
                .filter(id -> !id.equals(value) && open.contains(id))
                .forEach(id -> faults.add(what + " shows " + id + " in " + open));
        keys.stream()
                .filter(key -> each.call().reads()
                        && !key.equals(value)
                        && whole(key).matcher(told).find())
                .forEach(key -> faults.add(what + " shows " + key + " in " + told));
    }

    private static Reply sent(Story story, ApiCall call, Message request, boolean rest) {
        return rest && call.rest()
                ? story.wire()
                        .rest(
                                call.verb(),
                                call.address(request),
                                call.body(request).getBytes(StandardCharsets.UTF_8))
                : story.wire().grpc(call, List.of(request.toByteArray()));
    }

    /** The whole answer, but for what was asked for. */
    private static String text(ApiCall call, Reply reply, String value) {
        String text = reply.ok()
                ? reply.grpc() ? Story.answer(call, reply) : reply.message().toStringUtf8()
                : reply.grpc()
                        ? reply.code() + " at " + reply.field() + ": " + reply.text()
                        : reply.message().toStringUtf8().replace(reply.correlationId(), "");
        return whole(value).matcher(text).replaceAll(Matcher.quoteReplacement("<asked>"));
    }

    /** The same in whoever's words for ids. */
    private static String masked(Story story, Reply reply, String text) {
        return reply.status() + " " + story.masks().masked(text);
    }

    /** Of the same form and in the same place of any order, but nobody's. */
    private static String nothingLike(String value, Path path) {
        if (path.last().getName().equals("page_token")) {
            String place = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            String next =
                    isId(place) ? after(place) : place.contains("/") ? place.replaceFirst("/1$", "/2") : place + "-";
            return Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8));
        }
        return isId(value) ? after(value) : value + "-";
    }

    private static boolean isId(String value) {
        return value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static String after(String id) {
        char last = id.charAt(id.length() - 1);
        return id.substring(0, id.length() - 1) + (last == '0' ? '1' : (char) (last - 1 == '`' ? '9' : last - 1));
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
                .map(each -> Story.answer(each.call(), sent(owner, each.call(), each.request(), false)))
                .toList();
    }

    /**
     * A call of the script.
     *
     * @param request of the first tenant
     * @param of the twin who asks for what is the first tenant's
     * @param same of the other one
     */
    private record Asked(ApiCall call, Message request, Message of, Message same) {}
}
