package io.billing4j.store.memory;

import io.billing4j.customer.InvoicingEntity;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.EntityId;
import io.billing4j.store.EntityStore;
import io.billing4j.store.Page;
import java.util.List;
import java.util.Optional;

/** Entities by their keys. */
final class MemoryEntities implements EntityStore {
    private final Rows<EntityId, InvoicingEntity> entities;

    MemoryEntities(Books books, Transaction transaction) {
        entities = books.entities.in(transaction);
    }

    @Override
    public void insert(InvoicingEntity entity) {
        entities.insert(
                entity.id(), entity, () -> ErrorCode.ENTITY_EXISTS.at("entityId", "there is an entity " + entity.id()));
    }

    @Override
    public Optional<InvoicingEntity> find(EntityId id) {
        return entities.find(id);
    }

    @Override
    public List<InvoicingEntity> list(Page page) {
        EntityId after = page.after() == null ? null : EntityId.of(page.after());
        return entities.after(after).limit(page.size()).toList();
    }
}
