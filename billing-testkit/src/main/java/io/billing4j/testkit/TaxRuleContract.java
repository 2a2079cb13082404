package io.billing4j.testkit;

import static io.billing4j.testkit.TaxSetupSamples.EXPORT;
import static io.billing4j.testkit.TaxSetupSamples.VAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.store.Page;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class TaxRuleContract extends StoreContract {
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9998, 12, 31);

    TaxRuleContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        Stream<TaxRule> untaxed = Stream.of(NoTax.values())
                .map(why -> TaxRule.notDue(
                        TaxRuleId.of("none:" + why),
                        TaxCategory.STANDARD,
                        TaxPlace.of("CH"),
                        EARLIEST,
                        new TaxTreatment.Untaxed(why, "r".repeat(200))));
        return Stream.concat(
                        untaxed,
                        Stream.of(
                                VAT,
                                EXPORT,
                                VAT.until(VAT.from().plusDays(1)),
                                due("r".repeat(64), "FR", "2A", "0", false, 0),
                                due("A-Z.a_z:0", "US", "CA", "100", true, 99),
                                due("many", "AT", "9", "0.0000000000000001", true, 1)
                                        .until(LATEST)))
                .map(rule -> dynamicTest(rule.id().value() + " " + rule.until(), () -> {
                    undo(unit -> {
                        unit.taxes().insert(rule);
                        assertThat(unit.taxes().find(rule.id())).contains(rule);
                        assertThat(unit.taxes().rules()).isEqualTo(new TaxRules(List.of(rule)));
                    });
                }));
    }

    @Test
    void exist_once() {
        write(unit -> unit.taxes().insert(VAT));

        assertThat(refusal(
                                ErrorCode.TAX_RULE_EXISTS,
                                unit -> unit.taxes()
                                        .insert(TaxSetupSamples.rule(VAT.id().value(), EXPORT)))
                        .field())
                .isEqualTo("taxRuleId");
        assertOptional(unit -> unit.taxes().find(VAT.id())).contains(VAT);
    }

    @Test
    void are_told_apart_by_case() {
        TaxRule other = TaxSetupSamples.rule("DE-VAT", EXPORT);
        write(unit -> List.of(VAT, other).forEach(unit.taxes()::insert));

        assertOptional(unit -> unit.taxes().find(other.id())).contains(other);
        assertOptional(unit -> unit.taxes().find(TaxRuleId.of("De-Vat"))).isEmpty();
    }

    /** Whoever adds one sees to that, under a lock. */
    @Test
    void may_contradict_each_other_here() {
        TaxRule other = TaxSetupSamples.rule("other", VAT);
        write(unit -> List.of(VAT, other).forEach(unit.taxes()::insert));

        assertValue(unit -> unit.taxes().rules()).isEqualTo(new TaxRules(List.of(VAT, other)));
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(key -> unit.taxes().insert(TaxSetupSamples.rule(key, VAT))));

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.taxes().list(page)),
                            rule -> rule.id().value()))
                    .extracting(rule -> rule.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
        assertList(unit -> unit.taxes().list(Page.first(1).after("ZZ")))
                .containsExactly(TaxSetupSamples.rule("Za", VAT));
    }

    /** More than the longest page has. */
    @Test
    void are_all_read_at_once() {
        List<TaxRule> all = IntStream.rangeClosed(1, Page.MAX_SIZE + 1)
                .mapToObj(i -> TaxSetupSamples.rule("rule-" + (10_000 + i), VAT))
                .toList();
        write(unit -> Pages.shuffled(all).forEach(unit.taxes()::insert));

        assertValue(unit -> unit.taxes().rules()).isEqualTo(new TaxRules(all));
    }

    @Test
    void end_on_a_day_that_may_be_put_off() {
        write(unit -> List.of(VAT, EXPORT).forEach(unit.taxes()::insert));

        for (LocalDate day : List.of(VAT.from().plusYears(3), LATEST, VAT.from().plusDays(1))) {
            write(unit -> unit.taxes().end(VAT.id(), day));
            assertOptional(unit -> unit.taxes().find(VAT.id())).contains(VAT.until(day));
        }
        assertValue(unit -> unit.taxes().rules())
                .isEqualTo(new TaxRules(List.of(VAT.until(VAT.from().plusDays(1)), EXPORT)));
    }

    @Test
    void end_only_if_they_are_there_and_not_before_their_first_day() {
        write(unit -> unit.taxes().insert(VAT));

        assertThat(refusal(ErrorCode.TAX_RULE_NOT_FOUND, unit -> unit.taxes().end(EXPORT.id(), LATEST))
                        .field())
                .isEqualTo("taxRuleId");
        assertThat(refusal(
                                ErrorCode.INVALID_DATE,
                                unit -> unit.taxes().end(VAT.id(), VAT.from().minusDays(1)))
                        .field())
                .isEqualTo("until");
        assertOptional(unit -> unit.taxes().find(VAT.id())).contains(VAT);
        write(unit -> unit.taxes().end(VAT.id(), VAT.from()));
        assertOptional(unit -> unit.taxes().find(VAT.id())).contains(VAT.until(VAT.from()));
    }

    private static TaxRule due(
            String id, String country, String region, String percent, boolean compound, int ordinal) {
        TaxComponent component =
                new TaxComponent(TaxId.of("t".repeat(64)), "n".repeat(100), new BigDecimal(percent), compound);
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.of("c".repeat(64)),
                TaxPlace.of(country, region),
                EARLIEST,
                null,
                new TaxRule.Due(component, ordinal));
    }
}
