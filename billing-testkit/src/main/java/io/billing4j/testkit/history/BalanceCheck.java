package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a balance pays of documents, from what it held before each and from what their lines ask for alone. */
final class BalanceCheck {
    private final Map<InvoiceId, Said> seen = new HashMap<>();
    private int bound;

    /** What of a document was looked at. */
    private record Said(List<InvoiceLine> lines, BigInteger credit) {}

    /** How many documents were paid less than a balance would have by itself. */
    int bound() {
        return bound;
    }

    /**
     * Checks what was made or computed again since the last time.
     *
     * @param policy {@code UP_TO_TOTAL}, {@code USAGE} or {@code NEVER}
     * @param refreshed the draft that was to be computed again, and nothing else; null where something else was asked for
     */
    void check(Snapshot before, Snapshot snapshot, String policy, @Nullable InvoiceId refreshed) {
        for (Invoice invoice : snapshot.invoices()) {
            Said said =
                    new Said(invoice.lines(), LineAmounts.minor(invoice.totals().credit()));
            Said last = seen.put(invoice.id(), said);
            boolean news = !said.equals(last) || invoice.id().equals(refreshed);
            if (invoice.type() == DocumentType.INVOICE && invoice.status() != InvoiceStatus.VOIDED && news) {
                BigInteger held = held(
                        before, snapshot, invoice, last != null, invoice.id().equals(refreshed));
                if (held != null) {
                    check(invoice, held, policy);
                }
            }
        }
    }

    private void check(Invoice invoice, BigInteger held, String policy) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger usage = BigInteger.ZERO;
        for (InvoiceLine line : invoice.lines()) {
            BigInteger payable = LineAmounts.payable(line);
            sum = sum.add(payable);
            if (LineAmounts.counted(line)) {
                usage = usage.add(payable);
            }
        }
        BigInteger offered = held.signum() <= 0
                ? held
                : switch (policy) {
                    case "USAGE" -> usage.max(BigInteger.ZERO).min(held);
                    case "NEVER" -> BigInteger.ZERO;
                    default -> held;
                };
        bound += offered.compareTo(held.min(sum)) < 0 ? 1 : 0;
        BigInteger credit = LineAmounts.minor(invoice.totals().credit());
        // What is paid by the balance is what it offers and what is asked for; what is given back goes to it.
        require(
                credit.equals(invoice.lines().isEmpty() ? BigInteger.ZERO : offered.min(sum)),
                "a balance pays what it is to pay",
                policy + ": " + held + " were held, " + sum + " were asked for, " + usage + " of it for usage, but "
                        + credit + " paid of " + invoice);
    }

    /** What the balance held as if there were no such document; null where it cannot be told. */
    private static @Nullable BigInteger held(
            Snapshot before, Snapshot snapshot, Invoice invoice, boolean known, boolean refreshed) {
        List<BalanceEntry> entries = Objects.requireNonNull(snapshot.entries().get(invoice.customer()));
        int earlier =
                Objects.requireNonNull(before.entries().get(invoice.customer())).size();
        Instant made = invoice.recordedAt();
        // One that a run has made and finalised when its grace was over may have been computed again in between.
        boolean twice = !known
                && invoice.state() instanceof InvoiceState.Finalized state
                && state.finalizedAt().isAfter(made.plusSeconds(1800));
        if (twice) {
            return null;
        }
        for (int i = entries.size(); i > earlier; i--) {
            if (invoice.id().equals(entries.get(i - 1).document())) {
                return balance(entries, i)
                        .add(LineAmounts.minor(invoice.totals().credit()));
            }
        }
        if (known) {
            // Nothing moved: whether it was computed again, and when, is not known unless that was asked for.
            return refreshed
                    ? balance(entries, earlier)
                            .add(LineAmounts.minor(invoice.totals().credit()))
                    : null;
        }
        return balance(entries, (int) entries.stream()
                .filter(entry -> entry.recordedAt().isBefore(made))
                .count());
    }

    /** What the balance holds after so many entries. */
    private static BigInteger balance(List<BalanceEntry> entries, int count) {
        return count == 0
                ? BigInteger.ZERO
                : LineAmounts.minor(entries.get(count - 1).balanceAfter());
    }
}
