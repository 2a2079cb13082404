package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.CALLS;
import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.amounts;
import static io.billing4j.jdbc.retention.KeptBooks.last;
import static io.billing4j.jdbc.retention.KeptBooks.report;
import static io.billing4j.jdbc.retention.KeptBooks.start;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.store.Page;
import io.billing4j.tenant.UsagePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Keeping house while others work, and while others keep house. */
class RetentionTogetherTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Nested
    class SeveralNodes {
        @Test
        void leave_it_to_the_one_that_is_at_it() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
            try (Connection other = books.janitor.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(hashtextextended('io.billing4j.upkeep:billing', 0))");

                UsageMaintenanceReport report = books.maintenance().build().run();

                assertThat(report.elsewhere()).isTrue();
                assertThat(report).hasToString("usage: somebody else keeps house");
                assertThat(books.months()).containsExactly("201802");
            }
            assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
        }

        @Test
        void do_everything_once_between_them() throws Exception {
            for (int i = 0; i < 4; i++) {
                BillingEngine engine = books.sandbox("t" + i, "2018-02-01", SHORT);
                use(engine, "2018-02-10", "2018-03-01");
                use(engine, "2018-03-10", "2019-06-01");
            }
            List<Future<UsageMaintenanceReport>> nodes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                nodes.add(threads.submit(() -> books.maintenance()
                        .patience(Duration.ofSeconds(5))
                        .build()
                        .run()));
            }
            List<UsageMaintenanceReport> reports = new ArrayList<>();
            for (Future<UsageMaintenanceReport> node : nodes) {
                reports.add(node.get(60, TimeUnit.SECONDS));
            }

            assertThat(reports)
                    .flatExtracting(UsageMaintenanceReport::dropped)
                    .containsExactlyInAnyOrder(YearMonth.of(2018, 2), YearMonth.of(2018, 3));
            assertThat(reports.stream()
                            .mapToLong(UsageMaintenanceReport::keysDeleted)
                            .sum())
                    .isEqualTo(8);
        }
    }

    @Nested
    class WorkThatReliesOnOldUsage {
        @Test
        void is_waited_for() throws SQLException {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2019-06-01");
            try (Connection host = books.database.application().getConnection()) {
                host.setAutoCommit(false);
                books.store
                        .on(host)
                        .inTransaction(acme.tenant(), unit -> unit.usage().keptFrom(start("2018-02-01")));

                UsageMaintenanceReport report = books.maintenance().build().run();

                assertThat(report.waitedInVain()).isTrue();
                assertThat(report.keysDeleted()).isZero();
                assertThat(report.dropped()).isEmpty();
                host.commit();
            }
            assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
        }

        @Test
        void leaves_nothing_announced_where_it_is_held_meanwhile() throws SQLException {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2019-06-01");
            try (Connection host = books.database.application().getConnection()) {
                host.setAutoCommit(false);
                books.store
                        .on(host)
                        .inTransaction(acme.tenant(), unit -> unit.usage().keptFrom(start("2018-02-01")));
                books.maintenance().build().run();
                host.commit();
            }
            Instant february = start("2018-02-01");
            assertThat(keptFrom(acme, february)).contains(start("2018-04-01"));

            acme.settings().update(settings -> settings.withUsage(SHORT.held(true)));
            books.maintenance().build().run();

            assertThat(keptFrom(acme, february)).isEmpty();
            assertThat(books.stored(acme)).startsWith("1 events");
        }

        private Optional<Instant> keptFrom(BillingEngine engine, Instant from) {
            return books.store.inTransaction(
                    engine.tenant(), unit -> unit.usage().keptFrom(from));
        }

        @Test
        void takes_back_what_was_announced_where_it_needs_that_usage() throws SQLException {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2019-06-01");
            Invoice march = acme.listInvoices(null, Page.first(2)).get(1);
            assertThat(amounts(march)).containsExactly("1.00", "20.00");
            try (Connection host = books.database.application().getConnection()) {
                host.setAutoCommit(false);
                books.billing
                        .on(books.store.on(host))
                        .forTenant(acme.tenant())
                        .voidInvoice(march.id(), VoidIntent.REISSUE);
                assertThat(books.maintenance().build().run().waitedInVain()).isTrue();
                host.commit();
            }

            UsageMaintenanceReport report = books.maintenance().build().run();
            acme.runs().run(start("2019-06-01"));

            assertThat(report.dropped()).isEmpty();
            assertThat(report.keysDeleted()).isEqualTo(1);
            assertThat(amounts(last(acme))).containsExactly("1.00", "20.00");
            assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
        }
    }

    @Nested
    class AMonthThatCannotBeHad {
        @Test
        void is_let_go_and_dropped_by_the_next_pass() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
            try (Connection reader = holding("201802")) {
                UsageMaintenanceReport report = books.maintenance().build().run();

                assertThat(report.busy()).containsExactly(YearMonth.of(2018, 2));
                assertThat(report.dropped()).isEmpty();
                reader.rollback();
            }
            assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
        }

        @Test
        void stays_where_it_is_held_meanwhile() throws Exception {
            assertStaysWhereChosen(SHORT.held(true));
        }

        @Test
        void stays_where_its_retention_is_made_longer_meanwhile() throws Exception {
            assertStaysWhereChosen(UsagePolicy.DEFAULT);
        }

        private void assertStaysWhereChosen(UsagePolicy policy) throws Exception {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2019-06-01");
            Future<UsageMaintenanceReport> maintenance;
            try (Connection reader = holding("201802")) {
                maintenance = threads.submit(() -> patient().run());
                awaitAttempt(maintenance);
                acme.settings().update(settings -> settings.withUsage(policy));
                reader.rollback();
            }

            assertThat(maintenance.get(60, TimeUnit.SECONDS).dropped()).isEmpty();
            assertThat(books.months()).contains("201802");
            assertThat(books.maintenance().build().run().dropped()).isEmpty();
        }

        @Test
        void stops_nobody_for_longer_than_one_attempt() throws Exception {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2019-06-01");
            Future<UsageMaintenanceReport> maintenance;
            try (Connection reader = holding("201802")) {
                maintenance = threads.submit(() -> patient().run());
                awaitAttempt(maintenance);
                for (int i = 0; i < 100; i++) {
                    assertThat(report(acme, "e-" + i, CALLS, "1", "2019-06-01")).isEqualTo(new UsageReceipt(1, 0));
                }
                acme.timeTravel().advanceTo(start("2019-07-01"));
                assertThat(amounts(last(acme))).containsExactly("1.00", "20.00");
                assertThat(maintenance).isNotDone();
                reader.rollback();
            }
            assertThat(maintenance.get(60, TimeUnit.SECONDS).dropped()).containsExactly(YearMonth.of(2018, 2));
        }

        private UsageMaintenance patient() {
            return books.maintenance().patience(Duration.ofMinutes(30)).build();
        }

        /** Waits until the drop waits for the partition. */
        private void awaitAttempt(Future<?> maintenance) {
            while (books.values("SELECT 1 FROM pg_locks WHERE NOT granted"
                            + " AND relation = to_regclass('billing.usage_event_201802')")
                    .isEmpty()) {
                assertThat(maintenance).isNotDone();
            }
        }

        /** A superuser's transaction that reads a partition past the parent, so that nobody waits for it before. */
        private Connection holding(String month) throws SQLException {
            Connection connection = books.database.administrator().getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE billing.usage_event_" + month + " IN ACCESS SHARE MODE");
            }
            return connection;
        }
    }
}
