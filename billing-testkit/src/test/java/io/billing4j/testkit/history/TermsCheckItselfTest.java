package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.BilledLines.Source;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tells the oracle of other terms than plans have, and spoils lines under terms: the laws have to notice. */
class TermsCheckItselfTest {
    private static final int MOST_HISTORIES = 400;
    private static final String LAW = "billed is what the oracle says";

    /** What a check has to notice after a run. */
    private interface Wrong {
        void check(Snapshot before, History history);
    }

    @ParameterizedTest
    @EnumSource
    void an_oracle_that_has_terms_wrong_is_noticed(WrongTerms wrong) {
        assertThat(failureOf(History.Probe.ofPlans(wrong::of))).isEqualTo(LAW);
    }

    @Test
    void a_cent_that_is_missing_too_much_is_noticed() {
        assertThat(failureOf(dearer(line -> line.charge().equals(PlainCatalogue.MISSING))))
                .isEqualTo(LAW);
        assertThat(failureOf(dearer(line -> line.charge().equals(PlainCatalogue.MISSING_WITH_TAXES))))
                .isEqualTo(LAW);
    }

    @Test
    void a_cent_too_much_for_usage_under_terms_is_noticed() {
        assertThat(failureOf(dearer(line -> line.charge().equals(PlainCatalogue.TOKENS))))
                .isEqualTo(LAW);
    }

    @Test
    void what_is_missing_twice_is_noticed() {
        assertNoticed("a period is made up for once", (before, history) -> {
            Snapshot after = withoutPreviews(history.snapshot());
            for (Invoice invoice : after.invoices()) {
                boolean asks = BilledLines.counts(invoice)
                        && invoice.lines().stream()
                                .anyMatch(line ->
                                        LineAmounts.missing(line) && line.key().corrects() == null);
                if (asks) {
                    Invoice again = Spoiled.withId(invoice, InvoiceId.of(new UUID(3, 1)));
                    check(
                            history.scenario(),
                            plan -> plan,
                            before,
                            Spoiled.more(after, again),
                            history,
                            usage(history));
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"ANOTHER_FACTOR", "WITHOUT_BOUND"})
    void usage_that_is_changed_by_other_terms_is_noticed(WrongTerms wrong) {
        assertNoticed("what was left to usage is left by terms of its plan", (before, history) -> {
            Snapshot known = withoutPreviews(history.snapshot());
            check(history.scenario(), wrong::of, known, known, history, usage(history));
        });
    }

    @Test
    void what_is_missing_to_other_charges_is_noticed() {
        assertNoticed("what is missing names what was promised and what each charge asks for", (before, history) -> {
            List<Usage> twice = new ArrayList<>(usage(history));
            twice.addAll(usage(history));
            check(history.scenario(), plan -> plan, before, withoutPreviews(history.snapshot()), history, twice);
        });
    }

    @Test
    void nothing_is_noticed_where_nothing_is_wrong() {
        List<String> laws = new ArrayList<>();
        for (long seed = 1; seed <= 40; seed++) {
            if (new TermsGenerator(new Choice(seed)).any()) {
                told(
                        seed,
                        (before, history) -> check(
                                history.scenario(),
                                plan -> plan,
                                before,
                                withoutPreviews(history.snapshot()),
                                history,
                                usage(history)),
                        laws);
            }
        }

        assertThat(laws).isEmpty();
    }

    private static List<Usage> usage(History history) {
        return history.comparison().usage();
    }

    private static void check(
            Scenario scenario,
            UnaryOperator<PlainPlan> plans,
            Snapshot before,
            Snapshot after,
            History history,
            List<Usage> usage) {
        int decimals = CurrencyUnit.of(scenario.currency()).getDecimalPlaces();
        Map<String, PlainPlan> told = new HashMap<>();
        PlainCatalogue.of(scenario.prices(), decimals).forEach(plan -> told.put(plan.key(), plans.apply(plan)));
        Fraction minor = new Fraction(BigInteger.TEN.pow(decimals), BigInteger.ONE);
        new TermsCheck(new Oracle(told, minor, Fraction::halfUp))
                .check(before, after, history.comparison().plains(), usage, Map.of(), true);
    }

    private static Snapshot withoutPreviews(Snapshot books) {
        return new Snapshot(
                books.now(),
                books.subscriptions(),
                books.slots(),
                books.late(),
                books.invoices(),
                books.customers(),
                books.entries(),
                books.oneOffs(),
                Map.of());
    }

    /** Each final line of the kind asks for a cent more. */
    private static History.Probe dearer(Predicate<Line> of) {
        return new History.Probe(
                Fraction::halfUp,
                lines -> lines.stream()
                        .map(line -> line.source() == Source.FINAL && !line.takesBack() && of.test(line)
                                ? line.withAmount(line.amount().add(BigInteger.ONE))
                                : line)
                        .toList());
    }

    /** The law that the first history breaks which breaks any. */
    private static String failureOf(History.Probe probe) {
        return LongStream.rangeClosed(1, MOST_HISTORIES)
                .filter(seed -> new TermsGenerator(new Choice(seed)).any())
                .mapToObj(seed -> FuzzedHistory.random(
                                new InMemoryBillingStore(), seed, 25, probe, new FuzzedHistory.Tally())
                        .failure())
                .filter(failure -> failure != null)
                .map(HistoryFailure::law)
                .findFirst()
                .orElse("nothing");
    }

    private static void assertNoticed(String law, Wrong wrong) {
        List<String> laws = new ArrayList<>();
        for (long seed = 1; seed <= MOST_HISTORIES && laws.isEmpty(); seed++) {
            if (new TermsGenerator(new Choice(seed)).any()) {
                told(seed, wrong, laws);
            }
        }

        assertThat(laws).containsExactly(law);
    }

    private static void told(long seed, Wrong wrong, List<String> laws) {
        FuzzedHistory told = FuzzedHistory.random(
                new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally());
        History history = History.open(new InMemoryBillingStore(), told.scenario());
        for (HistoryCommand command : told.commands()) {
            Snapshot before = history.snapshot();
            if (history.carryOut(command) == null && command instanceof HistoryCommand.Run) {
                try {
                    wrong.check(before, history);
                } catch (HistoryFailure failure) {
                    laws.add(failure.law());
                    return;
                }
            }
        }
    }
}
