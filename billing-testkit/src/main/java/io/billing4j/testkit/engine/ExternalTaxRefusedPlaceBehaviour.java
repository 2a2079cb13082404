package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewOneOff;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.TenantSettings;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Places that an outside service refuses, of fees of 30.00 and 60.00: each leaves to the next what goes with it, so that the next is another
 * question.
 */
abstract class ExternalTaxRefusedPlaceBehaviour extends OneOffBooks {
    private static final LocalDate START = LocalDate.parse("2023-11-01");

    ExternalTaxRefusedPlaceBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        TaxPolicy usual = TaxPolicy.DEFAULT;
        return super.settings()
                .withTaxes(new TaxPolicy(usual.rounding(), usual.behavior(), TaxPlace.of("DE")).by(SANDBOX));
    }

    /** December and January are refused, each with corrections of November and without: that is two places, and three leave the charge. */
    @Test
    void counts_once_for_one_off_charges_though_it_is_asked_for_with_corrections_and_without() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        addParts();
        refuseBefore("2024-02-01");
        billAt("2024-02-01T00:00:00Z");

        // 30.00 more for a month, of which half is left.
        assertThat(shown(last())).contains("pro 60.00", "Parts 37.50");
        assertThat(waiting()).isEmpty();
        assertThat(findings()).doesNotContain(FindingReason.ONE_OFF_NOT_BILLABLE);
        assertProven();
    }

    @Test
    void counts_once_more_with_the_third() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        addParts();
        refuseBefore("2024-03-01");
        billAt("2024-03-01T00:00:00Z");

        assertThat(shown(last())).contains("pro 60.00").doesNotContain("Parts");
        assertThat(waiting()).hasSize(1);
        assertThat(findings()).contains(FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    /** More than there are rounds: they are asked for together. */
    @Test
    void is_billed_at_once_however_many_one_off_charges_are_refused() {
        start(BASIC, START.toString());
        engine().oneOffs().add(Collections.nCopies(25, NewOneOff.of(ADA, "Bad", dollars("1.00"))));
        add("Good", "20.00");
        taxService.refuse(question ->
                question.lines().stream().anyMatch(line -> line.description().equals("Bad")));
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00, Good 20.00");
        assertThat(waiting()).hasSize(25);
        assertThat(findings()).hasSize(25).containsOnly(FindingReason.ONE_OFF_NOT_BILLABLE);
        // With all, each of 26 by itself, with none of them, and with the one that is not refused.
        assertThat(taxService.asked()).hasSize(29);
        assertProven();
    }

    private void refuseBefore(String good) {
        LocalDate day = LocalDate.parse(good);
        taxService.refuse(question -> feesOf(question).stream()
                .anyMatch(line -> line.day().isBefore(day)));
    }

    private static List<TaxQuestion.Line> feesOf(TaxQuestion question) {
        return question.lines().stream().filter(line -> line.oneOff() == null).toList();
    }
}
