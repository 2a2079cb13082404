package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.id.TenantId;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Whose commands these are, and on whose behalf. */
record TenantScope(EngineContext context, TenantId tenant, Actor actor) {
    /** Runs one command in one transaction, at one instant of the tenant's business time. */
    <T> T inTransaction(Function<Work, T> command) {
        return context.store()
                .inTransaction(
                        tenant,
                        unit -> command.apply(new Work(
                                unit,
                                unit.clock()
                                        .orElseGet(() -> context.clock().now(tenant))
                                        .truncatedTo(ChronoUnit.MICROS),
                                actor,
                                context.ids())));
    }
}
