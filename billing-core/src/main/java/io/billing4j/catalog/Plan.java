package io.billing4j.catalog;

import io.billing4j.error.Inputs;
import io.billing4j.id.PlanId;
import java.time.Instant;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something to subscribe to. What it costs is in its versions.
 *
 * @param name for people, 1 to 200 characters
 * @param currency of all its versions
 * @param archivedAt from when on it takes no new subscriptions; null while it does. Existing ones go on.
 * @param createdAt business time
 */
public record Plan(
        PlanId id,
        String name,
        CurrencyUnit currency,
        @Nullable Instant archivedAt,
        Instant createdAt) {
    /** Checks the name and cuts instants to microseconds. */
    public Plan {
        Inputs.required("id", id);
        Inputs.required("currency", currency);
        name = Inputs.text("name", name, 200);
        archivedAt = archivedAt == null ? null : Inputs.instant("archivedAt", archivedAt);
        createdAt = Inputs.instant("createdAt", createdAt);
    }

    /** The plan as it is once archived. */
    public Plan archived(Instant at) {
        return new Plan(id, name, currency, Inputs.required("archivedAt", at), createdAt);
    }
}
