package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT_SETTINGS;

import io.billing4j.jdbc.internal.generated.tables.records.TenantSettingsRecord;
import io.billing4j.jdbc.internal.json.SettingsJson;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.TenantSettings;
import java.math.RoundingMode;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;
import org.jooq.JSONB;
import org.jooq.Record;

/** What a tenant has chosen, in {@code tenant_settings}. */
public final class SettingsRow {
    private SettingsRow() {}

    /** The columns of the settings, without the tenant and the version. */
    public static TenantSettingsRecord write(TenantSettings settings) {
        TenantSettingsRecord row = new TenantSettingsRecord();
        row.setZone(settings.zone().getId());
        row.setDefaultCurrency(settings.currency().getCode());
        row.setRoundingMode(settings.rounding().mode().name());
        row.setLateUsagePolicy(settings.lateUsage().name());
        row.setInvoiceTemplate(settings.invoiceTemplate().text());
        row.setInvoiceReset(settings.invoiceTemplate().reset().name());
        row.setSettings(JSONB.valueOf(new SettingsJson(
                        settings.invoiceTemplate().counter(),
                        settings.formerTemplates(),
                        settings.changes(),
                        settings.grace(),
                        settings.usage(),
                        settings.discounts(),
                        settings.taxes(),
                        settings.creditNotes(),
                        settings.balance(),
                        settings.consolidation(),
                        settings.oneOffs(),
                        settings.minimums(),
                        settings.severalEntities(),
                        settings.groups(),
                        settings.thresholds())
                .write()));
        return row;
    }

    /** The settings of a row. */
    public static TenantSettings read(Record row) {
        return Stored.read(() -> "settings of tenant " + row.get(TENANT_SETTINGS.TENANT_ID), () -> {
            SettingsJson others =
                    SettingsJson.read(Stored.get(row, TENANT_SETTINGS.SETTINGS).data());
            return new TenantSettings(
                    ZoneId.of(Stored.get(row, TENANT_SETTINGS.ZONE)),
                    CurrencyUnit.of(Stored.get(row, TENANT_SETTINGS.DEFAULT_CURRENCY)),
                    new RoundingPolicy(RoundingMode.valueOf(Stored.get(row, TENANT_SETTINGS.ROUNDING_MODE))),
                    LateUsagePolicy.valueOf(Stored.get(row, TENANT_SETTINGS.LATE_USAGE_POLICY)),
                    new NumberingTemplate(
                            Stored.get(row, TENANT_SETTINGS.INVOICE_TEMPLATE),
                            SequenceReset.valueOf(Stored.get(row, TENANT_SETTINGS.INVOICE_RESET)),
                            others.counter()),
                    others.former(),
                    others.changes(),
                    others.grace(),
                    others.usage(),
                    others.discounts(),
                    others.taxes(),
                    others.creditNotes(),
                    others.balance(),
                    others.consolidation(),
                    others.oneOffs(),
                    others.minimums(),
                    others.severalEntities(),
                    others.groups(),
                    others.thresholds());
        });
    }
}
