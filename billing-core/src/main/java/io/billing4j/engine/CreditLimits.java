package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.Settlement;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How much of what is credited of an invoice can go where. What of it the balance has paid can only go back there: of 32.13, of which the
 * balance has paid 20.00, at most 12.13 can be paid back, or be taken off what is to be paid.
 *
 * @param due what is still to be paid, as far as anybody has said: the books do not know what was paid outside of them
 * @param left what was to be paid and was neither taken off nor paid back
 * @param refundable what of that can be paid back: nothing of what was given up, since nobody has paid it
 */
record CreditLimits(Invoice invoice, Money due, Money left, Money refundable) {
    /**
     * The limits of an invoice.
     *
     * @param notes its notes that are not void
     */
    static CreditLimits of(Invoice invoice, List<Invoice> notes) {
        Money due = invoice.totals().total();
        Money refunded = Money.zero(due.getCurrencyUnit());
        for (Invoice note : notes) {
            CreditNoteTerms terms = note.note();
            if (terms != null) {
                due = due.minus(terms.use().offset());
                refunded = refunded.plus(terms.use().refund());
            }
        }
        Money nothing = Money.zero(due.getCurrencyUnit());
        boolean givenUp = invoice.settlement() == Settlement.UNCOLLECTIBLE;
        return new CreditLimits(
                invoice,
                open(invoice.settlement()) ? due : nothing,
                due.minus(refunded),
                givenUp ? nothing : due.minus(refunded));
    }

    private static boolean open(Settlement settlement) {
        return settlement == Settlement.UNPAID || settlement == Settlement.UNCOLLECTIBLE;
    }

    /**
     * Where an amount goes.
     *
     * @param wanted null for what is due first
     */
    CreditUse use(Money amount, @Nullable CreditUse wanted) {
        if (wanted == null) {
            return CreditUse.dueFirst(amount, due.isLessThan(left) ? due : left);
        }
        if (!wanted.currency().equals(amount.getCurrencyUnit())) {
            throw ErrorCode.CURRENCY_MISMATCH.at(
                    "use", "expected " + amount.getCurrencyUnit() + " but found " + wanted.currency());
        }
        if (!wanted.sum().equals(amount)) {
            throw ErrorCode.INVALID_AMOUNT.at(
                    "use", "expected " + amount + " in all, which are credited, but found " + wanted.sum());
        }
        if (wanted.offset().isPositive() && underWay()) {
            throw ErrorCode.PAYMENT_UNDER_WAY.at(
                    "use.offset", "a payment of invoice " + invoice.id() + " is " + invoice.settlement());
        }
        if (wanted.offset().isGreaterThan(due)) {
            throw ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE.at(
                    "use.offset", "there are " + due + " still to be paid of invoice " + invoice.id());
        }
        if (wanted.refund().isGreaterThan(refundable)) {
            throw ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE.at(
                    "use.refund", "of invoice " + invoice.id() + " " + refundable + " can be paid back");
        }
        if (wanted.refund().plus(wanted.offset()).isGreaterThan(left)) {
            throw ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE.at(
                    wanted.refund().isPositive() ? "use.refund" : "use.offset",
                    "of invoice " + invoice.id() + " " + left + " can be paid back or taken off what is to be paid");
        }
        return wanted;
    }

    /** Whether nothing is left to be paid once so much is taken off. */
    boolean settledBy(CreditUse use) {
        return invoice.settlement() == Settlement.UNPAID
                && use.offset().isPositive()
                && use.offset().equals(due);
    }

    private boolean underWay() {
        return invoice.settlement() == Settlement.PROCESSING || invoice.settlement() == Settlement.PARTIALLY_PAID;
    }
}
