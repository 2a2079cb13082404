package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.CallScript.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, each call of the API: by gRPC for one tenant and by REST for another. */
class EveryMethodTest {
    private static final List<Entry> SCRIPT = CallScript.entries();

    private static HikariDataSource pool;
    private static TestServer server;

    @BeforeAll
    static void start() {
        pool = TestDatabase.fresh().pool();
        server = new TestServer(JdbcBillingStore.builder(pool).build());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
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
}
