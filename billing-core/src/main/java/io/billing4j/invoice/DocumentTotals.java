package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The sums of a document: {@code total = subtotal − discount + tax − credit}, and no total is below zero.
 *
 * @param subtotal the sum of the lines
 */
public record DocumentTotals(Money subtotal, Money discount, Money tax, Money credit, Money total) {
    /** Refuses sums that do not add up, which only a defect or a changed row can bring, with STORED_DATA_UNREADABLE. */
    public DocumentTotals {
        if (!subtotal.minus(discount).plus(tax).minus(credit).equals(total) || total.isNegative()) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("totals do not add up: " + subtotal + " - " + discount
                    + " + " + tax + " - " + credit + " = " + total);
        }
    }

    /** The totals of lines that nothing is taken from or added to. */
    public static DocumentTotals of(CurrencyUnit currency, List<InvoiceLine> lines) {
        Money zero = Money.zero(currency);
        Money sum = zero;
        for (InvoiceLine line : lines) {
            sum = sum.plus(line.amount());
        }
        return new DocumentTotals(sum, zero, zero, zero, sum);
    }

    /** The currency of all of them. */
    public CurrencyUnit currency() {
        return total.getCurrencyUnit();
    }
}
