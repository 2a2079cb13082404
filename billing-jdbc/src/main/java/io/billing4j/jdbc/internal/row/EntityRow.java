package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICING_ENTITY;

import io.billing4j.customer.InvoicingEntity;
import io.billing4j.id.EntityId;
import io.billing4j.jdbc.internal.generated.tables.records.InvoicingEntityRecord;
import org.jooq.Record;

/** Entities in {@code invoicing_entity}. */
public final class EntityRow {
    private EntityRow() {}

    /** The row of an entity. */
    public static InvoicingEntityRecord write(String tenant, InvoicingEntity entity) {
        InvoicingEntityRecord row = new InvoicingEntityRecord();
        row.setTenantId(tenant);
        row.setEntityId(entity.id().value());
        row.setName(entity.name());
        row.setCreatedAt(entity.createdAt());
        return row;
    }

    /** The entity of a row. */
    public static InvoicingEntity read(Record row) {
        return Stored.read(
                () -> "entity " + row.get(INVOICING_ENTITY.ENTITY_ID),
                () -> new InvoicingEntity(
                        EntityId.of(Stored.get(row, INVOICING_ENTITY.ENTITY_ID)),
                        Stored.get(row, INVOICING_ENTITY.NAME),
                        Stored.get(row, INVOICING_ENTITY.CREATED_AT)));
    }
}
