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
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewMeter;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.jdbc.PinnedUsage;
import io.billing4j.jdbc.PinnedUsage.Reason;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageQuery;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Months that stay because somebody needs them, and what is answered from them. On 1 June 2019 all that lies before May 2018 is
 * more than 400 days old.
 */
class NeededUsageTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    @Test
    void stay_for_a_tenant_with_a_longer_retention() {
        BillingEngine brief = books.sandbox("brief", "2018-02-01", SHORT);
        BillingEngine patient = books.sandbox("patient", "2018-02-01", UsagePolicy.DEFAULT);
        use(brief, "2018-02-10", "2018-03-01");
        use(brief, "2018-03-10", "2019-06-01");
        use(patient, "2018-03-10", "2019-06-01");

        assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 2));
        assertThat(books.stored(brief)).isEqualTo("1 events, 0 keys, 0 rollups");
        assertThat(books.stored(patient)).isEqualTo("1 events, 1 keys, 2 rollups");

        // 2,557 days after the end of March 2018
        patient.timeTravel().advanceTo(start("2025-04-02"));
        assertThat(books.maintenance().build().run().dropped()).containsExactly(YearMonth.of(2018, 3));
    }

    @Test
    void stay_for_a_sandbox_whose_time_stands_still() {
        use(books.sandbox("moving", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
        use(books.sandbox("still", "2018-02-01", SHORT), "2018-02-10", "2018-03-01");

        UsageMaintenanceReport report = books.maintenance().build().run();

        assertThat(report.dropped()).isEmpty();
        assertThat(report.pinned()).isEmpty();
    }

    @Test
    void stay_while_they_are_held() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT.held(true));
        use(acme, "2018-02-10", "2019-06-01");

        UsageMaintenanceReport held = books.maintenance().build().run();
        acme.settings().update(settings -> settings.withUsage(SHORT));
        UsageMaintenanceReport free = books.maintenance().build().run();

        assertThat(held.pinned()).containsExactly(new PinnedUsage(TenantId.of("acme"), Reason.HOLD));
        assertThat(held.keysDeleted()).isZero();
        assertThat(held.dropped()).isEmpty();
        assertThat(free.dropped()).containsExactly(YearMonth.of(2018, 2));
    }

    @Test
    void stay_while_their_usage_is_unbilled() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        use(acme, "2018-02-10", "2018-02-20");
        acme.timeTravel().set(start("2024-01-01"));

        UsageMaintenanceReport unbilled = books.maintenance().build().run();
        acme.runs().run(start("2018-03-01"));
        UsageMaintenanceReport billed = books.maintenance().build().run();

        assertThat(unbilled.pinned()).containsExactly(new PinnedUsage(TenantId.of("acme"), Reason.UNBILLED));
        assertThat(unbilled.dropped()).isEmpty();
        // the month before the one that is next counts as its arrears
        assertThat(KeptBooks.amounts(KeptBooks.last(acme))).containsExactly("1.00", "20.00");
        assertThat(billed.dropped()).containsExactly(YearMonth.of(2018, 2));
    }

    @Test
    void stay_while_a_correction_is_to_be_made() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        use(acme, "2018-02-10", "2018-03-01");
        acme.subscriptions().change(KeptBooks.ADAS, new SubscriptionCommand.Cancel(ChangeTiming.now(), null));
        acme.timeTravel().advanceTo(start("2018-03-10"));
        report(acme, "late", CALLS, "50", "2018-02-20");
        acme.timeTravel().set(start("2024-01-01"));

        UsageMaintenanceReport marked = books.maintenance().build().run();
        acme.runs().run(start("2024-01-01"));
        UsageMaintenanceReport corrected = books.maintenance().build().run();

        assertThat(marked.pinned()).containsExactly(new PinnedUsage(TenantId.of("acme"), Reason.UNBILLED));
        assertThat(KeptBooks.amounts(KeptBooks.last(acme))).containsExactly("-1.00", "1.50");
        assertThat(corrected.dropped()).containsExactly(YearMonth.of(2018, 2));
    }

    @Test
    void stay_while_they_stand_on_a_draft() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        use(acme, "2018-02-10", "2018-02-28");
        acme.timeTravel().set(start("2018-03-02"));
        Invoice draft = acme.generateInvoice(
                        InvoiceGenerationRequest.of(KeptBooks.ADAS, start("2018-03-01"), start("2018-04-01")))
                .invoice()
                .orElseThrow();
        acme.timeTravel().advanceTo(start("2019-06-01"));

        UsageMaintenanceReport drafted = books.maintenance().build().run();
        assertThat(KeptBooks.amounts(acme.refreshInvoice(draft.id()))).containsExactly("1.00", "20.00");
        acme.finalizeInvoice(draft.id());
        UsageMaintenanceReport issued = books.maintenance().build().run();

        assertThat(drafted.pinned()).containsExactly(new PinnedUsage(TenantId.of("acme"), Reason.DRAFT));
        assertThat(issued.dropped()).containsExactly(YearMonth.of(2018, 2));
    }

    @Test
    void stay_where_levels_carry_over_from_them() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        Meter seats = KeptBooks.createSeats(acme);
        use(acme, "2018-02-10", "2018-03-10");
        report(acme, "seats", SEATS, "7", "2018-03-10");
        use(acme, "2018-04-10", "2019-07-01");

        assertThat(books.maintenance().build().run().dropped())
                .containsExactly(YearMonth.of(2018, 2), YearMonth.of(2018, 4));
        UsageMaintenanceReport next = books.maintenance().build().run();

        assertThat(next.pinned()).containsExactly(new PinnedUsage(TenantId.of("acme"), Reason.CARRIED_OVER));
        assertThat(next.dropped()).isEmpty();
        BillingPeriod june = new BillingPeriod(start("2019-06-01"), start("2019-07-01"), ZoneOffset.UTC);
        assertThat(acme.usage()
                        .summary(UsageQuery.of(KeptBooks.ADA, KeptBooks.ADAS, seats, june))
                        .quantity())
                .isEqualByComparingTo("7");
    }

    @Test
    void stay_with_their_sums_where_these_carry_over() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        Meter stored =
                acme.catalog().createMeter(NewMeter.of(SEATS, Aggregation.sum().carryingOver()));
        report(acme, "in", SEATS, "5", "2018-02-01");
        acme.timeTravel().advanceTo(start("2018-04-05"));
        report(acme, "in-too", SEATS, "3", "2018-04-05");
        acme.timeTravel().advanceTo(start("2019-07-01"));
        books.maintenance().build().run();

        BillingPeriod june = new BillingPeriod(start("2019-06-01"), start("2019-07-01"), ZoneOffset.UTC);
        assertThat(acme.usage()
                        .summary(UsageQuery.of(KeptBooks.ADA, KeptBooks.ADAS, stored, june))
                        .quantity())
                .isEqualByComparingTo("8");
        assertThat(books.stored(acme)).isEqualTo("2 events, 0 keys, 4 rollups");
    }

    @Test
    void stay_with_the_values_that_were_seen_where_these_carry_over() {
        BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
        Meter users = acme.catalog()
                .createMeter(NewMeter.of(SEATS, Aggregation.unique("user").carryingOver()));
        KeptBooks.seeUser(acme, "u1", "2018-02-01");
        KeptBooks.seeUser(acme, "u2", "2018-04-05");
        acme.timeTravel().advanceTo(start("2019-07-01"));
        books.maintenance().build().run();

        BillingPeriod june = new BillingPeriod(start("2019-06-01"), start("2019-07-01"), ZoneOffset.UTC);
        assertThat(acme.usage()
                        .summary(UsageQuery.of(KeptBooks.ADA, KeptBooks.ADAS, users, june))
                        .quantity())
                .isEqualByComparingTo("2");
        assertThat(books.values("SELECT value FROM billing.usage_value ORDER BY value"))
                .containsExactly("u1", "u2");
        assertThat(books.months()).contains("201802", "201804");
    }
}
