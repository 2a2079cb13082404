package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.reporter.ReporterCounters;
import io.billing4j.server.Caller;
import io.billing4j.server.Caller.Answer;
import io.billing4j.server.ServerJvm;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server loses its database, and has it again later, without being started again. The loss lasts until all calls have their
 * answer, which by night takes the server's own times, and 20 s at least.
 */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class LostDatabaseTest {
    private static final boolean NIGHT = Boolean.getBoolean("billing.nightly");
    private static final Duration SHORTEST_LOSS = Duration.ofSeconds(NIGHT ? 20 : 0);

    /** A statement has half of it, a connection of the pool a quarter at most. */
    private static final int CALL_SECONDS = NIGHT ? 60 : 20;

    private static final int CONNECTIONS = 6;

    private static final String TENANT = FaultBooks.ALPHA.value();
    private static final String NEXT_DOOR = FaultBooks.BETA.value();

    /** Has one document to come, in the run's second chunk. */
    private static final String HELD = FaultBooks.customer(600).value();

    /** Statements that touch what is held take until it is not any more. For a lock they would not wait that long. */
    private static final List<String> HOLDING = List.of(
            "CREATE TABLE public.held AS SELECT",
            "CREATE FUNCTION public.wait_while_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                    + " WHILE EXISTS (SELECT FROM public.held) LOOP PERFORM pg_sleep(0.01); END LOOP; RETURN NEW; END $$",
            "CREATE TRIGGER held BEFORE UPDATE ON subscription FOR EACH ROW WHEN (NEW.tenant_id = '" + NEXT_DOOR
                    + "' OR NEW.subscription_id = '" + HELD + "') EXECUTE FUNCTION public.wait_while_held()");

    private final FaultServer postgres;
    private final FaultDatabase books;

    LostDatabaseTest(FaultServer postgres) {
        this.postgres = postgres;
        this.books = postgres.books();
        // So that neither the tenant's time nor the books depend on the day of the test.
        books.tamper("UPDATE tenant SET kind = 'SANDBOX', clock_at = '"
                + FaultBooks.CUT_OFF.plus(Duration.ofMinutes(10)) + "'");
        HOLDING.forEach(books::tamper);
    }

    private enum Loss {
        /** As when PostgreSQL or its machine is stopped. */
        CUT,
        /** As when the network between takes everything and hands on nothing. */
        SILENCE;

        void befall(Cable cable) {
            if (this == CUT) {
                cable.cut();
            } else {
                cable.stall();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_lost_and_all_goes_on_by_itself(Loss loss) throws Exception {
        int port = URI.create(books.url().substring("jdbc:".length())).getPort();
        try (Cable cable = Cable.to(port);
                ServerJvm server = ServerJvm.start(directory(), settings(port, cable.port()))) {
            server.awaitServing();
            try {
                lose(loss, cable, server.address());
            } finally {
                // A server that had learnt nothing would not end either.
                cable.cut();
            }
        }
        BooksCheck.assertAsUndisturbed(postgres, books);
    }

    private void lose(Loss loss, Cable cable, URI server) throws InterruptedException {
        Caller caller = Caller.of(server, Tokens.bearer(TENANT, TenantKind.SANDBOX));
        assertReady(caller, true);
        String token = Tokens.token(TENANT, TenantKind.SANDBOX, Role.WRITER);
        try (SteadyReporter usage = SteadyReporter.start(server, token)) {
            Await.until("usage is taken", () -> usage.sent() > 0);
            List<CompletableFuture<Answer>> calls = callsThatWait(caller);
            loss.befall(cable);
            long begun = System.nanoTime();
            books.tamper("DELETE FROM public.held");
            assertAway(caller, calls);
            Await.until("it has lasted", () -> System.nanoTime() - begun >= SHORTEST_LOSS.toNanos());
            int reported = usage.groups();
            cable.mend();

            Await.until("it is ready", () -> caller.status("/ready").status() == 200);
            caller.get("/plans").ok();
            Await.until("the run is over, which nobody has asked for again", this::completed);
            Await.until("later usage is taken", () -> usage.sent() > (long) (reported + 1) * FaultUsage.GROUP);
            assertTaken(usage);
        }
        assertReady(caller, true);
    }

    /** A run in its second chunk, and calls of another tenant: as many as there are connections, each with one. */
    private List<CompletableFuture<Answer>> callsThatWait(Caller caller) {
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        calls.add(caller.begin("/runs", "{'cutOff': '" + FaultBooks.CUT_OFF + "'}"));
        Await.until("the run waits", () -> asleep() == 1);
        assertThat(books.number("SELECT count(*) FROM invoice")).isBetween(1L, FaultBooks.DOCUMENTS - 1L);
        Caller other = Caller.of(caller.address(), Tokens.bearer(NEXT_DOOR, TenantKind.SANDBOX));
        for (int i = 1; i < CONNECTIONS; i++) {
            calls.add(other.begin("/subscriptions/" + FaultBooks.customer(i) + ":setGroup", "{'group': 'PO-1'}"));
        }
        Await.until("a call waits beside it", () -> asleep() > 1);
        Await.until("no connection is idle", () -> busy() == CONNECTIONS);
        return calls;
    }

    /** None of them comes to the time limit of a call, which would be told by SERVER_UNAVAILABLE. */
    private static void assertAway(Caller caller, List<CompletableFuture<Answer>> calls) {
        for (CompletableFuture<Answer> call : calls) {
            assertThat(call.join().error()).isEqualTo("STORE_UNAVAILABLE");
        }
        Answer later = caller.get("/plans");
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.error()).isEqualTo("STORE_UNAVAILABLE");
        Await.until("it is not ready", () -> caller.status("/ready").status() == 503);
        assertReady(caller, false);
        caller.status("/health").ok();
    }

    private static void assertReady(Caller caller, boolean ready) {
        Answer answer = caller.status("/ready");
        assertThat(answer.body().path("status").asText()).isEqualTo(ready ? "READY" : "NOT_READY");
        assertThat(answer.body().path("checks").path("database").asText()).isEqualTo(ready ? "UP" : "DOWN");
    }

    private void assertTaken(SteadyReporter usage) throws InterruptedException {
        ReporterCounters counters = usage.finish();
        long events = (long) usage.groups() * FaultUsage.GROUP;
        assertThat(counters.accepted()).isEqualTo(events);
        assertThat(counters.sent()).isEqualTo(events);
        assertThat(usage.failures()).contains(ErrorCode.STORE_UNAVAILABLE);
        assertThat(books.number("SELECT count(*) FROM usage_event WHERE event_id LIKE 'group-%'"))
                .isEqualTo(events);
    }

    private boolean completed() {
        return books.number("SELECT count(*) FROM billing_run WHERE status = 'COMPLETED'") == 1;
    }

    /** How many statements wait that touch what is held. */
    private long asleep() {
        return sessions("wait_event = 'PgSleep'");
    }

    /** How many sessions of the server have something to do. */
    private long busy() {
        return sessions("state = 'active' AND usename = '" + TestDatabase.APP_ROLE + "'");
    }

    private long sessions(String condition) {
        return books.number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND " + condition);
    }

    private Path directory() throws Exception {
        return Files.createDirectories(postgres.newDirectory());
    }

    private Map<String, String> settings(int port, int cable) {
        return Map.of(
                "BILLING_SERVER_PORT",
                "0",
                "BILLING_DATABASE_URL",
                books.url().replace(":" + port + "/", ":" + cable + "/"),
                "BILLING_DATABASE_PASSWORD",
                TestDatabase.APP_PASSWORD,
                "BILLING_DATABASE_CONNECTIONS",
                Integer.toString(CONNECTIONS),
                "BILLING_AUTH_SECRET",
                Tokens.SECRET,
                "BILLING_LIMITS_CALL_SECONDS",
                Integer.toString(CALL_SECONDS),
                "BILLING_RUNS_WORKERS",
                "1",
                "BILLING_RUNS_POLL_SECONDS",
                "1");
    }
}
