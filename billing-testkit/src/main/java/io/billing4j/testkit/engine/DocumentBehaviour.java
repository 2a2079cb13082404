package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.InvoiceOptions;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Drafts, numbers, voids and keys. */
abstract class DocumentBehaviour extends EngineBooks {
    DocumentBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    private final Instant november = Instant.parse("2023-11-01T00:00:00Z");
    private final Instant december = Instant.parse("2023-12-01T00:00:00Z");
    private final InvoiceGenerationRequest request =
            InvoiceGenerationRequest.of(SubscriptionId.of("ada"), november, december);

    @Test
    void a_draft_has_no_number_until_it_is_finalised() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(request));
        assertThat(draft.status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(draft.number()).isEmpty();

        Invoice issued = engine().finalizeInvoice(draft.id());
        assertThat(issued.number().orElseThrow().text()).isEqualTo("INV-202311-00001");
        assertThat(issued.settlement()).isEqualTo(Settlement.UNPAID);
        assertThat(engine().findInvoice(draft.id())).contains(issued);
        assertThat(issued.verified()).isTrue();
        assertThat(engine().verifyInvoice(draft.id())).isEmpty();
    }

    @Test
    void a_document_that_is_not_there_cannot_be_verified() {
        assertRefused(
                ErrorCode.INVOICE_NOT_FOUND, "invoiceId", () -> engine().verifyInvoice(InvoiceId.of(new UUID(1, 1))));
    }

    @Test
    void a_preview_is_the_document_that_would_be_and_stores_nothing() {
        subscribe(ADA, "2023-11-01");
        Invoice preview = made(engine().previewInvoice(request));
        Invoice skipped = made(engine().generateInvoice(request.with(new InvoiceOptions(false, true, null))));
        assertThat(invoices()).isEmpty();
        Invoice real = made(engine().generateInvoice(request));
        assertThat(preview.lines()).isEqualTo(real.lines()).isEqualTo(skipped.lines());
        assertThat(preview.totals()).isEqualTo(real.totals());
    }

    @Test
    void the_next_preview_needs_no_period_and_looks_ahead() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        Invoice next =
                made(engine().previewNextInvoice(SubscriptionId.of("ada")).orElseThrow());
        assertThat(amounts(next)).containsExactly("5.00", "20.00");
        assertThat(next.period().toString()).isEqualTo("[2023-12-01, 2024-01-01) UTC");
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void a_period_that_is_not_one_of_the_subscriptions_is_refused() {
        subscribe(ADA, "2023-11-01");
        for (InvoiceGenerationRequest wrong : List.of(
                InvoiceGenerationRequest.of(request.subscription(), november, december.minusSeconds(1)),
                InvoiceGenerationRequest.of(request.subscription(), november.plusSeconds(1), december),
                InvoiceGenerationRequest.of(request.subscription(), november.minusSeconds(86_400), november))) {
            assertRefused(ErrorCode.PERIOD_NOT_ON_BOUNDARY, "periodStart", () -> engine().generateInvoice(wrong));
        }
    }

    @Test
    void a_period_that_has_not_begun_can_only_be_previewed() {
        subscribe(ADA, "2023-11-01");
        InvoiceGenerationRequest ahead =
                InvoiceGenerationRequest.of(request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"));
        assertRefused(ErrorCode.NOT_DUE, "periodStart", () -> engine().generateInvoice(ahead));
        assertThat(total(made(engine().previewInvoice(ahead)))).isEqualTo("20.00");
    }

    @Test
    void a_period_is_billed_once() {
        subscribe(ADA, "2023-11-01");
        made(engine().generateInvoice(request));
        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> engine().generateInvoice(request));
        run("2023-11-01");
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void the_same_key_gives_the_same_document_and_refuses_another_request() {
        subscribe(ADA, "2023-11-01");
        clock.set("2023-12-01T00:00:00Z");
        Invoice first = made(engine().generateInvoice(request.withIdempotencyKey("k1")));
        Invoice again = made(engine().generateInvoice(request.withIdempotencyKey("k1")));
        assertThat(again).isEqualTo(first);
        InvoiceGenerationRequest other = InvoiceGenerationRequest.of(
                        request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"))
                .withIdempotencyKey("k1");
        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> engine().generateInvoice(other));
    }

    @Test
    void sixteen_at_once_make_one_document() throws Exception {
        subscribe(ADA, "2023-11-01");
        List<InvoiceOutcome> outcomes =
                inParallel(16, () -> engine().generateInvoice(request.withIdempotencyKey("k1")));
        assertThat(outcomes.stream().map(outcome -> made(outcome).id()).distinct())
                .hasSize(1);
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void a_refreshed_draft_takes_in_what_was_used_since() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        clock.set("2023-12-01T00:00:00Z");
        Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"))));
        assertThat(amounts(draft)).containsExactly("20.00");
        report("e1", ADA, "1500", "2023-11-30T00:00:00Z");
        Invoice refreshed = engine().refreshInvoice(draft.id());
        assertThat(amounts(refreshed)).containsExactly("5.00", "20.00");
        assertThat(refreshed.id()).isEqualTo(draft.id());
        assertThat(refreshed.lines().get(1).key())
                .isEqualTo(draft.lines().get(0).key());
        Invoice issued = engine().finalizeInvoice(draft.id());
        assertThat(engine().findInvoice(draft.id())).contains(issued);
        assertThat(total(issued)).isEqualTo("25.00");
    }

    @Test
    void an_issue_date_before_the_last_one_is_refused() {
        subscribe(ADA, "2023-11-01");
        engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
        subscribe(CustomerId.of("bob"), "2023-11-01");
        Invoice first = made(engine().generateInvoice(request));
        Invoice second = made(
                engine().generateInvoice(InvoiceGenerationRequest.of(SubscriptionId.of("bob"), november, december)));
        clock.set("2023-11-15T12:00:00Z");
        engine().finalizeInvoice(first.id(), LocalDate.parse("2023-11-15"));
        assertRefused(
                ErrorCode.ISSUE_DATE_TOO_EARLY,
                "issueDate",
                () -> engine().finalizeInvoice(second.id(), LocalDate.parse("2023-11-14")));
        assertThat(engine().finalizeInvoice(second.id()).number().orElseThrow().issueDate())
                .isEqualTo(LocalDate.parse("2023-11-15"));
    }

    @Test
    void a_voided_document_is_made_again_first_with_the_next_revision_and_a_new_number() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        run("2023-12-01");
        engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
        run("2024-01-01");
        assertThat(numbers(invoices()))
                .containsExactly("INV-202311-00001", "INV-202312-00001", "INV-202401-00001", "INV-202401-00002");
        assertThat(invoices().get(0).status()).isEqualTo(InvoiceStatus.VOIDED);
        assertThat(invoices().get(2).period()).isEqualTo(invoices().get(0).period());
        InvoiceId again = invoices().get(2).id();
        InvoiceSlot slot = store().inTransaction(
                        tenant, unit -> unit.slots().ofInvoice(again).get(0));
        assertThat(slot.place().sequence()).isEqualTo(1);
        assertThat(slot.place().revision()).isEqualTo(1);
    }

    @Test
    void a_waived_document_is_not_made_again() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().voidInvoice(invoices().get(0).id(), VoidIntent.WAIVE);
        run("2023-11-01");
        assertThat(invoices()).hasSize(1);
        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> engine().generateInvoice(request));
    }

    @Test
    void nothing_but_a_draft_is_refreshed_or_finalised_and_nothing_but_a_final_document_voided() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(request));
        assertRefused(
                ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().voidInvoice(draft.id(), VoidIntent.WAIVE));
        engine().finalizeInvoice(draft.id());
        assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().finalizeInvoice(draft.id()));
        assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().refreshInvoice(draft.id()));
        assertRefused(
                ErrorCode.INVOICE_NOT_FOUND, "invoiceId", () -> engine().finalizeInvoice(InvoiceId.of(new UUID(1, 1))));
    }

    @Test
    void each_state_change_leaves_one_audit_entry_and_one_event() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(request));
        engine().finalizeInvoice(draft.id());
        engine().voidInvoice(draft.id(), VoidIntent.WAIVE);
        assertThat(engine().audit("invoice", draft.id().toString(), Page.first(10)))
                .extracting(entry -> entry.action())
                .containsExactly("invoice.drafted", "invoice.finalized", "invoice.voided");
        List<BillingEvent> events =
                store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
        assertThat(events)
                .extracting(event -> event.type().published())
                .containsExactly(
                        "evt.billing.customer.created",
                        "evt.billing.subscription.created",
                        "evt.billing.invoice.drafted",
                        "evt.billing.invoice.finalized",
                        "evt.billing.invoice.voided");
    }

    @Test
    void a_draft_that_lost_all_its_lines_is_not_finalised_and_can_be_refreshed_again() {
        MeterId credits = MeterId.of("returnable");
        engine().catalog().createMeter(credits, MeterAggregation.SUM, true);
        PlanId plan = PlanId.of("returnable");
        Charge charge = Charge.usage(ChargeId.of("c"), "C", PriceModel.perUnit(usd("1")), credits);
        engine().catalog().createPlan(plan, "R", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
        SubscriptionId id = engine().subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse("2023-11-01")))
                .id();
        engine().usage().record(List.of(used("e1", credits, "15")));
        run("2023-11-01");
        clock.set("2023-12-01T00:00:00Z");
        Invoice draft = made(engine().generateInvoice(
                        InvoiceGenerationRequest.of(id, december, Instant.parse("2024-01-01T00:00:00Z"))));
        engine().usage().record(List.of(used("e2", credits, "-15")));
        assertThat(engine().refreshInvoice(draft.id()).lines()).isEmpty();
        assertRefused(ErrorCode.NOTHING_DUE, "invoiceId", () -> engine().finalizeInvoice(draft.id()));

        engine().usage().record(List.of(used("e3", credits, "7")));
        assertThat(amounts(engine().refreshInvoice(draft.id()))).containsExactly("7.00");
        Invoice issued = engine().finalizeInvoice(draft.id());
        assertThat(engine().voidInvoice(issued.id(), VoidIntent.WAIVE).status()).isEqualTo(InvoiceStatus.VOIDED);
    }

    private static UsageEvent used(String id, MeterId meter, String quantity) {
        return UsageEvent.of(
                EventId.of(id), ADA, meter, new BigDecimal(quantity), Instant.parse("2023-11-20T00:00:00Z"));
    }

    @Test
    void an_issue_date_ahead_is_refused_since_the_series_never_goes_back() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(request));
        assertRefused(
                ErrorCode.INVALID_DATE,
                "issueDate",
                () -> engine().finalizeInvoice(draft.id(), LocalDate.parse("2023-11-02")));
    }

    @Test
    void a_preview_takes_no_notice_of_a_key() {
        subscribe(ADA, "2023-11-01");
        Invoice first = made(engine().generateInvoice(request.withIdempotencyKey("k1")));
        engine().finalizeInvoice(first.id());
        engine().voidInvoice(first.id(), VoidIntent.REISSUE);
        Invoice preview = made(engine().previewInvoice(request.withIdempotencyKey("k1")));
        assertThat(preview.id()).isNotEqualTo(first.id());
        assertThat(preview.status()).isEqualTo(InvoiceStatus.DRAFT);
    }
}
