package io.billing4j.invoice;

import io.billing4j.id.RunId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How documents of tests are taxed. The German standard rate is 19 %, and was 16 % in the second half of 2020. */
final class Taxes {
    private static final TaxPlace GERMANY = TaxPlace.of("DE");
    static final InvoiceOrigin ORIGIN = InvoiceOrigin.run(RunId.of(new UUID(1, 1)));
    static final TaxRules GERMAN = new TaxRules(List.of(vat("standard", "19", "2000-01-01", null)));

    private Taxes() {}

    static TaxFacts germany() {
        return germany(TaxBehavior.EXCLUSIVE);
    }

    static TaxFacts germany(TaxBehavior behavior) {
        return of(new TaxPolicy(TaxRounding.PER_RATE, behavior, GERMANY), GERMAN);
    }

    static TaxFacts germany(TaxProfile... profiles) {
        return new TaxFacts(policy(null), GERMAN, List.of(profiles));
    }

    static TaxFacts germanyFrom(String day) {
        return of(policy(GERMANY), new TaxRules(List.of(vat("standard", "19", day, null))));
    }

    static TaxFacts germanyWithSixteenFrom(String day) {
        return of(
                policy(GERMANY),
                new TaxRules(List.of(vat("nineteen", "19", "2000-01-01", day), vat("sixteen", "16", day, null))));
    }

    /** One tax in Germany. */
    static TaxFacts at(String percent) {
        return of(policy(GERMANY), new TaxRules(List.of(vat("standard", percent, "2000-01-01", null))));
    }

    static TaxPolicy policy(@Nullable TaxPlace place) {
        return new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, place);
    }

    static TaxFacts of(TaxPolicy policy, TaxRules rules) {
        return new TaxFacts(policy, rules, List.of());
    }

    static TaxRule vat(String id, String percent, String from, @Nullable String until) {
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                GERMANY,
                LocalDate.parse(from),
                until == null ? null : LocalDate.parse(until),
                new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal(percent)), 0));
    }
}
