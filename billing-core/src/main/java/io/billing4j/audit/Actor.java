package io.billing4j.audit;

import io.billing4j.error.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a command runs.
 *
 * @param name 1 to 200 characters, such as {@code user:4711}
 * @param correlationId ties together what one request did; 1 to 64 characters, or null
 */
public record Actor(String name, @Nullable String correlationId) {
    /** A host that does not say who acts. */
    public static final Actor SYSTEM = new Actor("system", null);

    /** Checks the texts. */
    public Actor {
        name = Inputs.text("actor", name, 200);
        correlationId = correlationId == null ? null : Inputs.text("correlationId", correlationId, 64);
    }
}
