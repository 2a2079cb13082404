package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT_SETTINGS;

import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.internal.generated.tables.records.TenantSettingsRecord;
import io.billing4j.jdbc.internal.row.SettingsRow;
import io.billing4j.store.SettingsStore;
import io.billing4j.tenant.TenantSettings;
import org.jooq.Record;

/** Settings on PostgreSQL. */
final class PgSettingsStore implements SettingsStore {
    private final Session session;

    PgSettingsStore(Session session) {
        this.session = session;
    }

    @Override
    public TenantSettings get() {
        Record row = session.sql()
                .selectFrom(TENANT_SETTINGS)
                .where(TENANT_SETTINGS.TENANT_ID.eq(session.tenant()))
                .fetchOne();
        if (row == null) {
            throw session.refuse(
                    ErrorCode.STORED_DATA_UNREADABLE.because("tenant " + session.tenant() + " has no settings"));
        }
        return SettingsRow.read(row);
    }

    @Override
    public void replace(TenantSettings settings) {
        session.sql()
                .update(TENANT_SETTINGS)
                .set(SettingsRow.write(settings))
                .set(TENANT_SETTINGS.VERSION, TENANT_SETTINGS.VERSION.plus(1))
                .where(TENANT_SETTINGS.TENANT_ID.eq(session.tenant()))
                .execute();
    }

    /** Adds the settings of a tenant that has just been added. */
    void insert(TenantSettings settings) {
        TenantSettingsRecord row = SettingsRow.write(settings);
        row.setTenantId(session.tenant());
        row.setVersion(1L);
        row.setSettings(SettingsRow.NO_MORE);
        session.sql().insertInto(TENANT_SETTINGS).set(row).execute();
    }
}
