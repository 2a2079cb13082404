package io.billing4j.testkit.engine;

import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tests of one-off charges start from: {@link ChangeBooks}, and 37.50 for three parts. */
abstract class OneOffBooks extends CreditBooks {
    static final SubscriptionId OTHER = SubscriptionId.of("other");
    private static final TaxPlace GERMANY = TaxPlace.of("DE");

    OneOffBooks(EngineFixture fixture) {
        super(fixture);
    }

    /** 3 × 12.50, supplied today. */
    final OneOffCharge addParts() {
        return engine().oneOffs().add(parts());
    }

    static NewOneOff parts() {
        return NewOneOff.of(ADA, "Parts", usd("12.50"), new BigDecimal("3"));
    }

    final OneOffCharge add(String description, String amount) {
        return engine().oneOffs().add(NewOneOff.of(ADA, description, dollars(amount)));
    }

    final Invoice billNow() {
        return engine().oneOffs().billNow(OneOffBilling.all(ADA));
    }

    final Invoice billNow(OneOffCharge charge) {
        return engine().oneOffs().billNow(OneOffBilling.of(ADA, Set.of(charge.id())));
    }

    final OneOffCharge now(OneOffCharge charge) {
        return engine().oneOffs().find(charge.id()).orElseThrow();
    }

    final List<OneOffCharge> waiting() {
        return engine().oneOffs().pending(ALL);
    }

    final void subscribe(SubscriptionId id, PlanId plan, String start) {
        engine().subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse(start)).withId(id));
    }

    /** 19 % on standard goods, and nothing is said of others. */
    final void tax() {
        engine().taxes().addRule(rule("standard", TaxCategory.STANDARD));
        engine().settings()
                .update(present ->
                        present.withTaxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, GERMANY)));
    }

    static TaxRule rule(String id, TaxCategory category) {
        return new TaxRule(
                TaxRuleId.of(id),
                category,
                GERMANY,
                LocalDate.parse("2021-01-01"),
                null,
                new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal("19")), 0));
    }

    /** The lines of a document as {@code basic 30.00, Parts 37.50}. */
    static String shown(@Nullable Invoice invoice) {
        return invoice == null
                ? ""
                : String.join(
                        ", ",
                        invoice.lines().stream()
                                .map(line -> line.description() + " "
                                        + line.amount().getAmount().toPlainString())
                                .toList());
    }

    final List<String> allShown() {
        return invoices().stream().map(OneOffBooks::shown).toList();
    }
}
