package io.billing4j.server;

import java.time.Duration;

/**
 * How billing runs are billed.
 *
 * @param workers how many bill at once, 1 or more; each takes a connection
 * @param joins in how many runs of others this process takes part at once, each with a thread and a connection beside the
 *     workers; 0 for none
 * @param poll how soon it finds such a run if nothing wakes it
 */
record RunConfiguration(int workers, int joins, Duration poll) {
    /** Connections for requests that are not runs, such as usage and previews, which must not wait for chunks to end. */
    private static final int LEFT_TO_OTHERS = 2;

    private static final int MOST_JOINS = 2;

    /** The most that an engine takes. */
    private static final int MOST_WORKERS = 64;

    /**
     * As it was set. Where there are fewer connections than 4, there are one worker and one join all the same: nothing is left to
     * others while both are busy, and they wait.
     *
     * @param connections in the pool
     * @param processors of the machine
     */
    static RunConfiguration of(SettingValues values, int connections, int processors) {
        int free = connections - LEFT_TO_OTHERS;
        // No more than workers, so that the process's own runs come first.
        int joins = values.on(Setting.RUNS_JOIN) ? Math.max(1, Math.min(MOST_JOINS, free / 2)) : 0;
        int most = Math.max(1, Math.min(MOST_WORKERS, free - joins));
        return new RunConfiguration(
                values.number(Setting.RUNS_WORKERS, 1, most, Math.max(1, Math.min(processors, most))),
                joins,
                Duration.ofSeconds(values.number(Setting.RUNS_POLL_SECONDS, 1, 3_600)));
    }
}
