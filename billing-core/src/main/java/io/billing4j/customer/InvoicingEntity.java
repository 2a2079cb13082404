package io.billing4j.customer;

import io.billing4j.error.Inputs;
import io.billing4j.id.EntityId;
import java.time.Instant;

/**
 * In whose name documents are issued: a company of the tenant's, with number series of its own.
 *
 * @param name for people, 1 to 200 characters
 * @param createdAt business time
 */
public record InvoicingEntity(EntityId id, String name, Instant createdAt) {
    /** Checks the name and cuts the instant to microseconds. */
    public InvoicingEntity {
        Inputs.required("id", id);
        name = Inputs.text("name", name, 200);
        createdAt = Inputs.instant("createdAt", createdAt);
    }
}
