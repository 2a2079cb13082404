package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.ADAS;
import static io.billing4j.jdbc.retention.KeptBooks.CALLS;
import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.amounts;
import static io.billing4j.jdbc.retention.KeptBooks.findings;
import static io.billing4j.jdbc.retention.KeptBooks.last;
import static io.billing4j.jdbc.retention.KeptBooks.report;
import static io.billing4j.jdbc.retention.KeptBooks.start;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingPeriod;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Books whose usage of February 2018 is deleted, and that of May is there; it is 1 June 2019. */
class UsagePastRetentionTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    private final BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);

    @BeforeEach
    void deleteFebruary() {
        use(acme, "2018-02-10", "2018-03-01");
        use(acme, "2018-05-10", "2019-06-01");
        books.maintenance().build().run();
        assertThat(books.months()).contains("201805").doesNotContain("201802");
    }

    @Nested
    class AnEvent {
        @Test
        void of_a_deleted_month_is_refused_and_not_recorded_a_second_time() {
            assertRefused(
                    ErrorCode.EVENT_OUT_OF_RANGE,
                    "events[0].occurredAt",
                    () -> report(acme, "calls-2018-02-10", CALLS, "100", "2018-02-10"));
            assertThat(books.stored(acme)).isEqualTo("1 events, 0 keys, 2 rollups");
        }

        @Test
        void whose_key_is_deleted_is_refused_also_where_the_tenant_would_have_it_by_now() {
            acme.settings()
                    .update(settings -> settings.withUsage(
                            UsagePolicy.DEFAULT.aged(Duration.ofDays(1000), OutOfRangeUsage.ACCEPT_WITH_FINDING)));

            for (String date : List.of("2018-02-10", "2018-05-10", "2019-03-31")) {
                assertRefused(
                        ErrorCode.EVENT_OUT_OF_RANGE,
                        "events[0].occurredAt",
                        () -> report(acme, "calls-" + date, CALLS, "100", date));
            }
            // 35 days before 1 June is 27 April: no key from April on is deleted.
            assertThat(report(acme, "april", CALLS, "100", "2019-04-01")).isEqualTo(new UsageReceipt(1, 0));
            assertThat(report(acme, "april", CALLS, "100", "2019-04-01")).isEqualTo(new UsageReceipt(0, 1));
            assertThat(books.months()).doesNotContain("201802");
        }

        @Test
        void of_another_tenant_whose_time_is_behind_has_its_month_made_again() {
            BillingEngine behind = books.sandbox("behind", "2018-02-20", SHORT);

            report(behind, "e", CALLS, "3", "2018-02-20");

            assertThat(books.months()).contains("201802");
            assertThat(books.stored(behind)).isEqualTo("1 events, 1 keys, 2 rollups");
        }
    }

    @Nested
    class ACorrection {
        @Test
        void leaves_usage_as_it_was_billed_with_a_finding_and_settles_all_the_rest() {
            CustomerId bob = CustomerId.of("bob");
            KeptBooks.subscribe(acme, bob, "2019-06-01");
            acme.subscriptions()
                    .change(ADAS, new ChangeQuantity(new BigDecimal(2), ChangeTiming.at(start("2018-02-15")), null));
            report(acme, "late", CALLS, "50", "2019-05-20");

            acme.timeTravel().advanceTo(start("2019-07-01"));

            // The fee is flat, and the calls of February are not counted again; those of May 2019 are, which had none.
            List<Invoice> made = acme.listInvoices(null, Page.first(Page.MAX_SIZE));
            Invoice adas = made.get(made.size() - 2);
            Invoice bobs = made.get(made.size() - 1);
            assertThat(amounts(adas)).containsExactly("0.50", "20.00");
            assertThat(amounts(bobs)).containsExactly("20.00");
            assertThat(findings(acme, FindingReason.USAGE_PAST_RETENTION))
                    .allSatisfy(finding -> assertThat(finding.subscription()).isEqualTo(ADAS))
                    .extracting(finding -> finding.detail().get("periodStart"))
                    .containsExactly("2018-02-01T00:00:00Z", "2018-03-01T00:00:00Z");
            assertThat(acme.countFindings())
                    .doesNotContainKeys(
                            FindingReason.CORRECTION_NOT_COMPUTABLE,
                            FindingReason.PERIOD_NOT_BILLABLE,
                            FindingReason.BILLING_FAILED);
        }

        @Test
        void is_not_tried_again_with_every_document() {
            acme.subscriptions()
                    .change(ADAS, new ChangeQuantity(new BigDecimal(2), ChangeTiming.at(start("2018-02-15")), null));

            List<BillingRun> runs = acme.timeTravel().advanceTo(start("2019-09-01"));

            assertThat(runs).hasSize(3).extracting(BillingRun::status).containsOnly(RunStatus.COMPLETED);
            assertThat(findings(acme, FindingReason.USAGE_PAST_RETENTION)).hasSize(2);
            assertThat(books.values("SELECT count(*) FROM billing.subscription WHERE touched_from IS NOT NULL"))
                    .containsExactly("0");
        }
    }

    @Nested
    class ASubscription {
        @Test
        void that_is_begun_in_the_past_is_billed_its_fees_and_the_usage_that_is_kept() {
            SubscriptionId late = SubscriptionId.of("bob");
            KeptBooks.subscribe(acme, CustomerId.of("bob"), "2018-02-01");

            acme.runs().run(start("2019-06-01"));

            assertThat(findings(acme, FindingReason.USAGE_PAST_RETENTION))
                    .extracting(finding -> finding.detail().get("periodStart"))
                    .containsExactly("2018-02-01T00:00:00Z", "2018-03-01T00:00:00Z");
            // February 2018 to June 2019
            assertThat(acme.listInvoices(CustomerId.of("bob"), Page.first(Page.MAX_SIZE)))
                    .hasSize(17)
                    .allSatisfy(invoice -> assertThat(amounts(invoice)).containsExactly("20.00"));
            assertThat(acme.validateCoverage(late, start("2018-02-01"), start("2019-07-01")))
                    .isEmpty();
        }
    }

    @Nested
    class ADocument {
        @Test
        void that_bills_deleted_usage_may_be_waived_and_not_made_again() {
            Invoice march = acme.listInvoices(null, Page.first(2)).get(1);
            assertThat(amounts(march)).containsExactly("1.00", "20.00");

            assertRefused(
                    ErrorCode.USAGE_PAST_RETENTION, "intent", () -> acme.voidInvoice(march.id(), VoidIntent.REISSUE));
            acme.voidInvoice(march.id(), VoidIntent.WAIVE);

            acme.timeTravel().advanceTo(start("2019-07-01"));
            assertThat(amounts(last(acme))).containsExactly("20.00");
        }

        @Test
        void that_bills_usage_that_is_kept_may_be_made_again() {
            Invoice june = acme.listInvoices(null, Page.first(5)).get(4);
            assertThat(amounts(june)).containsExactly("1.00", "20.00");
            acme.voidInvoice(june.id(), VoidIntent.REISSUE);

            acme.runs().run(start("2019-06-01"));

            assertThat(amounts(last(acme))).containsExactly("1.00", "20.00");
        }

        @Test
        void proves_itself_as_before() {
            assertThat(acme.listInvoices(null, Page.first(Page.MAX_SIZE)))
                    .allSatisfy(invoice ->
                            assertThat(acme.verifyInvoice(invoice.id())).isEmpty());
        }
    }

    @Test
    void what_a_window_held_is_not_told_wrongly() {
        assertRefused(
                ErrorCode.USAGE_PAST_RETENTION, "start", () -> acme.usage().summary(month("2018-02-01")));
        assertThat(acme.usage().summary(month("2018-05-01")).quantity()).isEqualByComparingTo("100");
    }

    private UsageQuery month(String date) {
        BillingPeriod period = new BillingPeriod(start(date), start(date).plus(Duration.ofDays(28)), ZoneOffset.UTC);
        return UsageQuery.of(
                KeptBooks.ADA, ADAS, acme.catalog().findMeter(CALLS).orElseThrow(), period);
    }

    private static void assertRefused(ErrorCode code, String field, ThrowingCallable call) {
        BillingException refusal = catchThrowableOfType(BillingException.class, call);
        assertThat(refusal).as("a refusal with %s", code).isNotNull();
        assertThat(Map.of(refusal.code(), String.valueOf(refusal.field()))).isEqualTo(Map.of(code, field));
    }
}
