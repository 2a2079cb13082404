package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.TaxCategory;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** Plans with terms of the whole plan, and the books of one who has them from April on. */
final class SpendBooks {
    /** 30.00 in advance; calls at 1.00, tokens at 0.10; at least 100.00, beyond that 1.5 times, at most 150.00. */
    static final PlanVersion PLAN = priced("basic", terms("100", "1.5", "150"));

    private SpendBooks() {}

    static Charge inArrears(String amount) {
        return new Charge(
                ChargeId.of("support"),
                "Support",
                PriceModel.flat(usd(amount)),
                BillingTiming.IN_ARREARS,
                null,
                ProrationPolicy.BY_SECOND,
                false);
    }

    static PriceTerms terms(String commitment, String factor, String maximum) {
        return PriceTerms.NONE
                .withCommitment(new Commitment(usd(commitment), new BigDecimal(factor), true))
                .withMaximum(usd(maximum));
    }

    static Charge calls() {
        return Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("1")), CREDITABLE.id());
    }

    static Charge spend(PriceTerms terms) {
        return Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, terms);
    }

    static PlanVersion priced(String id, PriceTerms terms) {
        return priced(id, "30", terms);
    }

    static PlanVersion priced(String id, String fee, PriceTerms terms) {
        return DemoBooks.plan(
                id,
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd(fee))),
                calls(),
                Charge.usage(ChargeId.of("tokens"), "Tokens", PriceModel.perUnit(usd("0.10")), GENERATED.id()),
                spend(terms));
    }

    /** The same with prices that hold their taxes, or do not. */
    static PlanVersion taxed(PlanVersion plan, TaxBehavior behavior) {
        return DemoBooks.plan(
                plan.ref().plan().value(),
                plan.charges().stream()
                        .map(charge -> charge.withTax(new ChargeTax(TaxCategory.STANDARD, behavior)))
                        .toArray(Charge[]::new));
    }

    static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }

    static Ledger ledger(PlanVersion... plans) {
        return new Ledger(april(), List.of(CREDITABLE, GENERATED), plans);
    }
}
