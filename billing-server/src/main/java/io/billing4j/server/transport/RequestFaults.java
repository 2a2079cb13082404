package io.billing4j.server.transport;

import java.util.List;

/** A request is refused before anybody has worked on it, for all that is wrong with it. */
final class RequestFaults extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /**
     * A refusal. Where it comes from is of no interest to anybody.
     *
     * @param faults at least one
     */
    RequestFaults(List<Fault> faults) {
        super(faults.get(0) + " and " + (faults.size() - 1) + " more", null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** In the order in which they were found. */
    List<Fault> faults() {
        return faults;
    }
}
