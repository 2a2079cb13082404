package io.billing4j.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a store's, without its text and without what was in it.
 *
 * @param area what it is about, as the comment of its text has it: {@code usage}, {@code invoices}; {@code transaction} for the
 *     beginning and the end of one
 * @param operation its first word in small letters, such as {@code select}; {@code begin} or {@code commit}
 * @param took until the server had answered
 * @param sqlState what it failed with, such as {@code 55P03}; {@code 08000} where that is not known; null if it did not
 */
public record ObservedStatement(
        String area,
        String operation,
        Duration took,
        @Nullable String sqlState) {}
