package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.CALLS;
import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.amounts;
import static io.billing4j.jdbc.retention.KeptBooks.report;
import static io.billing4j.jdbc.retention.KeptBooks.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.invoice.Invoice;
import io.billing4j.jdbc.PinnedUsage;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.store.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Years of billing, ingestion and keeping house side by side. */
class RetentionOverYearsTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void years_go_by_with_billing_and_ingestion_and_nothing_is_lost_nor_told_twice() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> housekeepers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            housekeepers.add(threads.submit(() -> {
                while (!done.get()) {
                    books.maintenance().patience(Duration.ofSeconds(1)).build().run();
                }
                return true;
            }));
        }
        List<Callable<BillingEngine>> lives =
                List.of(() -> threeYears("one", "2015-01-01"), () -> threeYears("two", "2016-06-01"));
        List<Future<BillingEngine>> living = new ArrayList<>();
        for (Callable<BillingEngine> life : lives) {
            living.add(threads.submit(life));
        }
        for (Future<BillingEngine> life : living) {
            BillingEngine engine = life.get(300, TimeUnit.SECONDS);
            List<Invoice> invoices = engine.listInvoices(null, Page.first(Page.MAX_SIZE));
            assertThat(invoices).hasSize(37);
            assertThat(invoices.subList(1, 37))
                    .allSatisfy(invoice -> assertThat(amounts(invoice)).containsExactly("1.50", "20.00"));
        }
        done.set(true);
        for (Future<?> housekeeper : housekeepers) {
            housekeeper.get(60, TimeUnit.SECONDS);
        }
        UsageMaintenanceReport end =
                books.maintenance().patience(Duration.ofSeconds(5)).build().run();

        assertThat(end.pinned()).isEqualTo(List.<PinnedUsage>of());
        assertThat(end.failed()).isEmpty();
        // 400 days before 1 January 2018 lie in November 2016: two events a month from then on.
        assertThat(books.values("SELECT count(*) FROM billing.usage_event WHERE tenant_id = 'one'"
                        + " AND occurred_at >= '2016-11-01Z'"))
                .containsExactly("28");
        assertThat(books.values("SELECT count(*) FROM billing.usage_event WHERE tenant_id = 'two'"
                        + " AND occurred_at >= '2018-04-01Z'"))
                .containsExactly("28");
        assertThat(books.months()).doesNotContain("201501", "201512", "201605");
        books.close();
        assertThat(books.values("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .containsExactly("0");
    }

    /** 36 months of 150 calls each, one of the two events told twice. */
    private BillingEngine threeYears(String key, String from) {
        BillingEngine engine = books.sandbox(key, from, SHORT);
        LocalDate begin = LocalDate.parse(from);
        for (int i = 0; i < 36; i++) {
            LocalDate month = begin.plusMonths(i);
            engine.timeTravel().advanceTo(start(month.withDayOfMonth(10).toString()));
            report(engine, "a-" + month, CALLS, "100", month.withDayOfMonth(9).toString());
            report(engine, "b-" + month, CALLS, "50", month.withDayOfMonth(10).toString());
            assertThat(report(
                            engine,
                            "a-" + month,
                            CALLS,
                            "100",
                            month.withDayOfMonth(9).toString()))
                    .isEqualTo(new UsageReceipt(0, 1));
        }
        Instant end = begin.plusMonths(36).atStartOfDay(ZoneOffset.UTC).toInstant();
        engine.timeTravel().advanceTo(end);
        return engine;
    }
}
