package io.billing4j.tenant;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.ErrorCode;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.TaxPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has chosen.
 *
 * @param zone turns dates into instants: cut-offs, issue dates and the periods of customers without a zone of their own
 * @param currency of customers that are created without one
 * @param rounding how lines are rounded
 * @param lateUsage what happens to usage of a billed window
 * @param invoiceTemplate the form of invoice numbers
 * @param formerTemplates the forms that invoice numbers had before, the oldest first; empty for a new tenant
 * @param changes how changes of subscriptions are settled
 * @param grace how long documents of billing runs stay drafts, which late usage still gets into; zero to finalise them at once,
 *     at most 90 days
 * @param usage when usage may lie, and how long it is kept
 * @param discounts in which order coupons take off; null for a tenant that has no coupons yet
 * @param taxes how documents are taxed; null for a tenant whose documents are not
 */
public record TenantSettings(
        ZoneId zone,
        CurrencyUnit currency,
        RoundingPolicy rounding,
        LateUsagePolicy lateUsage,
        NumberingTemplate invoiceTemplate,
        List<NumberingTemplate> formerTemplates,
        ChangePolicy changes,
        Duration grace,
        UsagePolicy usage,
        @Nullable DiscountOrder discounts,
        @Nullable TaxPolicy taxes) {
    private static final Duration LONGEST_GRACE = Duration.ofDays(90);

    /** Refuses a grace outside its range with INVALID_NUMBER at {@code grace}, and a template for documents that credit an invoice with INVALID_TEMPLATE at {@code invoiceTemplate}. */
    public TenantSettings {
        if (invoiceTemplate.showsCreditedInvoice()) {
            throw ErrorCode.INVALID_TEMPLATE.at("invoiceTemplate", "an invoice credits no invoice: found {invoice}");
        }
        formerTemplates = List.copyOf(formerTemplates);
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("grace", "expected 0 to 90 days but found " + grace);
        }
        grace = grace.truncatedTo(ChronoUnit.MICROS);
    }

    /** Settings that settle changes in the usual way, finalise documents at once, and keep usage for seven years. */
    public TenantSettings(
            ZoneId zone,
            CurrencyUnit currency,
            RoundingPolicy rounding,
            LateUsagePolicy lateUsage,
            NumberingTemplate invoiceTemplate,
            List<NumberingTemplate> formerTemplates) {
        this(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null);
    }

    /** The settings of a tenant that has issued no number yet. */
    public TenantSettings(
            ZoneId zone,
            CurrencyUnit currency,
            RoundingPolicy rounding,
            LateUsagePolicy lateUsage,
            NumberingTemplate invoiceTemplate) {
        this(zone, currency, rounding, lateUsage, invoiceTemplate, List.of());
    }

    /** Half up, late usage corrected, {@code INV-{yyyyMM}-{seq:5}}. */
    public static TenantSettings of(ZoneId zone, CurrencyUnit currency) {
        return new TenantSettings(
                zone, currency, RoundingPolicy.HALF_UP, LateUsagePolicy.CORRECT, NumberingTemplate.DEFAULT);
    }

    /** The same settings with another form of invoice numbers. */
    public TenantSettings withInvoiceTemplate(NumberingTemplate template) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                template,
                formerTemplates,
                changes,
                grace,
                usage,
                discounts,
                taxes);
    }

    /** The same settings with another policy for late usage. */
    public TenantSettings withLateUsage(LateUsagePolicy policy) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                policy,
                invoiceTemplate,
                formerTemplates,
                changes,
                grace,
                usage,
                discounts,
                taxes);
    }

    /** The same settings with other ways to settle changes. */
    public TenantSettings withChanges(ChangePolicy policy) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                policy,
                grace,
                usage,
                discounts,
                taxes);
    }

    /** The same settings with another grace. */
    public TenantSettings withGrace(Duration period) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                changes,
                period,
                usage,
                discounts,
                taxes);
    }

    /** The same settings with another policy for usage. */
    public TenantSettings withUsage(UsagePolicy policy) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                changes,
                grace,
                policy,
                discounts,
                taxes);
    }

    /** The same settings with another order of discounts. */
    public TenantSettings withDiscounts(DiscountOrder order) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                changes,
                grace,
                usage,
                order,
                taxes);
    }

    /**
     * The same settings with documents that are taxed. They stay so: a tenant who owes no tax any more says so by a rule.
     */
    public TenantSettings withTaxes(TaxPolicy policy) {
        return new TenantSettings(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                changes,
                grace,
                usage,
                discounts,
                policy);
    }

    /**
     * The others as they may take the place of these: with all templates that numbers were given by, those before these
     * included, and with an order of discounts and a way to tax where there was one.
     *
     * @throws io.billing4j.error.BillingException INVALID_TEMPLATE at {@code invoiceTemplate} if the new one could render a
     *     number that an earlier one may have given
     */
    public TenantSettings replacedBy(TenantSettings others) {
        Set<NumberingTemplate> before = new LinkedHashSet<>(formerTemplates);
        before.add(invoiceTemplate);
        for (NumberingTemplate earlier : before) {
            if (others.invoiceTemplate.mayRepeat(earlier)) {
                throw ErrorCode.INVALID_TEMPLATE.at(
                        "invoiceTemplate",
                        "numbers of " + others.invoiceTemplate + " could be alike to those that " + earlier
                                + " has given");
            }
        }
        before.remove(others.invoiceTemplate);
        return new TenantSettings(
                others.zone,
                others.currency,
                others.rounding,
                others.lateUsage,
                others.invoiceTemplate,
                List.copyOf(before),
                others.changes,
                others.grace,
                others.usage,
                others.discounts == null ? discounts : others.discounts,
                others.taxes == null ? taxes : others.taxes);
    }
}
