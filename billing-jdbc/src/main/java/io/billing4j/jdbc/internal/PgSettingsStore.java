package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT_SETTINGS;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.internal.generated.tables.records.TenantSettingsRecord;
import io.billing4j.jdbc.internal.row.SettingsRow;
import io.billing4j.store.SettingsStore;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** Settings on PostgreSQL. */
final class PgSettingsStore implements SettingsStore {
    private final Session session;

    PgSettingsStore(Session session) {
        this.session = session;
    }

    @Override
    public TenantSettings get() {
        Result<Record> rows = session.fetch(
                "settings",
                List.of(session.tenant()),
                List.of(TENANT_SETTINGS.fields()),
                () -> session.sql()
                        .select(TENANT_SETTINGS.fields())
                        .from(TENANT_SETTINGS)
                        .where(TENANT_SETTINGS.TENANT_ID.eq(session.tenant())));
        return settings(rows.isEmpty() ? null : rows.get(0));
    }

    private TenantSettings settings(@Nullable Record row) {
        if (row == null) {
            throw session.refuse(
                    ErrorCode.STORED_DATA_UNREADABLE.because("tenant " + session.tenant() + " has no settings"));
        }
        return SettingsRow.read(row);
    }

    @Override
    public TenantSettings lock() {
        return settings(session.sql()
                .selectFrom(TENANT_SETTINGS)
                .where(TENANT_SETTINGS.TENANT_ID.eq(session.tenant()))
                .forNoKeyUpdate()
                .fetchOne());
    }

    @Override
    public void replace(TenantSettings settings) {
        session.sql()
                .update(TENANT_SETTINGS)
                .set(SettingsRow.write(replaced(lock(), settings)))
                .set(TENANT_SETTINGS.VERSION, TENANT_SETTINGS.VERSION.plus(1))
                .where(TENANT_SETTINGS.TENANT_ID.eq(session.tenant()))
                .execute();
    }

    private TenantSettings replaced(TenantSettings present, TenantSettings others) {
        try {
            return present.replacedBy(others);
        } catch (BillingException e) {
            throw session.refuse(e);
        }
    }

    /** Adds the settings of a tenant that has just been added. */
    void insert(TenantSettings settings) {
        TenantSettingsRecord row = SettingsRow.write(settings);
        row.setTenantId(session.tenant());
        row.setVersion(1L);
        session.sql().insertInto(TENANT_SETTINGS).set(row).execute();
    }
}
