package io.billing4j.reporter;

import io.billing4j.usage.UsageEvent;
import java.io.IOException;
import java.util.List;

/** Events that wait to be sent. */
interface Backlog {
    /**
     * Takes the events of one call, or none of them.
     *
     * @param single whether errors name no {@code events[i]}
     * @throws io.billing4j.error.BillingException REPORTER_FULL, REPORTER_CLOSED, SPILL_UNAVAILABLE; INVALID_BATCH at {@code
     *     events} for more than there could ever be room for
     */
    Receipt offer(List<UsageEvent> events, boolean single);

    /** The next events, at most so many; none if there are none at this moment. */
    List<Entry> take(int max) throws IOException;

    /** Refuses whatever is offered from now on. */
    void refuseNew();

    /** Gives up what the senders have left: nothing is taken, sent or refused any more. */
    void close();

    ReporterCounters counters();
}
