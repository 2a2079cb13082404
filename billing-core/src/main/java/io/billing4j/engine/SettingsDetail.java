package io.billing4j.engine;

import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import java.util.Map;
import java.util.TreeMap;

/** Settings as names and values, for the audit trail. */
final class SettingsDetail {
    private SettingsDetail() {}

    static Map<String, String> of(TenantSettings settings) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("zone", settings.zone().getId());
        detail.put("currency", settings.currency().getCode());
        detail.put("rounding", settings.rounding().mode().name());
        detail.put("lateUsage", settings.lateUsage().name());
        detail.put("invoiceTemplate", settings.invoiceTemplate().text());
        detail.put("invoiceReset", settings.invoiceTemplate().reset().name());
        detail.put("invoiceCounter", settings.invoiceTemplate().counter().name());
        detail.put("balance", settings.balance().name());
        detail.put("grace", settings.grace().toString());
        if (settings.discounts() != null) {
            detail.put("discounts", settings.discounts().name());
        }
        if (settings.taxes() != null) {
            addTaxes(detail, settings.taxes());
        }
        if (settings.creditNotes() != null) {
            NumberingTemplate notes = settings.creditNotes().template();
            detail.put("creditNotes.template", notes.text());
            detail.put("creditNotes.reset", notes.reset().name());
            detail.put("creditNotes.counter", notes.counter().name());
        }
        if (settings.consolidation() != null) {
            detail.put("consolidation", settings.consolidation().name());
        }
        if (settings.oneOffs()) {
            detail.put("oneOffs", "true");
        }
        settings.minimums()
                .amounts()
                .forEach(amount -> detail.put(
                        "minimums." + amount.getCurrencyUnit().getCode(),
                        amount.getAmount().toPlainString()));
        if (settings.groups()) {
            detail.put("groups", "true");
        }
        if (settings.thresholds()) {
            detail.put("thresholds", "true");
        }
        if (settings.severalEntities()) {
            detail.put("severalEntities", "true");
        }
        addChanges(detail, settings.changes());
        addUsage(detail, settings.usage());
        return detail;
    }

    private static void addTaxes(Map<String, String> detail, TaxPolicy taxes) {
        detail.put("taxes.rounding", taxes.rounding().name());
        detail.put("taxes.behavior", taxes.behavior().name());
        if (taxes.place() != null) {
            detail.put("taxes.place", taxes.place().toString());
        }
        if (taxes.calculator() != null) {
            detail.put("taxes.calculator", taxes.calculator().value());
        }
    }

    private static void addChanges(Map<String, String> detail, ChangePolicy changes) {
        detail.put("changes.upgrade", changes.upgrade().name());
        detail.put("changes.downgrade", changes.downgrade().name());
        detail.put("changes.quantity", changes.quantity().name());
        detail.put("changes.cancel", changes.cancel().name());
        detail.put("changes.atOnce", Boolean.toString(changes.atOnce()));
        detail.put("changes.terminationDayBilled", Boolean.toString(changes.terminationDayBilled()));
    }

    private static void addUsage(Map<String, String> detail, UsagePolicy usage) {
        detail.put("usage.maxAhead", usage.maxAhead().toString());
        detail.put("usage.farAhead", usage.farAhead().name());
        if (usage.maxAge() != null) {
            detail.put("usage.maxAge", usage.maxAge().toString());
        }
        detail.put("usage.tooOld", usage.tooOld().name());
        detail.put("usage.retention", usage.retention().toString());
        detail.put("usage.hold", Boolean.toString(usage.hold()));
    }
}
