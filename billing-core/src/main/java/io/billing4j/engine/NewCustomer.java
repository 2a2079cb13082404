package io.billing4j.engine;

import io.billing4j.id.CustomerId;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a customer.
 *
 * @param name for people, 1 to 200 characters
 * @param currency of all their documents; the tenant's where it is null
 * @param zone whose dates their periods follow; the tenant's where it is null
 */
public record NewCustomer(
        CustomerId id,
        String name,
        @Nullable CurrencyUnit currency,
        @Nullable ZoneId zone) {
    /** A customer with the tenant's currency and zone. */
    public static NewCustomer of(CustomerId id, String name) {
        return new NewCustomer(id, name, null, null);
    }
}
