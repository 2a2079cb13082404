package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a customer.
 *
 * @param name for people, 1 to 200 characters
 * @param currency of all their documents; the tenant's where it is null
 * @param zone whose dates their periods follow; the tenant's where it is null
 * @param entity in whose name their documents are issued; {@link io.billing4j.customer.Customer#MAIN_ENTITY} where it is null
 */
public record NewCustomer(
        CustomerId id,
        String name,
        @Nullable CurrencyUnit currency,
        @Nullable ZoneId zone,
        @Nullable EntityId entity) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public NewCustomer {
        Inputs.required("id", id);
        Inputs.required("name", name);
    }

    /** A customer of the main entity. */
    public NewCustomer(CustomerId id, String name, @Nullable CurrencyUnit currency, @Nullable ZoneId zone) {
        this(id, name, currency, zone, null);
    }

    /** A customer with the tenant's currency and zone. */
    public static NewCustomer of(CustomerId id, String name) {
        return new NewCustomer(id, name, null, null);
    }

    /** The same of an entity. */
    public NewCustomer withEntity(EntityId key) {
        return new NewCustomer(id, name, currency, zone, Inputs.required("entity", key));
    }
}
