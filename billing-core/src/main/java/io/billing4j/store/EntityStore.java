package io.billing4j.store;

import io.billing4j.customer.InvoicingEntity;
import io.billing4j.id.EntityId;
import java.util.List;
import java.util.Optional;

/** In whose names documents are issued. */
public interface EntityStore {
    /** Adds an entity; ENTITY_EXISTS if its key is taken. */
    void insert(InvoicingEntity entity);

    /** The entity, if there is one. */
    Optional<InvoicingEntity> find(EntityId id);

    /** Entities in the order of their keys. */
    List<InvoicingEntity> list(Page page);
}
