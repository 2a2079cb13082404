package io.billing4j.testkit.history;

import io.billing4j.engine.BillingEngine;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.store.Page;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a tenant says of taxes; places and taxes are those of {@link PlainTaxes}. */
public sealed interface TaxCommand {
    /** Asks for it. */
    void askOf(BillingEngine engine);

    /** Tells the plain list of one that was accepted. */
    void tell(Plain plain);

    /** What a plain list of taxes is told. */
    interface Plain {
        /** How documents are taxed from now on, and where customers are of whom nothing else is said. */
        void policy(String rounding, String behavior, String home);

        /** What is due in a place from a day on. */
        void rate(String place, LocalDate from, @Nullable String percent);

        /** How a customer is taxed from a day on. */
        void profile(String customer, LocalDate from, String place, @Nullable String untaxed);
    }

    /**
     * Has documents taxed from now on, or otherwise than before.
     *
     * @param home of customers without a profile
     */
    record Policy(TaxRounding rounding, TaxBehavior behavior, String home) implements TaxCommand {
        @Override
        public void askOf(BillingEngine engine) {
            TaxPolicy policy = new TaxPolicy(rounding, behavior, placed(home));
            engine.settings().update(present -> present.withTaxes(policy));
        }

        @Override
        public void tell(Plain plain) {
            plain.policy(rounding.name(), behavior.name(), home);
        }
    }

    /**
     * Ends what is due in a place, and begins another rate.
     *
     * @param percent null where nothing is due any more
     */
    record Rate(String place, LocalDate from, @Nullable String percent) implements TaxCommand {
        @Override
        public void askOf(BillingEngine engine) {
            TaxRule present = engine.taxes().rules(Page.first(Page.MAX_SIZE)).stream()
                    .filter(rule -> rule.category().equals(TaxCategory.STANDARD)
                            && Objects.equals(rule.place(), placed(place))
                            && rule.until() == null)
                    .findFirst()
                    .orElseThrow();
            engine.taxes().endRule(present.id(), from);
            // One that ends on the day on which it began was never in force, but keeps its key.
            int number = engine.taxes().rules(Page.first(Page.MAX_SIZE)).size();
            engine.taxes().addRule(rule(number, TaxCategory.STANDARD, place, from, percent));
        }

        @Override
        public void tell(Plain plain) {
            plain.rate(place, from, percent);
        }
    }

    /**
     * Says where a customer is from a day on.
     *
     * @param untaxed why they owe no tax; null where they do
     */
    record Profile(
            String customer,
            LocalDate from,
            String place,
            @Nullable NoTax untaxed) implements TaxCommand {
        @Override
        public void askOf(BillingEngine engine) {
            TaxTreatment.Untaxed why = untaxed == null ? null : new TaxTreatment.Untaxed(untaxed, "By its profile");
            engine.taxes()
                    .addProfile(new TaxProfile(
                            CustomerId.of(customer), from, Objects.requireNonNull(placed(place)), why, "X1"));
        }

        @Override
        public void tell(Plain plain) {
            plain.profile(customer, from, place, untaxed == null ? null : untaxed.name());
        }
    }

    /** Adds the rules that there are from the start; they tax nothing by themselves. */
    static void open(BillingEngine engine) {
        PlainTaxes.FIRST_RATES.forEach((place, percent) ->
                engine.taxes().addRule(rule(0, TaxCategory.STANDARD, place, PlainTaxes.FIRST_DAY, percent)));
        engine.taxes()
                .addRule(rule(
                        0,
                        TaxCategory.of(PlainTaxes.OTHER),
                        PlainTaxes.ELSEWHERE,
                        PlainTaxes.FIRST_DAY,
                        PlainTaxes.OF_OTHERS));
    }

    private static TaxRule rule(
            int number, TaxCategory category, String place, LocalDate from, @Nullable String percent) {
        String key = place.equals(PlainTaxes.ELSEWHERE) ? "elsewhere" : place;
        TaxId tax = TaxId.of(PlainTaxes.tax(place));
        boolean compound = PlainTaxes.compound(place);
        return new TaxRule(
                TaxRuleId.of(category + ":" + key + ":" + number),
                category,
                placed(place),
                from,
                null,
                percent == null
                        ? new TaxRule.NotDue(new TaxTreatment.Untaxed(NoTax.EXEMPT, "By a rule"))
                        : new TaxRule.Due(
                                new TaxComponent(tax, tax.value(), new BigDecimal(percent), compound),
                                compound ? 1 : 0));
    }

    private static @Nullable TaxPlace placed(String place) {
        if (place.equals(PlainTaxes.ELSEWHERE)) {
            return null;
        }
        return place.contains("-") ? TaxPlace.of(place.substring(0, 2), place.substring(3)) : TaxPlace.of(place);
    }
}
