package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.customer.CustomerState;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import java.math.BigInteger;
import org.joda.money.Money;

/**
 * What one customer was asked for in the end.
 *
 * @param byHand what was given by hand to the balance, less what was taken from it and paid out
 */
record MoneyCheck(Snapshot snapshot, CustomerState state, Money byHand) {
    /**
     * Checks it.
     *
     * @param owed what all charges come to; in minor units
     */
    void check(BigInteger owed) {
        BigInteger left = owed;
        Money asked = byHand.minus(state.balance());
        for (Invoice document : snapshot.invoices()) {
            if (document.customer().equals(state.customer().id()) && BilledLines.counts(document)) {
                asked = asked.plus(document.totals().total());
                for (InvoiceLine line : document.lines()) {
                    left = left.subtract(LineAmounts.off(line)).add(LineAmounts.added(line));
                }
                if (document.note() != null) {
                    CreditUse use = document.note().use();
                    asked = asked.minus(use.refund()).minus(use.offset());
                }
            }
        }
        require(
                LineAmounts.minor(asked).equals(left),
                "in the end a customer is asked for what is owed and not taken off, and its taxes",
                asked + ", " + left);
    }
}
