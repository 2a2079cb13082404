package io.billing4j.invoice;

import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A stretch of a line that stands, and what is left to credit of it.
 *
 * @param billed the line: of the invoice, or of a note that has credited a part of it before
 * @param back what takes the stretch back
 */
record CreditableLine(BilledEntry entry, BilledLine billed, Span span, LineDraft back) {
    static CreditableLine of(BilledEntry entry, BilledLine billed, Span span, BilledAt at) {
        return new CreditableLine(entry, billed, span, TakenBack.of(billed, span, at));
    }

    /** What it asks for before anything is taken off. */
    Money gross() {
        return back.derivation().amount().negated();
    }

    /** What is left of it after discounts and credits, with the taxes that it holds. */
    Money net() {
        return gross().plus(back.adjustments().off(currency()));
    }

    /** What is left to pay of it. */
    Money payable() {
        LineTaxes taxes = back.adjustments().taxes();
        return taxes == null ? net() : net().minus(taxes.added(currency()));
    }

    /** What is left of its taxes, zero or more each. */
    List<Money> taxes() {
        LineTaxes taxes = back.adjustments().taxes();
        return taxes == null
                ? List.of()
                : taxes.shares().stream().map(Money::abs).toList();
    }

    private CurrencyUnit currency() {
        return back.derivation().currency();
    }
}
