package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.internal.row.TenantRow;
import io.billing4j.store.TenantRegistry;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.Optional;

/** The registry of tenants on PostgreSQL: the one table without a policy that the application reads. */
public final class PgTenantRegistry implements TenantRegistry {
    private final Transactions transactions;

    /** A registry that runs each call in one of these transactions. */
    public PgTenantRegistry(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void create(Tenant tenant, TenantSettings settings) {
        transactions.run(TenantScope.added(tenant.id()), session -> {
            session.of(Area.TENANTS)
                    .sql()
                    .insertInto(TENANT)
                    .set(TenantRow.write(tenant))
                    .execute();
            new PgSettingsStore(session.of(Area.SETTINGS)).insert(settings);
            return true;
        });
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return transactions.run(
                TenantScope.REGISTRY,
                session -> session.of(Area.TENANTS)
                        .sql()
                        .selectFrom(TENANT)
                        .where(TENANT.TENANT_ID.eq(id.value()))
                        .fetchOptional(TenantRow::read));
    }

    @Override
    public List<Tenant> list() {
        return transactions.run(
                TenantScope.REGISTRY,
                session -> session.of(Area.TENANTS)
                        .sql()
                        .selectFrom(TENANT)
                        .orderBy(TENANT.TENANT_ID)
                        .fetch(TenantRow::read));
    }
}
