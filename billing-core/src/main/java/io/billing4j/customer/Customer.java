package io.billing4j.customer;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import java.time.Instant;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;

/**
 * Somebody who is billed.
 *
 * @param name for people, 1 to 200 characters
 * @param currency of all their documents
 * @param zone whose dates their periods follow
 * @param entity in whose name their documents are issued
 * @param createdAt business time
 */
public record Customer(
        CustomerId id, String name, CurrencyUnit currency, ZoneId zone, EntityId entity, Instant createdAt) {
    /** The entity of a tenant that has only one. */
    public static final EntityId MAIN_ENTITY = EntityId.of("main");

    /** Checks the name and cuts the instant to microseconds. */
    public Customer {
        Inputs.required("id", id);
        Inputs.required("currency", currency);
        Inputs.required("zone", zone);
        Inputs.required("entity", entity);
        name = Inputs.text("name", name, 200);
        createdAt = Inputs.instant("createdAt", createdAt);
    }

    /** The same customer of another entity. */
    public Customer in(EntityId other) {
        return new Customer(id, name, currency, zone, other, createdAt);
    }
}
