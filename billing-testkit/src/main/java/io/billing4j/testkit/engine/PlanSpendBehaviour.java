package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.PlanOffer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commitment, a factor and a maximum of a whole plan: 30.00 in advance, calls at 1.00 and tokens at 0.10; 100.00, 1.5 times, 150.00. */
abstract class PlanSpendBehaviour extends CreditBooks {
    private static final PlanId PLAN = PlanId.of("promised");
    private static final PlanId MORE = PlanId.of("promised-more");
    private static final MeterId TOKENS = MeterId.of("tokens");
    private static final PriceTerms TERMS = PriceTerms.NONE
            .withCommitment(new Commitment(usd("100"), new BigDecimal("1.5"), true))
            .withMaximum(usd("150"));

    PlanSpendBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void promise() {
        engine().catalog().createMeter(TOKENS, MeterAggregation.SUM, false);
        sell(PLAN, TERMS);
        sell(MORE, PriceTerms.NONE.withMinimum(usd("400")));
    }

    @Test
    void comes_back_from_the_catalogue_as_it_was_set() {
        PlanOffer offer = engine().catalog().findPlan(PLAN).orElseThrow();

        assertThat(offer.latest().charges()).isEqualTo(charges(TERMS));
        assertThat(offer.latest().ofPlan().orElseThrow().terms()).isEqualTo(TERMS);
    }

    @Test
    void that_would_break_each_other_are_refused() {
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "charges[0].terms.commitment",
                () -> create(
                        "other",
                        fee().withTerms(PriceTerms.NONE.withMinimum(usd("1"))),
                        Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, TERMS)));
        assertRefused(
                ErrorCode.DUPLICATE_CHARGE,
                "charges[1].price",
                () -> create(
                        "other",
                        Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, TERMS),
                        Charge.spend(ChargeId.of("again"), "Spend", CurrencyUnit.USD, TERMS)));
    }

    @Test
    void ask_on_the_document_that_ends_the_period_for_what_is_missing() {
        start(PLAN, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        use("1", "40", "100", "2023-11-10T00:00:00Z");
        clock.set("2023-12-01T00:00:00Z");
        Invoice shown = made(engine().previewNextInvoice(SUB).orElseThrow());
        billAt("2023-12-01T00:00:00Z");

        // 30 + 40 + 10: 20 are missing
        assertThat(lastLines())
                .containsExactly(
                        "Calls [2023-11-01, 2023-12-01) 40.00",
                        "Tokens [2023-11-01, 2023-12-01) 10.00",
                        "Spend [2023-11-01, 2023-12-01) 20.00",
                        "Fee [2023-12-01, 2024-01-01) 30.00");
        assertThat(lines(shown)).isEqualTo(lastLines());
        assertThat(last().lines().get(2).key().kind()).isEqualTo(LineKind.TRUE_UP);
        assertThat(stored(last().id())).isEqualTo(last());
    }

    @Test
    void follow_usage_that_comes_late() {
        start(PLAN, "2023-11-01");
        use("1", "40", "100", "2023-11-10T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        use("2", "20", "200", "2023-11-20T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");

        // 60 of calls; 10 are left, so that 30 of tokens are 10 + 20 × 1.5; and nothing is missing. December: 70 are.
        assertThat(lastLines())
                .containsExactlyInAnyOrder(
                        "Calls [2023-11-01, 2023-12-01) -40.00",
                        "Tokens [2023-11-01, 2023-12-01) -10.00",
                        "Spend [2023-11-01, 2023-12-01) -20.00",
                        "Calls [2023-11-01, 2023-12-01) 60.00",
                        "Tokens [2023-11-01, 2023-12-01) 40.00",
                        "Spend [2023-12-01, 2024-01-01) 70.00",
                        "Fee [2024-01-01, 2024-02-01) 30.00");
        use("3", "40", "0", "2023-11-20T00:00:00Z");
        billAt("2024-02-01T00:00:00Z");

        // 70 + 30 × 1.5 = 115, and 5 are left of the maximum
        assertThat(lastLines())
                .containsExactlyInAnyOrder(
                        "Calls [2023-11-01, 2023-12-01) -60.00",
                        "Tokens [2023-11-01, 2023-12-01) -40.00",
                        "Calls [2023-11-01, 2023-12-01) 115.00",
                        "Tokens [2023-11-01, 2023-12-01) 5.00",
                        "Spend [2024-01-01, 2024-02-01) 70.00",
                        "Fee [2024-02-01, 2024-03-01) 30.00");
    }

    @Test
    void of_two_plans_in_one_period_are_for_their_share_of_it() {
        start(PLAN, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(MORE, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt("2023-12-01T00:00:00Z");

        // 50 + 200 less both halves of fees
        assertThat(lastLines())
                .containsExactly("Spend [2023-11-16, 2023-12-01) 220.00", "Fee [2023-12-01, 2024-01-01) 30.00");
        assertThat(asked()).isEqualTo(dollars("280.00"));
    }

    @Test
    void are_not_for_a_month_in_which_fees_stop() {
        start(PLAN, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-12-01T00:00:00Z", new SubscriptionCommand.Pause(ChangeTiming.now(), PausedFees.STOP, null));
        billAt("2024-02-01T00:00:00Z");

        // November's 70 alone
        assertThat(asked()).isEqualTo(dollars("100.00"));
    }

    @Test
    void are_made_again_with_a_document_that_is_void() {
        start(PLAN, "2023-11-01");
        use("1", "60", "300", "2023-11-10T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        List<String> before = lastLines();
        voidLast(VoidIntent.REISSUE);
        billAt("2023-12-01T00:00:00Z");

        assertThat(lastLines()).isEqualTo(before);
        assertThat(asked()).isEqualTo(dollars("160.00"));
        voidLast(VoidIntent.WAIVE);
        use("2", "40", "0", "2023-11-20T00:00:00Z");
        billAt("2023-12-02T00:00:00Z");
        assertThat(asked()).isEqualTo(dollars("30.00"));
    }

    @Test
    void are_refreshed_with_a_draft() {
        start(PLAN, "2023-11-01");
        use("1", "40", "100", "2023-11-10T00:00:00Z");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-12-01T00:00:00Z");
        Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                SUB, Instant.parse("2023-12-01T00:00:00Z"), Instant.parse("2024-01-01T00:00:00Z"))));
        assertThat(draft.status()).isEqualTo(InvoiceStatus.DRAFT);
        use("2", "5", "0", "2023-11-20T00:00:00Z");

        assertThat(lines(engine().refreshInvoice(draft.id())))
                .containsExactly(
                        "Calls [2023-11-01, 2023-12-01) 45.00",
                        "Tokens [2023-11-01, 2023-12-01) 10.00",
                        "Spend [2023-11-01, 2023-12-01) 15.00",
                        "Fee [2023-12-01, 2024-01-01) 30.00");
    }

    @Test
    void are_credited_and_corrected_after_that() {
        start(PLAN, "2023-11-01");
        use("1", "40", "100", "2023-11-10T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        Invoice note = engine().creditNotes().issue(line(last(), 3, "18.00"));
        assertThat(amounts(note)).containsExactly("-20.00", "20.00");
        assertProven();
        use("2", "5", "0", "2023-11-20T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");

        // −40.00 and −2.00 that were paid, 45.00 − 3.00 and 15.00 − 15.00 that are credited now; December's 70.00, and
        // the fee
        assertThat(amounts(last())).containsExactlyInAnyOrder("-40.00", "-20.00", "45.00", "15.00", "70.00", "30.00");
        assertThat(last().totals().subtotal().minus(last().totals().discount())).isEqualTo(dollars("100.00"));
        assertProven();
    }

    @Test
    void are_paid_from_a_balance_that_is_for_usage() {
        engine().settings().update(present -> present.withBalance(BalancePolicy.USAGE));
        engine().balances().adjust(ADA, dollars("500.00"), "Sorry", null);
        start(PLAN, "2023-11-01");
        use("1", "40", "100", "2023-11-10T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");

        // 40 + 10 + 20, and not the fee
        assertThat(last().totals().credit()).isEqualTo(dollars("70.00"));
    }

    @Test
    void make_a_plan_dearer_that_promises_more() {
        engine().settings()
                .update(present -> present.withChanges(new ChangePolicy(
                        FeeTiming.AT_INSTANT,
                        FeeTiming.NEXT_PERIOD,
                        FeeTiming.AT_INSTANT,
                        FeeTiming.AT_INSTANT,
                        false,
                        false)));
        start(PLAN, "2023-11-01");
        Subscription up = at("2023-11-16T00:00:00Z", plan(MORE));
        Subscription down = at("2023-11-20T00:00:00Z", plan(PLAN));

        assertThat(feesFrom(up)).isEqualTo(Instant.parse("2023-11-16T00:00:00Z"));
        assertThat(feesFrom(down)).isAfter(Instant.parse("2023-11-20T00:00:00Z"));
    }

    private static Instant feesFrom(Subscription subscription) {
        List<SubscriptionChange> changes = subscription.changes();
        return ((SubscriptionChange.PlanChanged) changes.get(changes.size() - 1)).feesFrom();
    }

    private void use(String id, String calls, String tokens, String occurredAt) {
        Instant at = Instant.parse(occurredAt);
        List<UsageEvent> events = new ArrayList<>();
        events.add(UsageEvent.of(EventId.of("calls-" + id), ADA, CALLS, new BigDecimal(calls), at));
        if (!tokens.equals("0")) {
            events.add(UsageEvent.of(EventId.of("tokens-" + id), ADA, TOKENS, new BigDecimal(tokens), at));
        }
        engine().usage().record(events);
    }

    private void sell(PlanId plan, PriceTerms terms) {
        create(plan.value(), charges(terms).toArray(Charge[]::new));
    }

    private void create(String plan, Charge... charges) {
        engine().catalog()
                .createPlan(PlanId.of(plan), plan, CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charges));
    }

    private static List<Charge> charges(PriceTerms terms) {
        return List.of(
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("30"))),
                Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("1")), CALLS),
                Charge.usage(ChargeId.of("tokens"), "Tokens", PriceModel.perUnit(usd("0.10")), TOKENS),
                Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, terms));
    }
}
