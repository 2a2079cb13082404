package io.billing4j.tenant;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.TaxPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Settings while something in them is put otherwise. */
final class SettingsDraft {
    final ZoneId zone;
    final CurrencyUnit currency;
    RoundingPolicy rounding;
    LateUsagePolicy lateUsage;
    NumberingTemplate invoiceTemplate;
    List<NumberingTemplate> formerTemplates;
    ChangePolicy changes;
    Duration grace;
    UsagePolicy usage;

    @Nullable
    DiscountOrder discounts;

    @Nullable
    TaxPolicy taxes;

    @Nullable
    NoteNumbering creditNotes;

    BalancePolicy balance;

    @Nullable
    Consolidation consolidation;

    boolean oneOffs;

    Minimums minimums;

    boolean severalEntities;

    boolean groups;

    boolean thresholds;

    SettingsDraft(TenantSettings from) {
        zone = from.zone();
        currency = from.currency();
        rounding = from.rounding();
        lateUsage = from.lateUsage();
        invoiceTemplate = from.invoiceTemplate();
        formerTemplates = from.formerTemplates();
        changes = from.changes();
        grace = from.grace();
        usage = from.usage();
        discounts = from.discounts();
        taxes = from.taxes();
        creditNotes = from.creditNotes();
        balance = from.balance();
        consolidation = from.consolidation();
        oneOffs = from.oneOffs();
        minimums = from.minimums();
        severalEntities = from.severalEntities();
        groups = from.groups();
        thresholds = from.thresholds();
    }

    TenantSettings settings() {
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
                taxes,
                creditNotes,
                balance,
                consolidation,
                oneOffs,
                minimums,
                severalEntities,
                groups,
                thresholds);
    }
}
