package io.billing4j.testkit.history;

import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines that count, in plain numbers. */
final class BilledLines {
    private BilledLines() {}

    /** What kind of document a line stands on. */
    enum Source {
        DRAFT,
        FINAL,
        WAIVED,
        PREVIEW
    }

    /**
     * A line.
     *
     * @param window the start of the window that its price is for
     * @param amount in minor units
     * @param soFar whether it is for usage of a period that is not over
     */
    record Line(
            String subscription,
            String plan,
            String charge,
            Instant window,
            BigInteger amount,
            Source source,
            boolean takesBack,
            boolean soFar) {
        Line withAmount(BigInteger other) {
            return new Line(subscription, plan, charge, window, other, source, takesBack, soFar);
        }
    }

    /** Whether the lines of a document count. */
    static boolean counts(Invoice invoice) {
        return invoice.status() != InvoiceStatus.VOIDED || waived(invoice);
    }

    static boolean waived(Invoice invoice) {
        return invoice.state() instanceof InvoiceState.Voided voided && voided.intent() == VoidIntent.WAIVE;
    }

    /** All lines of subscriptions that count, and those that the next documents would have. */
    static List<Line> of(Snapshot snapshot) {
        List<Line> lines = new ArrayList<>();
        for (Invoice invoice : snapshot.invoices()) {
            if (counts(invoice)) {
                Source source = waived(invoice)
                        ? Source.WAIVED
                        : invoice.status() == InvoiceStatus.DRAFT ? Source.DRAFT : Source.FINAL;
                OneOffPlaces.charged(invoice).forEach(line -> lines.add(plain(line, source)));
            }
        }
        for (Optional<InvoiceOutcome> preview : snapshot.previews().values()) {
            preview.flatMap(InvoiceOutcome::invoice)
                    .ifPresent(invoice ->
                            OneOffPlaces.charged(invoice).forEach(line -> lines.add(plain(line, Source.PREVIEW))));
        }
        return lines;
    }

    private static Line plain(InvoiceLine line, Source source) {
        SubscriptionId subscription = line.key().subscription();
        return new Line(
                subscription.value(),
                Retelling.key(line.key().plan()),
                line.key().charge().value(),
                line.derivation().window().startInclusive(),
                BigInteger.valueOf(line.amount().getAmountMinorLong()),
                source,
                line.key().corrects() != null,
                line.derivation().countedUntil() != null);
    }
}
