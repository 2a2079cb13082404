package io.billing4j.tax;

import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Rules in a few words. Places are written as {@code CA} or {@code CA-QC}; {@code *} is everywhere. */
final class Rules {
    static final TaxTreatment.Untaxed EXPORT = new TaxTreatment.Untaxed(NoTax.OUT_OF_SCOPE, "Outside the union");
    static final TaxTreatment.Untaxed EXEMPT = new TaxTreatment.Untaxed(NoTax.EXEMPT, "Exempt");

    private Rules() {}

    static TaxRule due(String id, String place, String from, TaxComponent component) {
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                place(place),
                LocalDate.parse(from),
                null,
                new TaxRule.Due(component, 0));
    }

    static TaxRule notDue(String id, String place, String from, TaxTreatment.Untaxed why) {
        return TaxRule.notDue(TaxRuleId.of(id), TaxCategory.STANDARD, place(place), LocalDate.parse(from), why);
    }

    /** The same rule for another category. */
    static TaxRule of(TaxCategory category, TaxRule rule) {
        return new TaxRule(rule.id(), category, rule.place(), rule.from(), rule.until(), rule.effect());
    }

    static TaxRule until(TaxRule rule, String day) {
        return rule.until(LocalDate.parse(day));
    }

    static TaxComponent tax(String id, String percent) {
        return TaxComponent.of(TaxId.of(id), id, new BigDecimal(percent));
    }

    static @Nullable TaxPlace place(String text) {
        String[] parts = text.split("-", 2);
        return text.equals("*") ? null : new TaxPlace(parts[0], parts.length == 1 ? null : parts[1]);
    }
}
