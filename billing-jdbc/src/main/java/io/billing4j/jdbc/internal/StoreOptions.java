package io.billing4j.jdbc.internal;

import io.billing4j.error.Uncaught;
import io.billing4j.jdbc.StatementObserver;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host may choose of the store.
 *
 * @param schema that holds the tables
 * @param lockTimeout how long to wait for a lock, 1 ms or more
 * @param numberingTimeout how long to wait for a number series, 1 ms or more
 * @param bypassAccepted whether to work as a role that passes by the tenants' policies
 * @param statements is told of each statement
 * @param applicationName under which the database shows a transaction of the store's own, asked as it begins; null for as the
 *     connection has it
 */
public record StoreOptions(
        String schema,
        Duration lockTimeout,
        Duration numberingTimeout,
        boolean bypassAccepted,
        StatementObserver statements,
        @Nullable Supplier<@Nullable String> applicationName) {
    private static final int MOST_SHOWN = 63;

    /** Tells the observer of statements. */
    StatementWatch watch() {
        return new StatementWatch(statements);
    }

    /**
     * Who works on the calling thread, if that is known, as the database takes it. A name says who somebody is and decides nothing: one
     * that is not to be had, or not to be shown, does not end the work.
     */
    @Nullable
    String caller() {
        if (applicationName == null) {
            return null;
        }
        try {
            String name = applicationName.get();
            return name == null || name.isEmpty() ? null : shown(name);
        } catch (RuntimeException e) {
            Uncaught.handle(e);
            return null;
        }
    }

    /** PostgreSQL shows 63 bytes of ASCII, and refuses a text that has a zero in it. */
    private static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(MOST_SHOWN).forEach(c -> shown.append(c < ' ' || c > '~' ? '?' : (char) c));
        return shown.toString();
    }
}
