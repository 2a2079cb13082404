package io.billing4j.invoice;

import io.billing4j.rating.Derivation;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * Usage, and what was missing to a plan's commitment, that was billed before documents were taxed and that a document takes back. What it asks
 * for in the same window by the same meter stays without taxes: it was settled without.
 *
 * <p>Usage and what is missing take each other's place, and so does what was settled, where their own lines have no room for it. Of calls of 70.00
 * that are 50.00 by now 20.00 have become what is missing: neither is taxed. Of calls of 70.00 that are 80.00 by now none has, and what is
 * missing beside them is taxed.
 */
final class UntaxedUsage {
    /** What of each is taken back and not asked for again; below zero where more is asked for. */
    private final Map<UsageWindow, Money> left = new HashMap<>();

    private UntaxedUsage() {}

    static UntaxedUsage ofDrafts(Iterable<LineDraft> lines) {
        UntaxedUsage untaxed = new UntaxedUsage();
        lines.forEach(line -> untaxed.takeBack(line.key(), line.derivation(), line.adjustments()));
        lines.forEach(line -> untaxed.ask(line.key(), line.derivation()));
        return untaxed;
    }

    static UntaxedUsage of(Iterable<InvoiceLine> lines) {
        UntaxedUsage untaxed = new UntaxedUsage();
        lines.forEach(line -> untaxed.takeBack(line.key(), line.derivation(), line.adjustments()));
        lines.forEach(line -> untaxed.ask(line.key(), line.derivation()));
        return untaxed;
    }

    /** Whether a line asks for what was settled without taxes. */
    boolean settles(LineKey key, Derivation derivation) {
        UsageWindow usage = key.corrects() == null ? UsageWindow.of(key, derivation) : null;
        return usage != null && (left.containsKey(usage) || inPlaceOf(usage).anyMatch(Money::isPositive));
    }

    private void takeBack(LineKey key, Derivation derivation, LineAdjustments adjustments) {
        UsageWindow usage = UsageWindow.of(key, derivation);
        if (usage != null && key.corrects() != null && adjustments.taxes() == null) {
            left.merge(usage, derivation.amount().negated(), Money::plus);
        }
    }

    private void ask(LineKey key, Derivation derivation) {
        UsageWindow usage = UsageWindow.of(key, derivation);
        if (usage != null && key.corrects() == null) {
            left.computeIfPresent(usage, (same, amount) -> amount.minus(derivation.amount()));
        }
    }

    /** For usage what was missing in its window; for that all usage in the window. */
    private Stream<Money> inPlaceOf(UsageWindow one) {
        return left.entrySet().stream()
                .filter(other -> !other.getKey().equals(one)
                        && (one.meter() == null || other.getKey().meter() == null)
                        && other.getKey().ofPlan().equals(one.ofPlan()))
                .map(Map.Entry::getValue);
    }
}
