package io.billing4j.tax;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * The taxes of a document.
 *
 * @param added what comes on top of the prices
 * @param included what the prices hold
 * @param totals of each tax and each reason for none, taxes first, in the order of their rates
 * @param lines the share of each line
 */
public record TaxResult<L extends Comparable<? super L>>(
        Money added, Money included, List<TaxTotal> totals, SortedMap<L, LineTax> lines) {
    /** Keeps copies. */
    public TaxResult {
        totals = List.copyOf(totals);
        lines = new TreeMap<>(lines);
    }
}
