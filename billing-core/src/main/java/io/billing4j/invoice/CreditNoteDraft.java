package io.billing4j.invoice;

import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.tax.TaxTotal;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The content of a credit note. Its lines come in pairs: the first takes a line of the invoice back, or what stands of it, the second
 * asks for that again with less. So whatever is corrected later finds a line to take back that says what was credited of it.
 *
 * @param invoice that is credited
 * @param period of the invoice
 * @param group that the invoice is for
 * @param lines numbered from 1
 * @param totals their subtotal and total are zero, the discount is what is credited without taxes on top, the credit below zero
 */
public record CreditNoteDraft(
        InvoiceId id,
        InvoiceId invoice,
        CustomerId customer,
        EntityId entity,
        BillingPeriod period,
        @Nullable String group,
        List<InvoiceLine> lines,
        DocumentTotals totals,
        Instant recordedAt) {
    /** Keeps a copy. */
    public CreditNoteDraft {
        lines = List.copyOf(lines);
    }

    /** Its taxes, as {@link Invoice#taxTotals()} has them: with bases and taxes of zero or less. */
    public List<TaxTotal> taxTotals() {
        return TaxTotals.of(lines);
    }

    /** What is credited, taxes included: above zero. */
    public Money amount() {
        return totals.credit().negated();
    }
}
