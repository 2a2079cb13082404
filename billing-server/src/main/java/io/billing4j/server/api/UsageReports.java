package io.billing4j.server.api;

import io.billing4j.engine.UsageGathering;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.server.transport.Caller;
import io.billing4j.usage.UsageEvent;
import java.util.List;

/** Records what callers report: small reports together with those of others, large ones each by itself. */
final class UsageReports {
    /**
     * The most events of a small report. A transaction costs by itself, in round trips and the commit, about what a hundred
     * events cost in it: a larger report saves less than half by sharing one, and makes the others in it wait.
     */
    static final int SMALL = 100;

    private final Engines engines;
    private final UsageGathering gathering;
    private final UsageReportMeters meters;

    UsageReports(Engines engines, UsageGathering gathering, UsageReportMeters meters) {
        this.engines = engines;
        this.gathering = gathering;
        this.meters = meters;
    }

    /** Records a report as a whole or not at all; it is committed when this returns. */
    UsageReceipt record(Caller caller, List<UsageEvent> events) {
        return meters.measured(
                events.size(),
                () -> events.size() <= SMALL
                        ? gathering.record(caller.tenant(), caller.actor(), events)
                        : engines.of(caller).usage().record(events));
    }
}
