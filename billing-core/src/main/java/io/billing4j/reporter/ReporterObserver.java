package io.billing4j.reporter;

/**
 * Is told what a reporter could not do; a host makes logs and metrics of it. Calls come from the reporter's own
 * threads, those of {@link #setAside} also from the one that builds it, and must not block: nothing is sent meanwhile. What a
 * call throws goes to the thread's handler of uncaught exceptions and changes nothing else.
 */
public interface ReporterObserver {
    /** Watches nothing. */
    ReporterObserver NONE = new ReporterObserver() {};

    /** The sink will not take this event. With a spill directory it has been kept there first. */
    default void refused(RefusedUsage usage) {}

    /** A batch was not taken, and will be sent again. */
    default void sendFailed(SendFailure failure) {}

    /**
     * A file of the spill directory has bytes that are no record. What can be read of it is sent; then it is kept.
     *
     * @param name of the file as it is kept, such as {@code usage-0000000000000007.damaged}
     */
    default void setAside(String name) {}
}
