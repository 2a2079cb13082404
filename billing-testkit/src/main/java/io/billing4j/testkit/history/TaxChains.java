package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineRef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lines and those that they name, on whatever documents. */
final class TaxChains {
    private final Snapshot snapshot;
    private final Map<LineRef, InvoiceLine> lines = new HashMap<>();

    TaxChains(Snapshot snapshot) {
        this.snapshot = snapshot;
        for (Invoice invoice : snapshot.invoices()) {
            invoice.lines().forEach(line -> lines.put(new LineRef(invoice.id(), line.number()), line));
        }
    }

    /** What a line and all that is about it come to; in minor units. */
    private record Sum(BigInteger amount, BigInteger off, List<BigInteger> taxes) {
        static Sum of(InvoiceLine line) {
            return new Sum(LineAmounts.minor(line.amount()), LineAmounts.off(line), LineAmounts.taxes(line));
        }

        Sum plus(Sum other) {
            List<BigInteger> sums = new ArrayList<>();
            for (int i = 0; i < taxes.size(); i++) {
                sums.add(taxes.get(i).add(other.taxes.get(i)));
            }
            return new Sum(amount.add(other.amount), off.add(other.off), sums);
        }
    }

    InvoiceLine named(InvoiceLine line) {
        return line(Objects.requireNonNull(line.key().corrects()));
    }

    /** What is given back wholly leaves nothing of any of its taxes, on however many documents it was. */
    void check() {
        Map<LineRef, Sum> sums = new HashMap<>();
        Set<LineRef> counted = new HashSet<>();
        for (Invoice invoice : snapshot.invoices()) {
            if (BilledLines.counts(invoice)) {
                for (InvoiceLine line : invoice.lines()) {
                    LineRef own = new LineRef(invoice.id(), line.number());
                    counted.add(own);
                    sums.merge(root(own), Sum.of(line), Sum::plus);
                }
            }
        }
        sums.forEach((root, sum) -> {
            // Where the line that all of them are about is void, what is left off of it may stand on the others.
            boolean whole = sum.amount().signum() == 0
                    && (counted.contains(root) || sum.off().signum() == 0);
            require(
                    !whole || sum.taxes().stream().allMatch(tax -> tax.signum() == 0),
                    "what is given back wholly leaves nothing of its taxes",
                    root + " " + sum);
        });
    }

    private LineRef root(LineRef line) {
        LineRef root = line;
        for (LineRef next = root; next != null; next = line(root).key().corrects()) {
            root = next;
        }
        return root;
    }

    private InvoiceLine line(LineRef line) {
        return Objects.requireNonNull(lines.get(line), line.toString());
    }
}
