package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.CALLS;
import static io.billing4j.jdbc.retention.KeptBooks.SEATS;
import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.report;
import static io.billing4j.jdbc.retention.KeptBooks.start;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Meter;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewMeter;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.period.BillingPeriod;
import io.billing4j.store.Page;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is made, kept and deleted. On 1 June 2019 all that lies before May 2018 is more than 400 days old. */
class UsageMaintenanceTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    @Nested
    class MonthsThatCome {
        @Test
        void are_made_by_the_databases_clock() {
            YearMonth now = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC));

            UsageMaintenanceReport report =
                    books.maintenance().monthsAhead(2).build().run();

            assertThat(report.made()).containsExactly(now, now.plusMonths(1), now.plusMonths(2));
            assertThat(books.maintenance().monthsAhead(2).build().run().made()).isEmpty();
        }

        @Test
        void are_made_by_the_clock_of_a_sandbox_that_is_ahead() {
            books.sandbox("ahead", "2031-12-01", SHORT);
            books.sandbox("behind", "2015-01-01", SHORT);

            assertThat(books.maintenance().monthsAhead(1).build().run().made())
                    .contains(YearMonth.of(2031, 12), YearMonth.of(2032, 1))
                    .hasSize(4);
        }

        @Test
        void end_with_the_last_that_there_can_be() {
            books.sandbox("ahead", "2099-11-01", SHORT);

            assertThat(books.maintenance().monthsAhead(24).build().run().made())
                    .contains(YearMonth.of(2099, 11), YearMonth.of(2099, 12))
                    .hasSize(25 + 2);
        }
    }

    @Nested
    class MonthsThatNobodyNeeds {
        @Test
        void are_dropped_with_their_keys_and_rollups_and_documents_stay_as_they_are() {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            use(acme, "2018-02-10", "2018-03-01");
            use(acme, "2018-03-10", "2018-04-01");
            use(acme, "2018-05-10", "2019-06-01");
            List<Invoice> before = acme.listInvoices(null, Page.first(Page.MAX_SIZE));
            assertThat(books.stored(acme)).isEqualTo("3 events, 3 keys, 6 rollups");

            UsageMaintenanceReport report = books.maintenance().build().run();

            assertThat(report.dropped()).containsExactly(YearMonth.of(2018, 2), YearMonth.of(2018, 3));
            // Events of more than 34 days are refused, so that the third key goes as well.
            assertThat(report.keysDeleted()).isEqualTo(3);
            assertThat(report.rollupsDeleted()).isEqualTo(4);
            assertThat(report.pinned()).isEmpty();
            assertThat(report.failed()).isEmpty();
            assertThat(books.stored(acme)).isEqualTo("1 events, 0 keys, 2 rollups");
            assertThat(books.months()).contains("201805").doesNotContain("201802", "201803");
            assertThat(acme.listInvoices(null, Page.first(Page.MAX_SIZE))).isEqualTo(before);
            assertThat(before)
                    .allSatisfy(invoice ->
                            assertThat(acme.verifyInvoice(invoice.id())).isEmpty());
        }

        @Test
        void are_dropped_with_the_values_that_were_seen_in_them() {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            Meter users = acme.catalog().createMeter(NewMeter.of(SEATS, Aggregation.unique("user")));
            KeptBooks.seeUser(acme, "u1", "2018-02-10");
            KeptBooks.seeUser(acme, "u1", "2018-05-10");
            acme.timeTravel().advanceTo(start("2019-06-01"));
            assertThat(books.values("SELECT count(*) FROM billing.usage_value")).containsExactly("2");

            books.maintenance().build().run();

            assertThat(books.values("SELECT bucket_start < '2018-05-11Z' AND bucket_start >= '2018-05-01Z'"
                            + " FROM billing.usage_value"))
                    .containsExactly("t");
            BillingPeriod may = new BillingPeriod(start("2018-05-01"), start("2018-06-01"), ZoneOffset.UTC);
            assertThat(acme.usage()
                            .summary(UsageQuery.of(KeptBooks.ADA, KeptBooks.ADAS, users, may))
                            .quantity())
                    .isEqualByComparingTo("1");
        }

        @Test
        void leave_nothing_to_do_for_the_next_pass() {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
            books.maintenance().build().run();

            UsageMaintenanceReport again = books.maintenance().build().run();

            assertThat(again)
                    .isEqualTo(new UsageMaintenanceReport(
                            false, List.of(), List.of(), List.of(), List.of(), 0, 0, false, List.of(), List.of()));
        }

        @Test
        void go_in_chunks_however_many_events_they_have() {
            BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
            for (int i = 0; i < 250; i++) {
                report(acme, "e-" + i, CALLS, "1", "2018-02-01");
            }
            acme.timeTravel().advanceTo(start("2019-06-01"));

            UsageMaintenanceReport report =
                    books.maintenance().chunk(100).build().run();

            assertThat(report.keysDeleted()).isEqualTo(250);
            assertThat(report.dropped()).containsExactly(YearMonth.of(2018, 2));
            assertThat(books.stored(acme)).isEqualTo("0 events, 0 keys, 0 rollups");
        }

        @Test
        void are_those_that_are_a_year_old_by_the_databases_clock_too() {
            YearMonth recent =
                    YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC)).minusMonths(2);
            String inside = recent.atDay(10).toString();
            BillingEngine ahead = books.sandbox("ahead", recent.atDay(1).toString(), SHORT);
            use(ahead, inside, recent.plusYears(3).atDay(1).toString());

            assertThat(books.maintenance().build().run().dropped()).isEmpty();
            assertThat(books.stored(ahead)).isEqualTo("1 events, 0 keys, 0 rollups");
        }
    }

    @Nested
    class Keys {
        @Test
        void go_before_their_events_where_these_are_refused_sooner() {
            BillingEngine acme = books.sandbox(
                    "acme", "2018-02-01", UsagePolicy.DEFAULT.aged(Duration.ofDays(40), OutOfRangeUsage.REFUSE));
            use(acme, "2018-02-10", "2018-03-01");
            use(acme, "2018-03-10", "2018-05-01");

            UsageMaintenanceReport report = books.maintenance().build().run();

            // 40 days before 1 May is 22 March: what lies before March is refused.
            assertThat(report.keysDeleted()).isEqualTo(1);
            assertThat(report.dropped()).isEmpty();
            assertThat(books.stored(acme)).isEqualTo("2 events, 1 keys, 4 rollups");
        }

        @Test
        void stay_for_five_weeks_however_soon_events_are_refused() {
            BillingEngine acme = books.sandbox(
                    "acme", "2018-02-01", UsagePolicy.DEFAULT.aged(Duration.ofHours(1), OutOfRangeUsage.REFUSE));
            use(acme, "2018-02-10", "2018-03-31");

            // 35 days before 31 March is 24 February.
            assertThat(books.maintenance().build().run().keysDeleted()).isZero();
            acme.timeTravel().advanceTo(start("2018-04-06"));
            assertThat(books.maintenance().build().run().keysDeleted()).isEqualTo(1);
        }

        @Test
        void stay_as_long_as_old_events_are_accepted() {
            BillingEngine acme = books.sandbox(
                    "acme", "2018-02-01", SHORT.aged(Duration.ofHours(1), OutOfRangeUsage.ACCEPT_WITH_FINDING));
            use(acme, "2018-02-10", "2018-03-05");

            // 400 − 366 days, and five weeks at least
            assertThat(books.maintenance().build().run().keysDeleted()).isZero();
        }
    }

    @Test
    void nothing_goes_where_only_months_are_made() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        use(acme, "2018-02-10", "2019-06-01");

        UsageMaintenanceReport report =
                books.maintenance().monthsAhead(1).build().makeAhead();

        assertThat(report.made()).isNotEmpty();
        assertThat(report.dropped()).isEmpty();
        assertThat(books.stored(acme)).isEqualTo("1 events, 1 keys, 2 rollups");
        assertThat(books.values("SELECT usage_open_from FROM billing.tenant")).containsExactly("null");
        assertThat(books.months()).contains("201802");
    }

    @Test
    void one_month_that_cannot_be_dropped_holds_up_no_other() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        use(acme, "2018-02-10", "2018-03-01");
        use(acme, "2018-03-10", "2019-06-01");
        books.administer("CREATE VIEW february AS SELECT event_id FROM billing.usage_event_201802");

        UsageMaintenanceReport report = books.maintenance().build().run();

        assertThat(report.dropped()).containsExactly(YearMonth.of(2018, 3));
        assertThat(report.keysDeleted()).isEqualTo(2);
        assertThat(report.stuck()).singleElement().satisfies(stuck -> {
            assertThat(stuck.month()).isEqualTo(YearMonth.of(2018, 2));
            assertThat(stuck.reason()).contains("2BP01").contains("usage_event_201802");
        });
        books.administer("DROP VIEW february");
        assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
    }

    @Test
    void one_tenant_that_cannot_be_looked_at_holds_up_no_other() {
        BillingEngine sound = books.sandbox("sound", "2018-02-01", SHORT);
        use(sound, "2018-02-10", "2019-06-01");
        use(books.sandbox("broken", "2018-02-01", SHORT), "2018-02-20", "2019-06-01");
        books.administer("UPDATE billing.tenant_settings SET settings = '{\"usage\": {\"retention\": \"for ever\"}}'"
                + " WHERE tenant_id = 'broken'");

        UsageMaintenanceReport report = books.maintenance().build().run();

        assertThat(report.failed()).containsExactly(TenantId.of("broken"));
        assertThat(books.stored(sound)).isEqualTo("1 events, 0 keys, 0 rollups");
        assertThat(report.dropped()).isEmpty();
    }
}
