package io.billing4j.server.crash;

/** Where the second JVM stops, and waits to be killed. */
enum Failpoint {
    /** Some batches of events are committed, the next has not begun. */
    BETWEEN_BATCHES("UsageStore.record", 21, true),
    /** Events of a batch are written, and not committed. */
    INSIDE_A_BATCH("UsageStore.record", 22, false),
    /** A run has written lines and taken a block of numbers, and committed nothing. */
    BETWEEN_NUMBERS_AND_COMMIT("NumberStore.take", 1, false),
    /** A run's invoices are committed, and nobody was told. */
    AFTER_THE_COMMIT("InvoiceStore.insertHeaders", 1, true);

    private final String call;
    private final int times;
    private final boolean committed;

    Failpoint(String call, int times, boolean committed) {
        this.call = call;
        this.times = times;
        this.committed = committed;
    }

    /** The call of a port that it waits for, such as {@code NumberStore.take}. */
    String call() {
        return call;
    }

    /** How many of these calls the process has made when it is reached. */
    int times() {
        return times;
    }

    /** Whether it lies right after the commit of the transaction that made the call, or right after the call. */
    boolean committed() {
        return committed;
    }
}
