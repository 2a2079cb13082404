package io.billing4j.tax;

import io.billing4j.error.Inputs;
import io.billing4j.id.TaxCategory;
import org.jspecify.annotations.Nullable;

/**
 * What taxes have to know of a price.
 *
 * @param category what is sold, as rules tell it apart
 * @param behavior whether the price holds its taxes; null for as the tenant's prices do
 */
public record ChargeTax(TaxCategory category, @Nullable TaxBehavior behavior) {
    /** The standard category, with or without taxes as the tenant's prices are. */
    public static final ChargeTax DEFAULT = new ChargeTax(TaxCategory.STANDARD, null);

    /** Refuses what is missing with MISSING_FIELD at its name. */
    public ChargeTax {
        Inputs.required("category", category);
    }
}
