package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.TouchedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** What becomes of documents when something that they billed comes out otherwise. */
abstract class CorrectionBehaviour extends ChangeBooks {
    private static final SubscriptionId ADAS = SubscriptionId.of("ada");

    CorrectionBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void late_usage_takes_the_old_line_back_and_asks_for_the_whole_quantity() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        run("2023-12-01");
        Invoice december = last();
        report("e2", ADA, "700", "2023-11-20T00:00:00Z");
        run("2024-01-01");

        // 1,000 of 2,200 calls are free: 12.00 instead of 5.00.
        assertThat(amounts(last())).containsExactly("-5.00", "12.00", "20.00");
        assertThat(last().lines().get(0).key().corrects()).isEqualTo(new LineRef(december.id(), 1));
        run("2024-02-01");
        assertThat(amounts(last())).containsExactly("20.00");
        List<TouchedWindow> open =
                store().inTransaction(tenant, unit -> unit.usage().touched(List.of(ADA)));
        assertThat(open).isEmpty();
    }

    @Test
    void late_usage_after_the_end_has_a_document_of_its_own() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().subscriptions().cancelAtPeriodEnd(ADAS);
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        run("2023-12-01");
        report("e2", ADA, "700", "2023-11-20T00:00:00Z");
        run("2023-12-02");
        assertThat(amounts(last())).containsExactly("-5.00", "12.00");
        report("e3", ADA, "100", "2023-11-21T00:00:00Z");
        run("2023-12-03");
        assertThat(amounts(last())).containsExactly("-12.00", "13.00");
        run("2024-06-01");
        assertThat(invoices()).hasSize(4);
        assertProven();
    }

    @Test
    void late_usage_of_a_waived_document_is_told_also_where_it_would_be_all_of_a_document() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().subscriptions().cancelAtPeriodEnd(ADAS);
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        run("2023-12-01");
        voidLast(VoidIntent.WAIVE);
        run("2023-12-02");
        report("e2", ADA, "700", "2023-11-20T00:00:00Z");
        run("2023-12-03");

        assertThat(invoices()).hasSize(2);
        assertThat(findings()).contains(FindingReason.PERIOD_WAIVED);
    }

    @Test
    void a_document_that_is_void_is_made_again_in_its_place_and_takes_corrections_along() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        Invoice november = last();
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        engine().voidInvoice(november.id(), VoidIntent.REISSUE);
        billAt("2023-11-17T00:00:00Z");

        // The upgrade's -15.00 named a line that is void: it is taken back, and November asked for up to the 16th.
        assertThat(amounts(last())).containsExactlyInAnyOrder("15.00", "15.00");
        assertThat(asked().toString()).isEqualTo("USD 45.00");
        assertThat(slots("2023-11-01")).containsExactly("1/1/0 void", "1/1/1", "1/2/0");
    }

    @Test
    void the_document_of_a_change_is_made_again_in_its_place_as_well() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        voidLast(VoidIntent.REISSUE);
        billAt("2023-11-17T00:00:00Z");
        assertThat(lastLines())
                .containsExactly("basic [2023-11-16, 2023-12-01) -15.00", "pro [2023-11-16, 2023-12-01) 30.00");
        assertThat(slots("2023-11-01")).containsExactly("1/1/0", "1/2/0 void", "1/2/1");
    }

    @Test
    void what_was_waived_is_neither_asked_for_nor_given_back() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        voidLast(VoidIntent.WAIVE);
        at("2023-11-16T00:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");

        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
        assertThat(engine().listFindings(ADA, FindingReason.PERIOD_WAIVED, Page.first(10)))
                .hasSize(1);
        assertThat(engine().countFindings()).containsEntry(FindingReason.PERIOD_WAIVED, 1L);
    }

    @Test
    void a_void_document_gives_back_what_the_balance_paid_of_it() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt("2023-12-01T00:00:00Z");
        assertThat(balance()).isEqualTo("0.00");
        voidLast(VoidIntent.REISSUE);
        assertThat(balance()).isEqualTo("15.00");
        billAt("2023-12-02T00:00:00Z");
        assertThat(total(last())).isEqualTo("15.00");
        assertThat(balance()).isEqualTo("0.00");
    }

    @Test
    void a_change_that_touches_a_draft_is_in_the_draft_once_it_is_refreshed() {
        start(BASIC, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                SUB, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"))));
        at("2023-11-16T00:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");

        Invoice refreshed = engine().refreshInvoice(draft.id());
        assertThat(lines(refreshed))
                .containsExactly("basic [2023-11-01, 2023-11-16) 15.00", "pro [2023-11-16, 2023-12-01) 30.00");
        assertThat(engine().finalizeInvoice(draft.id()).status()).isEqualTo(InvoiceStatus.FINALIZED);
        billAt("2024-01-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2024-01-01, 2024-02-01) 60.00");
    }

    @Test
    void finalising_takes_in_what_has_come_out_otherwise_since_the_draft_was_made() {
        start(BASIC, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                SUB, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"))));
        at("2023-11-16T00:00:00Z", plan(PRO));
        assertThat(total(engine().finalizeInvoice(draft.id()))).isEqualTo("45.00");
    }

    @Test
    void a_period_that_cannot_be_billed_blocks_nothing_later() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        // Thirteen times the largest quantity that an event may have is more than a quantity may have.
        for (int i = 0; i < 13; i++) {
            report("e" + i, ADA, "99999999999999999999999", "2023-11-10T00:00:00Z");
        }
        run("2024-01-01");
        // Of November, December and January, the document of December holds what cannot be billed.
        assertThat(invoices()).hasSize(2);
        assertThat(last().period()).hasToString("[2024-01-01, 2024-02-01) UTC");
        assertThat(amounts(last())).containsExactly("20.00");
        assertThat(findings()).contains(FindingReason.BILLING_FAILED, FindingReason.PERIOD_NOT_BILLABLE);
        run("2024-02-01");
        assertThat(last().period()).hasToString("[2024-02-01, 2024-03-01) UTC");
        assertThat(slots(ADAS)).extracting(slot -> slot.place().sequence()).containsExactly(1, 2, 3);
    }

    @Test
    void a_correction_that_cannot_be_computed_holds_up_no_new_period() {
        subscribe(ADA, "2023-11-01");
        run("2023-12-01");
        for (int i = 0; i < 13; i++) {
            report("e" + i, ADA, "99999999999999999999999", "2023-11-10T00:00:00Z");
        }
        run("2024-01-01");
        assertThat(last().period()).hasToString("[2024-01-01, 2024-02-01) UTC");
        assertThat(amounts(last())).containsExactly("20.00");
        List<TouchedWindow> open =
                store().inTransaction(tenant, unit -> unit.usage().touched(List.of(ADA)));
        assertThat(open).isNotEmpty();
    }

    @Test
    void a_price_of_the_host_can_be_changed_like_any_other() {
        PlanId custom = PlanId.of("custom");
        sell(custom, BillingInterval.MONTHLY, PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "9")));
        start(custom, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.periodEnd(), null));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-12-01, 2024-01-01) 30.00");
    }

    private List<String> slots(String periodStart) {
        Instant start = Instant.parse(periodStart + "T00:00:00Z");
        return slots(SUB).stream()
                .filter(slot -> slot.period().startInclusive().equals(start))
                .map(slot -> slot.place().term() + "/" + slot.place().sequence() + "/"
                        + slot.place().revision() + (slot.voided() ? " void" : ""))
                .toList();
    }

    /** Documents of runs stay drafts for ten days. */
    abstract static class WithGrace extends ChangeBooks {
        WithGrace(EngineFixture fixture) {
            super(fixture);
        }

        @Override
        protected TenantSettings settings() {
            return super.settings().withGrace(Duration.ofDays(10));
        }

        @Test
        void documents_are_drafts_until_their_grace_is_over_and_late_usage_gets_in() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            run("2023-12-01");
            assertThat(invoices())
                    .extracting(Invoice::status)
                    .containsExactly(InvoiceStatus.FINALIZED, InvoiceStatus.DRAFT);
            report("e1", ADA, "1500", "2023-11-20T00:00:00Z");
            run("2023-12-10");
            assertThat(last().status()).isEqualTo(InvoiceStatus.DRAFT);
            run("2023-12-11");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(amounts(last())).containsExactly("5.00", "20.00");
            run("2024-01-11");
            assertThat(amounts(last())).containsExactly("20.00");
        }

        @Test
        void a_draft_with_nothing_left_to_ask_for_goes() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            at("2023-11-05T00:00:00Z", new SubscriptionCommand.Cancel(when("2023-11-01T00:00:00Z"), null));
            billAt("2023-11-20T00:00:00Z");
            assertThat(invoices()).isEmpty();
            assertThat(slots(SUB)).isNotEmpty().allMatch(slot -> slot.outcome() == SlotOutcome.SKIPPED);
        }

        @Test
        void a_change_in_the_grace_is_in_the_document_it_belongs_to() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            at("2023-11-06T00:00:00Z", plan(PRO));
            billAt("2023-11-11T00:00:00Z");
            // 5 of 30 days, and 25 of 30.
            assertThat(lastLines())
                    .containsExactly("basic [2023-11-01, 2023-11-06) 5.00", "pro [2023-11-06, 2023-12-01) 50.00");
        }
    }

    @Test
    void a_finalised_document_is_voided_once() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        voidLast(VoidIntent.WAIVE);
        assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> voidLast(VoidIntent.WAIVE));
    }
}
