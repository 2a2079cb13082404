package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.Actor;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.testkit.FailpointStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** What asks for a document by itself, and with it an outside service what taxes are due. */
abstract class ExternalTaxCommandBehaviour extends ExternalTaxBooks {
    private static final SubscriptionId SUB = SubscriptionId.of("ada");

    ExternalTaxCommandBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_document_that_is_asked_for_has_its_taxes() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(november().withIdempotencyKey("k")));

        assertThat(draft.totals().total()).isEqualTo(dollars("23.80"));
        assertThat(made(engine().generateInvoice(november().withIdempotencyKey("k"))))
                .isEqualTo(draft);
        Invoice issued = engine().finalizeInvoice(draft.id());
        assertThat(issued.number()).isPresent();
        assertThat(issued.verified()).isTrue();
        assertThat(taxService.calls()).isEqualTo(1);
    }

    @Test
    void it_is_refused_where_the_service_refuses_or_cannot_be_reached() {
        subscribe(ADA, "2023-11-01");
        taxService.refuse(question -> true);
        assertRefused(ErrorCode.TAX_REFUSED, null, () -> engine().generateInvoice(november()));
        inOrder();
        outOfOrder();
        assertRefused(ErrorCode.TAX_UNAVAILABLE, null, () -> engine().generateInvoice(november()));
        assertThat(invoices()).isEmpty();

        inOrder();
        assertThat(made(engine().generateInvoice(november())).totals().total()).isEqualTo(dollars("23.80"));
    }

    @Test
    void a_document_that_is_looked_at_has_its_taxes_and_leaves_them_for_the_run_of_that_day() {
        subscribe(ADA, "2023-11-01");
        assertThat(made(engine().previewInvoice(november())).totals().total()).isEqualTo(dollars("23.80"));
        assertThat(invoices()).isEmpty();

        run("2023-11-01");
        assertThat(totals()).containsExactly("23.80");
        assertThat(taxService.calls()).isEqualTo(1);
    }

    @Test
    void what_is_said_of_a_day_ahead_is_kept_by_nobody() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        clock.set("2023-11-30T12:00:00Z");
        assertThat(made(engine().previewNextInvoice(SUB).orElseThrow()).totals().total())
                .isEqualTo(dollars("23.80"));
        taxService.rate("7");
        run("2023-12-01");

        assertThat(totals()).containsExactly("23.80", "21.40");
    }

    @Test
    void a_draft_that_is_computed_again_is_asked_for_afresh() {
        subscribe(ADA, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(november()));
        taxService.rate("7");

        assertThat(engine().refreshInvoice(draft.id()).totals().total()).isEqualTo(dollars("21.40"));
        assertThat(engine().refreshInvoice(draft.id()).totals().total()).isEqualTo(dollars("21.40"));
        assertThat(taxService.calls()).isEqualTo(3);
    }

    @Test
    void a_draft_in_which_something_has_changed_is_asked_for_again_when_it_is_finalised() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        clock.set("2023-12-01T00:00:00Z");
        Invoice draft = made(engine().generateInvoice(december()));
        report("e1", ADA, "3000", "2023-11-20T00:00:00Z");

        // 2,000 calls beyond the first 1,000: 20.00, and 20.00
        assertThat(engine().finalizeInvoice(draft.id()).totals().total()).isEqualTo(dollars("47.60"));
    }

    @Test
    void a_change_that_is_settled_at_once_has_its_taxes() {
        settleAtOnce();
        subscribeToSeats();
        run("2023-11-01");
        clock.set("2023-11-16T00:00:00Z");
        twice();

        // 40.00 instead of 20.00 for 15 of 30 days: 20.00 with 3.80 for 10.00 with 1.90
        assertThat(totals()).containsExactly("23.80", "11.90");
        assertThat(invoices()).allMatch(Invoice::verified);
        assertThat(codes()).isEmpty();
    }

    @Test
    void a_change_is_made_though_nobody_answers_and_settled_by_the_next_run() {
        settleAtOnce();
        subscribeToSeats();
        run("2023-11-01");
        clock.set("2023-11-16T00:00:00Z");
        outOfOrder();
        twice();

        assertThat(engine().subscriptions()
                        .find(SUB)
                        .orElseThrow()
                        .subscription()
                        .quantityAt(clock.now(tenant)))
                .isEqualByComparingTo("2");
        assertThat(totals()).containsExactly("23.80");
        assertThat(codes()).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());

        inOrder();
        run("2023-11-17");
        assertThat(totals()).containsExactly("23.80", "11.90");
    }

    @Test
    void a_change_is_made_whatever_keeps_it_from_being_settled() {
        settleAtOnce();
        subscribeToSeats();
        run("2023-11-01");
        clock.set("2023-11-16T00:00:00Z");
        process(new FailpointStore(store(), FailpointStore.at("before slots.insert", 1, () -> {
                    throw new IllegalStateException("defect");
                })))
                .subscriptions()
                .change(SUB, change());

        assertThat(totals()).containsExactly("23.80");
        assertThat(codes()).containsExactly(ErrorCode.INTERNAL.name());
        run("2023-11-17");
        assertThat(totals()).containsExactly("23.80", "11.90");
    }

    @Test
    void what_a_change_would_come_to_has_its_taxes() {
        settleAtOnce();
        subscribeToSeats();
        run("2023-11-01");
        clock.set("2023-11-16T00:00:00Z");

        assertThat(made(engine().subscriptions()
                                .previewChange(SUB, change())
                                .difference()
                                .orElseThrow())
                        .totals()
                        .total())
                .isEqualTo(dollars("11.90"));
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void a_service_that_is_not_registered_is_not_chosen() {
        assertRefused(
                ErrorCode.TAX_CALCULATOR_UNKNOWN,
                "taxes.calculator",
                () -> choose(present -> present.withTaxes(TaxPolicy.DEFAULT.by(TaxCalculatorId.of("other")))));
        subscribe(ADA, "2023-11-01");
        BillingEngine without = Billing4J.builder(store()).clock(clock).build().forTenant(tenant);
        without.settings().update(present -> present.withGrace(Duration.ofDays(1)));
        assertRefused(ErrorCode.TAX_CALCULATOR_UNKNOWN, "calculator", () -> without.generateInvoice(november()));
    }

    /** What versions before cannot read they keep away from: documents that a service was asked for are still there. */
    @Test
    void a_service_that_is_given_up_stays_remembered() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        choose(present -> present.withTaxes(TaxPolicy.DEFAULT));

        TaxPolicy kept = Objects.requireNonNull(engine().settings().get().taxes(), "a policy for taxes");
        assertThat(kept).isNotEqualTo(TaxPolicy.DEFAULT);
        assertThat(kept.calculator()).isNull();
        assertThat(kept.served()).isTrue();
    }

    @Test
    void nobody_is_asked_within_a_transaction_of_the_hosts() {
        settleAtOnce();
        subscribeToSeats();
        assertRefused(ErrorCode.TAX_PENDING, null, () -> hosted().generateInvoice(november()));
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION,
                null,
                () -> hosted().runs().run(Instant.parse("2023-11-01T00:00:00Z")));
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION, null, () -> hosted().runs().billReached());
        assertThat(taxService.calls()).isZero();
        run("2023-11-01");

        clock.set("2023-11-16T00:00:00Z");
        hosted().subscriptions().change(SUB, change());
        assertThat(totals()).containsExactly("23.80");
        assertThat(codes()).containsOnly(ErrorCode.TAX_PENDING.name());
        run("2023-11-17");
        assertThat(totals()).containsExactly("23.80", "11.90");
    }

    @Test
    void nobody_is_asked_within_one_transaction_of_several_commands() {
        settleAtOnce();
        subscribeToSeats();
        assertRefused(ErrorCode.TAX_PENDING, null, () -> together(engine -> engine.generateInvoice(november())));
        assertThat(taxService.calls()).isZero();
        run("2023-11-01");

        clock.set("2023-11-16T00:00:00Z");
        together(engine -> engine.subscriptions().change(SUB, change()));
        assertThat(totals()).containsExactly("23.80");
        assertThat(codes()).containsOnly(ErrorCode.TAX_PENDING.name());
        run("2023-11-17");
        assertThat(totals()).containsExactly("23.80", "11.90");
    }

    @Test
    void what_is_known_is_taken_within_a_transaction_of_the_hosts() {
        subscribe(ADA, "2023-11-01");
        engine().previewInvoice(november());

        assertThat(made(hosted().generateInvoice(november())).totals().total()).isEqualTo(dollars("23.80"));
        assertThat(taxService.calls()).isEqualTo(1);
    }

    private void settleAtOnce() {
        choose(present -> present.withChanges(new ChangePolicy(
                FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, true, false)));
    }

    /** 20.00 a seat and month, by the second. */
    private void subscribeToSeats() {
        PlanId seats = PlanId.of("seats");
        engine().catalog()
                .createPlan(
                        seats,
                        "Seats",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(ChargeId.of("fee"), "Seats", PriceModel.perUnit(usd("20.00")))));
        engine().subscriptions()
                .create(NewSubscription.of(ADA, seats, LocalDate.parse("2023-11-01"))
                        .withId(SUB));
    }

    private void twice() {
        engine().subscriptions().change(SUB, change());
    }

    private static ChangeQuantity change() {
        return new ChangeQuantity(new BigDecimal("2"), ChangeTiming.now(), null);
    }

    private static InvoiceGenerationRequest november() {
        return request("2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z");
    }

    private static InvoiceGenerationRequest december() {
        return request("2023-12-01T00:00:00Z", "2024-01-01T00:00:00Z");
    }

    private static InvoiceGenerationRequest request(String start, String end) {
        return InvoiceGenerationRequest.of(SUB, Instant.parse(start), Instant.parse(end));
    }

    private <T> T together(Function<BillingEngine, T> work) {
        return billing().inTransaction(tenant, Actor.SYSTEM, work);
    }
}
