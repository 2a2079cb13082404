package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.usage.UsageEvent;
import java.io.IOException;

/** An event in the hands of a sender. For one thread. */
final class Entry {
    /** What a backlog does about an event when its sender is done with it. */
    interface Settlement {
        /** The sink took it. */
        void sent();

        /** The sink will not take it, and that is to be kept before anything else. */
        void keep(RefusedUsage refused) throws IOException;

        /** The sink will not take it, and that is kept. */
        void refused(RefusedUsage refused);
    }

    private final UsageEvent event;
    private final Settlement settlement;
    private boolean settled;

    Entry(UsageEvent event, Settlement settlement) {
        this.event = event;
        this.settlement = settlement;
    }

    UsageEvent event() {
        return event;
    }

    boolean isSettled() {
        return settled;
    }

    /** The sink took it. The second time nothing happens. */
    void sent() {
        if (!settled) {
            settled = true;
            settlement.sent();
        }
    }

    /**
     * The sink refused a batch of this event alone: it is kept, told and settled, in this order, so that whoever waits for it
     * finds it told. The second time nothing happens.
     *
     * @throws IOException if it cannot be kept; then nothing has changed
     */
    void refused(BillingException error, ReporterObserver observer) throws IOException {
        if (!settled) {
            RefusedUsage refused = new RefusedUsage(event, error.inside("events[0]"));
            settlement.keep(refused);
            settled = true;
            observer.refused(refused);
            settlement.refused(refused);
        }
    }
}
