package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The sums of a document: {@code total = subtotal − discount + tax − credit}, and no total is below zero.
 *
 * @param subtotal the sum of the lines; below zero where they give back more than they ask for
 * @param discount the sum of what coupons take off them; below zero where the lines give back more than is taken off
 * @param tax what comes on top of the lines' amounts; below zero where it is given back
 * @param taxIncluded what of the amounts is tax, for information
 * @param credit what the customer's balance pays of it; below zero where the document adds to the balance, and of a credit note all
 *     that it credits, wherever that goes
 */
public record DocumentTotals(Money subtotal, Money discount, Money tax, Money taxIncluded, Money credit, Money total) {
    /** Refuses sums that do not add up, which only a defect or a changed row can bring, with STORED_DATA_UNREADABLE. */
    public DocumentTotals {
        if (!subtotal.minus(discount).plus(tax).minus(credit).equals(total) || total.isNegative()) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("totals do not add up: " + subtotal + " - " + discount
                    + " + " + tax + " - " + credit + " = " + total);
        }
    }

    /** Totals of prices that hold no tax. */
    public DocumentTotals(Money subtotal, Money discount, Money tax, Money credit, Money total) {
        this(subtotal, discount, tax, Money.zero(total.getCurrencyUnit()), credit, total);
    }

    /** The totals of lines for a customer without a balance. */
    public static DocumentTotals of(CurrencyUnit currency, List<InvoiceLine> lines) {
        return of(lines, Money.zero(currency));
    }

    /**
     * The totals of lines for a customer with a balance: it pays as much as it holds, and what the lines give back beyond
     * what they ask for goes to it. Of 30.00 a balance of 20.00 pays 20.00, and 10.00 are left to pay; lines that come to
     * −20.00 make a total of zero and a credit of −20.00.
     *
     * @param balance before the document, as far as it is offered to it; below zero where more was paid out of it than it held, which the document asks for
     */
    public static DocumentTotals of(List<InvoiceLine> lines, Money balance) {
        Money zero = Money.zero(balance.getCurrencyUnit());
        Money subtotal = zero;
        Money discount = zero;
        Money tax = zero;
        Money included = zero;
        for (InvoiceLine line : lines) {
            subtotal = subtotal.plus(line.amount());
            if (line.adjustments().any()) {
                discount = discount.plus(line.discount());
                tax = tax.plus(line.taxAdded());
                included = included.plus(line.taxIncluded());
            }
        }
        Money sum = subtotal.minus(discount).plus(tax);
        // A document without lines is none, so that nothing can be paid by it.
        Money credit = lines.isEmpty() ? zero : balance.isLessThan(sum) ? balance : sum;
        return new DocumentTotals(subtotal, discount, tax, included, credit, sum.minus(credit));
    }

    /** The currency of all of them. */
    public CurrencyUnit currency() {
        return total.getCurrencyUnit();
    }
}
