package io.billing4j.server.demo;

import io.billing4j.invoice.Invoice;
import io.billing4j.run.BillingRun;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a demo job found and did.
 *
 * @param load null where all of it was billed before, so that nothing had to be loaded
 * @param runs one for each cut-off, in order
 * @param invoices of these runs, in the order of their numbers
 */
public record DemoOutcome(@Nullable Load load, List<Billed> runs, List<Invoice> invoices) {
    /** Keeps copies of the lists. */
    public DemoOutcome {
        runs = List.copyOf(runs);
        invoices = List.copyOf(invoices);
    }

    /**
     * What bringing the events into the books came to.
     *
     * @param recorded events that were new
     * @param duplicates events that were there already, from a load that did not end
     */
    public record Load(int recorded, int duplicates, Duration took) {}

    /**
     * One run.
     *
     * @param took zero where it was complete before
     */
    public record Billed(BillingRun run, Duration took) {}
}
