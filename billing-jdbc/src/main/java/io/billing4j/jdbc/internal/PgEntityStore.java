package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICING_ENTITY;

import io.billing4j.customer.InvoicingEntity;
import io.billing4j.id.EntityId;
import io.billing4j.jdbc.internal.row.EntityRow;
import io.billing4j.store.EntityStore;
import io.billing4j.store.Page;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** Entities on PostgreSQL. */
final class PgEntityStore implements EntityStore {
    private final Session session;

    PgEntityStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(InvoicingEntity entity) {
        session.sql()
                .insertInto(INVOICING_ENTITY)
                .set(EntityRow.write(session.tenant(), entity))
                .execute();
    }

    @Override
    public Optional<InvoicingEntity> find(EntityId id) {
        return session.sql()
                .selectFrom(INVOICING_ENTITY)
                .where(isTenants(), INVOICING_ENTITY.ENTITY_ID.eq(id.value()))
                .fetchOptional(EntityRow::read);
    }

    @Override
    public List<InvoicingEntity> list(Page page) {
        return session.sql()
                .selectFrom(INVOICING_ENTITY)
                .where(isTenants(), Pages.after(INVOICING_ENTITY.ENTITY_ID, page))
                .orderBy(INVOICING_ENTITY.ENTITY_ID)
                .limit(page.size())
                .fetch(EntityRow::read);
    }

    private Condition isTenants() {
        return INVOICING_ENTITY.TENANT_ID.eq(session.tenant());
    }
}
