package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.period.BillingInterval;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.Term;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.BilledLines.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryFuzzerItselfTest {
    private static final String LAW = "billed is what the oracle says";

    @Test
    void a_seed_always_tells_the_same_history() {
        FuzzedHistory once = history(7, History.Probe.NONE);
        FuzzedHistory again = history(7, History.Probe.NONE);

        assertThat(again).isEqualTo(once);
        assertThat(once.transcript()).isNotEmpty();
        assertThat(FuzzedHistory.repeated(
                        new InMemoryBillingStore(), once.scenario(), once.commands(), History.Probe.NONE))
                .isEqualTo(once);
    }

    @Test
    void an_oracle_that_cuts_instead_of_rounding_is_noticed() {
        assertNoticed(
                new History.Probe(exact -> exact.numerator().divide(exact.denominator()), UnaryOperator.identity()));
    }

    @Test
    void an_oracle_that_rounds_halves_down_is_noticed() {
        FuzzedHistory rounded = FuzzedHistory.repeated(
                new InMemoryBillingStore(),
                Scenario.of(
                        Instant.parse("2024-04-16T00:00:00Z"),
                        "UTC",
                        "JPY",
                        oddFee(),
                        0,
                        LateUsagePolicy.CORRECT,
                        ChangePolicy.DEFAULT),
                List.of(
                        new HistoryCommand.Create(
                                "s1", "a", "basic", LocalDate.parse("2024-04-01"), null, BigDecimal.ONE, 0, null),
                        new HistoryCommand.Change("s1", new SubscriptionCommand.Cancel(ChangeTiming.now(), null)),
                        new HistoryCommand.Run()),
                new History.Probe(HistoryFuzzerItselfTest::halfDown, UnaryOperator.identity()));

        assertThat(rounded.failure()).isNotNull();
    }

    @Test
    void a_line_that_is_one_cent_off_is_noticed() {
        assertNoticed(new History.Probe(Fraction::halfUp, lines -> altered(lines, Source.FINAL)));
    }

    @Test
    void a_line_that_is_to_come_and_one_cent_off_is_noticed() {
        assertNoticed(new History.Probe(Fraction::halfUp, lines -> altered(lines, Source.PREVIEW)));
    }

    @Test
    void a_failure_is_cut_down_to_what_it_takes() {
        // Nothing that is taken back counts: it takes a subscription, a document, and a change that gives something
        // back.
        History.Probe forgetful = new History.Probe(
                Fraction::halfUp,
                lines -> lines.stream().filter(line -> !line.takesBack()).toList());
        FuzzedHistory failed = IntStream.rangeClosed(1, 50)
                .mapToObj(seed -> history(seed, forgetful))
                .filter(history ->
                        history.failure() != null && history.commands().size() > 8)
                .findFirst()
                .orElseThrow();

        FuzzedHistory shrunk = HistoryShrinker.shrink(InMemoryBillingStore::new, forgetful, 1500, failed);

        assertThat(Objects.requireNonNull(shrunk.failure()).law()).isEqualTo(LAW);
        assertThat(shrunk.commands()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void the_oracle_is_small_and_uses_no_class_of_the_product() throws IOException {
        int lines = 0;
        for (String file :
                List.of("Fraction", "PlainPlan", "PlainSubscription", "OracleCalendar", "OracleTerms", "Oracle")) {
            List<String> code =
                    Files.readAllLines(Path.of("src/main/java/io/billing4j/testkit/history/" + file + ".java"));
            assertThat(code)
                    .as(file)
                    .filteredOn(
                            line -> line.contains("io.billing4j.") && !line.contains("io.billing4j.testkit.history"))
                    .isEmpty();
            // What it is told is no part of what it makes of it.
            lines += file.startsWith("Plain")
                    ? 0
                    : (int) code.stream()
                            .map(String::strip)
                            .filter(HistoryFuzzerItselfTest::isCode)
                            .count();
        }

        assertThat(lines).isLessThanOrEqualTo(570);
    }

    @Test
    void a_history_is_printed_as_a_test_that_can_be_pasted() {
        FuzzedHistory history = new FuzzedHistory(
                Scenario.of(
                        Instant.parse("2024-01-31T00:00:00Z"),
                        "UTC",
                        "USD",
                        3,
                        0,
                        LateUsagePolicy.CORRECT,
                        ChangePolicy.DEFAULT),
                List.of(
                        new HistoryCommand.Create(
                                "s1",
                                "a",
                                "basic",
                                LocalDate.parse("2024-01-31"),
                                null,
                                BigDecimal.ONE,
                                0,
                                Term.fixed(BillingInterval.MONTHLY)),
                        new HistoryCommand.Change(
                                "s1",
                                new SubscriptionCommand.ChangeQuantity(BigDecimal.TEN, ChangeTiming.periodEnd(), null)),
                        new HistoryCommand.Run()),
                new HistoryFailure("a law", "broken", null),
                List.of());

        assertThat(HistoryPrinter.print(history, 42)).isEqualTo("""
                    // a law: broken
                    @Test
                    void history_42() {
                        History.open(newStore(), new Scenario(Instant.parse("2024-01-31T00:00:00Z"), "UTC", "UTC", "USD", 3, 0, \
                LateUsagePolicy.CORRECT, new ChangePolicy(FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, \
                FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, false, false), \
                Consolidation.NONE, BalancePolicy.UP_TO_TOTAL), documentRules())
                                .then(new HistoryCommand.Create("s1", "a", "basic", LocalDate.parse("2024-01-31"), null, \
                new BigDecimal("1"), 0, new Term(new BillingInterval(IntervalUnit.MONTH, 1), false)))
                                .then(new HistoryCommand.Change("s1", new SubscriptionCommand.ChangeQuantity(\
                new BigDecimal("10"), new ChangeTiming.PeriodEnd(), null)))
                                .then(new HistoryCommand.Run());
                    }
                """);
    }

    private static boolean isCode(String line) {
        return !line.isEmpty()
                && !line.startsWith("/")
                && !line.startsWith("*")
                && !line.startsWith("import ")
                && !line.startsWith("package ");
    }

    private static FuzzedHistory history(long seed, History.Probe probe) {
        return FuzzedHistory.random(new InMemoryBillingStore(), seed, 25, probe, new FuzzedHistory.Tally());
    }

    /** Most histories have to notice what is wrong with nearly every amount: in some nothing is rounded, or other laws come first. */
    private static void assertNoticed(History.Probe probe) {
        long noticed = IntStream.rangeClosed(1, 20)
                .mapToObj(seed -> history(seed, probe).failure())
                .filter(failure -> failure != null && failure.law().equals(LAW))
                .count();

        assertThat(noticed).isGreaterThanOrEqualTo(14);
    }

    private static List<Line> altered(List<Line> lines, Source source) {
        List<Line> altered = new ArrayList<>();
        boolean done = false;
        for (Line line : lines) {
            boolean now = !done && line.source() == source;
            altered.add(now ? line.withAmount(line.amount().add(BigInteger.ONE)) : line);
            done |= now;
        }
        return altered;
    }

    private static BigInteger halfDown(Fraction exact) {
        BigInteger twice = exact.numerator().shiftLeft(1).subtract(BigInteger.ONE);
        BigInteger[] parts = twice.add(exact.denominator())
                .divideAndRemainder(exact.denominator().shiftLeft(1));
        return parts[0];
    }

    /** Prices in which the fee of {@code basic} is odd: 15 of 30 days of it are so many yen and a half. */
    private static int oddFee() {
        return IntStream.range(0, 100)
                .filter(seed -> PlainCatalogue.of(seed, 0).stream()
                        .filter(plan -> plan.key().equals("basic/2"))
                        .map(plan -> new BigInteger(
                                plan.charges().get(0).tiers().get(0).price()))
                        .allMatch(price -> price.testBit(0)))
                .findFirst()
                .orElseThrow();
    }
}
