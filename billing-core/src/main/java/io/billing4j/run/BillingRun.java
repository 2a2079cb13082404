package io.billing4j.run;

import io.billing4j.error.Inputs;
import io.billing4j.id.RunId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a tenant's books. A tenant has one run for a cut-off: asking again goes on with it.
 *
 * @param cutOff everything due at this instant or before is billed
 * @param businessDate the cut-off's date in the tenant's zone: the issue date of its documents
 * @param startedAt business time
 * @param finishedAt business time; null while it runs
 */
public record BillingRun(
        RunId id,
        Instant cutOff,
        LocalDate businessDate,
        RunStatus status,
        RunProgress progress,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    /** Cuts the instants to microseconds. */
    public BillingRun {
        cutOff = Inputs.instant("cutOff", cutOff);
        startedAt = Inputs.instant("startedAt", startedAt);
        finishedAt = finishedAt == null ? null : Inputs.instant("finishedAt", finishedAt);
    }

    /** The run with other progress. */
    public BillingRun with(RunProgress other) {
        return new BillingRun(id, cutOff, businessDate, status, other, startedAt, finishedAt);
    }
}
