package io.billing4j.server;

import java.time.Duration;

/**
 * How billing runs are billed.
 *
 * @param workers how many bill at once, 1 or more; each takes a connection
 * @param joins whether this process takes part in runs that others were asked for
 * @param poll how soon it finds such a run if nothing wakes it
 */
record RunConfiguration(int workers, boolean joins, Duration poll) {
    /** Connections that workers leave to others: requests, and runs that are joined. */
    private static final int LEFT_TO_OTHERS = 2;

    /** The most that an engine takes. */
    private static final int MOST_WORKERS = 64;

    /**
     * As it was set.
     *
     * @param connections in the pool
     * @param processors of the machine
     */
    static RunConfiguration of(SettingValues values, int connections, int processors) {
        int most = Math.max(1, Math.min(MOST_WORKERS, connections - LEFT_TO_OTHERS));
        return new RunConfiguration(
                values.number(Setting.RUNS_WORKERS, 1, most, Math.max(1, Math.min(processors, most))),
                values.on(Setting.RUNS_JOIN, true),
                Duration.ofSeconds(values.number(Setting.RUNS_POLL_SECONDS, 1, 3_600, 10)));
    }
}
