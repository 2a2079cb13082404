package io.billing4j.server;

import java.time.Duration;

/**
 * The pool of connections, and how long the database is waited for: by default less in all than a call may take, so that whoever
 * calls hears that the database is away, and not only that his time is up.
 *
 * @param connections at most, 2 or more
 * @param patience how long a connection is waited for, 250 ms or more
 * @param answer how long a statement is waited for, a second or more; then its connection is given up
 */
record PoolConfiguration(int connections, Duration patience, Duration answer) {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /**
     * As it was set.
     *
     * @param call how long a call may take, a second or more
     */
    static PoolConfiguration of(SettingValues values, Duration call) {
        int connections = values.number(Setting.DATABASE_CONNECTIONS, 2, 1_000);
        int half = (int) Math.max(1, call.toSeconds() / 2);
        Duration quarter = call.dividedBy(4);
        return new PoolConfiguration(
                connections,
                quarter.compareTo(LONGEST_WAIT) < 0 ? quarter : LONGEST_WAIT,
                Duration.ofSeconds(values.number(Setting.DATABASE_ANSWER_SECONDS, 1, 3_600, half)));
    }
}
