package io.billing4j.testkit.history;

import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxRounding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Makes up what a tenant says of taxes: nothing in half of the histories, in the others how documents are taxed first. */
final class TaxGenerator {
    private final Choice choice;
    private final Scenario scenario;
    private final boolean taxed;
    private final int begins;
    private boolean on;

    TaxGenerator(Choice choice, Scenario scenario) {
        this.choice = choice;
        this.scenario = scenario;
        this.taxed = choice.chance(50);
        // Where it begins late there are documents without taxes to be corrected.
        this.begins = choice.chance(60) ? 30 : 8;
    }

    /** Whether it is time for a command. */
    boolean next() {
        return taxed && choice.chance(on ? 10 : begins);
    }

    TaxCommand command(Instant now) {
        int dice = choice.below(100);
        if (!on || dice < 12) {
            on = true;
            return new TaxCommand.Policy(
                    choice.of(List.of(TaxRounding.PER_RATE, TaxRounding.PER_LINE, TaxRounding.PER_DOCUMENT)),
                    choice.chance(60) ? TaxBehavior.EXCLUSIVE : TaxBehavior.INCLUSIVE,
                    choice.of(PlainTaxes.PLACES));
        }
        LocalDate from = now.atZone(ZoneId.of(scenario.zone())).toLocalDate().plusDays(choice.below(90) - 45L);
        if (dice < 55) {
            return new TaxCommand.Rate(
                    choice.of(List.of("DE", "DE", "CA", "CA-QC", PlainTaxes.ELSEWHERE)),
                    from,
                    choice.chance(20) ? null : choice.of(List.of("0", "7.7", "16", "21.5", "33.333", "100")));
        }
        return new TaxCommand.Profile(
                choice.chance(60) ? "a" : "b",
                choice.chance(60) ? PlainTaxes.FIRST_DAY : from,
                choice.of(PlainTaxes.PLACES),
                choice.chance(55) ? null : choice.of(List.of(NoTax.values())));
    }
}
