package io.billing4j.jdbc.internal;

import java.util.Locale;

/**
 * What a statement is about. Its text begins with a comment that says so, for whoever finds it in PostgreSQL's log, in {@code
 * pg_stat_activity} or {@code pg_stat_statements}. The comment of a text is always the same: with anything of the call in it
 * there would be as many texts as calls, and neither the driver nor the server would know one again.
 */
enum Area {
    TRANSACTION,
    TENANTS,
    CLOCK,
    SETTINGS,
    CATALOGUE,
    ENTITIES,
    CUSTOMERS,
    SUBSCRIPTIONS,
    USAGE,
    INVOICES,
    SLOTS,
    COUPONS,
    TAXES,
    BALANCES,
    ONE_OFFS,
    NUMBERS,
    RUNS,
    JOURNAL,
    REQUESTS,
    HINTS,
    OUTBOX;

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String comment = "/* billing4j:" + word + " */ ";

    /** As the comment has it. */
    String word() {
        return word;
    }

    /** The statement with its comment. */
    String marked(String sql) {
        return comment + sql;
    }
}
