package io.billing4j.invoice;

import java.util.List;
import org.joda.money.Money;

/** Lines of documents as tests write them down. */
final class ShownLines {
    private ShownLines() {}

    /** {@code fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1}; the last part names the line that is corrected. */
    static List<String> shown(InvoiceDraft draft) {
        return draft.lines().stream().map(ShownLines::shown).toList();
    }

    /** The same with what is taken off each: {@code … 15.00 less 1.50}. */
    static List<String> shownWithDiscounts(InvoiceDraft draft) {
        return draft.lines().stream().map(ShownLines::shownWithDiscounts).toList();
    }

    /** The same with its taxes, those on top with a plus: {@code … 15.00 less 1.50 +2.57} and {@code … 15.00 less 1.50 holds 2.16}. */
    static List<String> shownWithTaxes(InvoiceDraft draft) {
        return draft.lines().stream().map(ShownLines::shownWithTaxes).toList();
    }

    /** The same of one line. */
    static String shownWithTaxes(InvoiceLine line) {
        Money added = line.taxAdded();
        String onTop = added.isZero() ? "" : (added.isNegative() ? " " : " +") + added.getAmount();
        String included = line.taxIncluded().isZero()
                ? ""
                : " holds " + line.taxIncluded().getAmount();
        return shownWithDiscounts(line) + onTop + included;
    }

    private static String shownWithDiscounts(InvoiceLine line) {
        return shown(line)
                + (line.discount().isZero() ? "" : " less " + line.discount().getAmount());
    }

    private static String shown(InvoiceLine line) {
        LineKey key = line.key();
        LineRef corrects = key.corrects();
        String service = key.service().toString();
        return key.charge() + " " + key.plan().plan() + "×" + line.quantity().toPlainString() + " "
                + service.substring(0, service.indexOf(')') + 1) + " "
                + line.amount().getAmount()
                + (corrects == null
                        ? ""
                        : " of " + corrects.invoice().value().getLeastSignificantBits() + "/" + corrects.number());
    }
}
