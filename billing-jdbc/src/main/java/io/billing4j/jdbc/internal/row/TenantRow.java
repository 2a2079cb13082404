package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.internal.generated.tables.records.TenantRecord;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantStatus;
import org.jooq.Record;

/** Tenants in {@code tenant}. */
public final class TenantRow {
    private TenantRow() {}

    /** The row of a tenant. */
    public static TenantRecord write(Tenant tenant) {
        TenantRecord row = new TenantRecord();
        row.setTenantId(tenant.id().value());
        row.setKind(tenant.kind().name());
        row.setStatus(tenant.status().name());
        row.setCreatedAt(tenant.createdAt());
        return row;
    }

    /** The tenant of a row. */
    public static Tenant read(Record row) {
        return Stored.read(
                () -> "tenant " + row.get(TENANT.TENANT_ID),
                () -> new Tenant(
                        TenantId.of(Stored.get(row, TENANT.TENANT_ID)),
                        TenantKind.valueOf(Stored.get(row, TENANT.KIND)),
                        TenantStatus.valueOf(Stored.get(row, TENANT.STATUS)),
                        Stored.get(row, TENANT.CREATED_AT)));
    }
}
