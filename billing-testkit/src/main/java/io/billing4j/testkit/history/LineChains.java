package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
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
final class LineChains {
    private final Snapshot snapshot;
    private final Map<LineRef, InvoiceLine> lines = new HashMap<>();
    private final Set<LineRef> counted = new HashSet<>();
    /** Those of {@link #counted} that are on no draft. */
    private final Set<LineRef> issued = new HashSet<>();

    private final Set<LineRef> waived = new HashSet<>();

    LineChains(Snapshot snapshot) {
        this.snapshot = snapshot;
        for (Invoice invoice : snapshot.invoices()) {
            for (InvoiceLine line : invoice.lines()) {
                LineRef ref = new LineRef(invoice.id(), line.number());
                lines.put(ref, line);
                if (BilledLines.counts(invoice)) {
                    counted.add(ref);
                    issued.addAll(invoice.status() == InvoiceStatus.DRAFT ? Set.of() : Set.of(ref));
                    waived.addAll(BilledLines.waived(invoice) ? Set.of(ref) : Set.of());
                }
            }
        }
    }

    /** What a line and all that is about it come to; in minor units. */
    private record Sum(BigInteger amount, BigInteger off, List<BigInteger> taxes, BigInteger payable, boolean whole) {
        Sum plus(Sum other) {
            List<BigInteger> sums = new ArrayList<>();
            for (int i = 0; i < taxes.size(); i++) {
                sums.add(taxes.get(i).add(other.taxes.get(i)));
            }
            return new Sum(
                    amount.add(other.amount),
                    off.add(other.off),
                    sums,
                    payable.add(other.payable),
                    whole && other.whole);
        }

        boolean nothing() {
            return off.signum() == 0 && payable.signum() == 0 && taxes.stream().allMatch(tax -> tax.signum() == 0);
        }
    }

    /** Whether a document credits, or corrects, what one of some documents asks for, or what was asked for again after it. */
    boolean restsOn(Invoice document, Set<InvoiceId> documents) {
        for (InvoiceLine line : document.lines()) {
            for (LineRef next = line.key().corrects();
                    next != null;
                    next = line(next).key().corrects()) {
                if (documents.contains(next.invoice())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Final documents that ask for something of which one of some notes took a part off before it was counted again: it stands where no
     * final document takes it back.
     */
    Set<InvoiceId> holders(Set<InvoiceId> notes) {
        Set<LineRef> takenBack = new HashSet<>();
        Set<InvoiceId> holders = new HashSet<>();
        for (LineRef ref : issued) {
            LineRef corrects = line(ref).key().corrects();
            takenBack.addAll(corrects == null ? Set.of() : Set.of(corrects));
        }
        for (LineRef ref : issued) {
            boolean moved =
                    line(root(ref)).adjustments().credits().stream().anyMatch(share -> notes.contains(share.note()));
            if (moved && !waived.contains(ref) && line(ref).amount().isPositive() && !takenBack.contains(ref)) {
                holders.add(ref.invoice());
            }
        }
        return holders;
    }

    InvoiceLine named(InvoiceLine line) {
        return line(Objects.requireNonNull(line.key().corrects()));
    }

    /** Whether nothing but some documents says anything of a document's lines, and it says nothing of others' itself. */
    boolean untouched(Invoice invoice, Set<InvoiceId> documents) {
        return invoice.lines().stream().allMatch(line -> line.key().corrects() == null)
                && counted.stream()
                        .filter(ref -> !documents.contains(ref.invoice()))
                        .noneMatch(ref -> !ref.invoice().equals(invoice.id())
                                && root(ref).invoice().equals(invoice.id()));
    }

    /**
     * However often a line was taken back, asked for again and credited: no more was given back than it asks for, and what was
     * given back wholly leaves nothing of its discounts, its credits and its taxes. It holds once nothing hangs on a document that
     * is void: the next document corrects that.
     */
    void check() {
        Map<LineRef, Sum> sums = new HashMap<>();
        for (Invoice invoice : snapshot.invoices()) {
            if (BilledLines.counts(invoice)) {
                for (InvoiceLine line : invoice.lines()) {
                    LineRef own = new LineRef(invoice.id(), line.number());
                    sums.merge(
                            root(own),
                            new Sum(
                                    LineAmounts.minor(line.amount()),
                                    LineAmounts.off(line),
                                    LineAmounts.taxes(line),
                                    LineAmounts.payable(line),
                                    holds(own)),
                            Sum::plus);
                }
            }
        }
        sums.forEach((root, sum) -> {
            if (sum.whole()) {
                require(
                        sum.payable().signum() >= 0,
                        "no more is given back of a line than it asks for",
                        root + " " + sum);
                require(
                        sum.amount().signum() != 0 || sum.nothing(),
                        "what is given back wholly leaves nothing of what went with it",
                        root + " " + sum);
            }
        });
    }

    /** Whether no document is void on which a line rests. */
    private boolean holds(LineRef line) {
        boolean holds = true;
        for (LineRef next = line; next != null; next = line(next).key().corrects()) {
            holds &= counted.contains(next);
        }
        return holds;
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
