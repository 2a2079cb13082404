package io.billing4j.tenant;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberingTemplate;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;

/**
 * What a tenant has chosen.
 *
 * @param zone turns dates into instants: cut-offs, issue dates and the periods of customers without a zone of their own
 * @param currency of customers that are created without one
 * @param rounding how lines are rounded
 * @param lateUsage what happens to usage of a billed window
 * @param invoiceTemplate the form of invoice numbers
 */
public record TenantSettings(
        ZoneId zone,
        CurrencyUnit currency,
        RoundingPolicy rounding,
        LateUsagePolicy lateUsage,
        NumberingTemplate invoiceTemplate) {
    /** Half up, late usage corrected, {@code INV-{yyyyMM}-{seq:5}}. */
    public static TenantSettings of(ZoneId zone, CurrencyUnit currency) {
        return new TenantSettings(
                zone, currency, RoundingPolicy.HALF_UP, LateUsagePolicy.CORRECT, NumberingTemplate.DEFAULT);
    }

    /** The same settings with another form of invoice numbers. */
    public TenantSettings withInvoiceTemplate(NumberingTemplate template) {
        return new TenantSettings(zone, currency, rounding, lateUsage, template);
    }

    /** The same settings with another policy for late usage. */
    public TenantSettings withLateUsage(LateUsagePolicy policy) {
        return new TenantSettings(zone, currency, rounding, policy, invoiceTemplate);
    }
}
