package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.CallScript.Entry;
import io.billing4j.server.api.Wire.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL, each call of the API: by gRPC for one tenant and by REST for another. */
class EveryMethodTest {
    private static final List<Entry> SCRIPT = CallScript.entries();

    private static HikariDataSource pool;
    private static TestServer server;

    @BeforeAll
    static void start() {
        pool = TestDatabase.fresh().pool();
        server = TestServer.withJobs(JdbcBillingStore.builder(pool).build(), pool);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.leave();
        pool.close();
    }

    @Test
    void is_called_in_the_script() {
        assertThat(SCRIPT)
                .extracting(Entry::rpc)
                .as("add an entry to calls.txt")
                .containsAll(ApiCall.all().stream().map(ApiCall::name).toList());
    }

    @Test
    void answers_the_same_in_both_protocols() {
        Story grpc = new Story(Wire.of(server.newSandbox()));
        Story rest = new Story(Wire.of(server.newSandbox()));
        List<String> faults = new ArrayList<>();
        for (Entry entry : SCRIPT) {
            String what = entry.rpc() + " " + entry.requests();
            try {
                JsonNode one = grpc.play(entry, false);
                JsonNode other = rest.play(entry, true);
                if (!Story.holds(one, grpc.expected(entry))) {
                    faults.add(what + " expects " + entry.expected() + " but answers " + one);
                }
                JsonNode same = grpc.masked(one);
                JsonNode masked = rest.masked(other);
                if (!masked.equals(same)) {
                    faults.add(what + " answers in REST " + masked + " but in gRPC " + same);
                }
            } catch (AssertionError e) {
                faults.add(what + ": " + e.getMessage());
            }
        }
        assertThat(faults).isEmpty();
    }

    /** What is remembered is not done again: the story goes on as if it had been asked for once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void is_answered_again_as_it_was_with_its_key(boolean rest) {
        Story story = new Story(Wire.of(server.newSandbox()));
        List<String> faults = new ArrayList<>();
        Set<String> repeated = new HashSet<>();
        for (Entry entry : SCRIPT) {
            ApiCall call = ApiCall.named(entry.rpc());
            if (call.repeats() != Repeats.REMEMBERED) {
                story.play(entry, rest);
                continue;
            }
            repeated.add(call.name());
            Wire keyed = story.wire().keyed("entry " + SCRIPT.indexOf(entry));
            List<Message> requests = story.requests(entry);
            JsonNode first = story.play(keyed, entry, rest, UnaryOperator.identity());
            Reply again = Story.sent(keyed, call, requests, rest);
            if (!again.replayed() || !Story.tree(Story.text(call, again)).equals(first)) {
                faults.add(entry.rpc() + " " + entry.requests() + " answers " + first + " but again " + again);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(repeated)
                .containsExactlyInAnyOrderElementsOf(ApiCall.all().stream()
                        .filter(call -> call.repeats() == Repeats.REMEMBERED)
                        .map(ApiCall::name)
                        .toList());
    }
}
