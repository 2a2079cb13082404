package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.run.FindingReason;
import io.billing4j.store.UsageStore;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which events come in time.
 *
 * @param now the tenant's business time
 */
record UsageTimes(UsagePolicy policy, Instant now) {
    /**
     * Refuses the first event that may not be recorded with EVENT_OUT_OF_RANGE at {@code events[i].occurredAt}. After this the
     * store keeps what the events are recorded beside.
     *
     * @param events at least one
     */
    void require(UsageStore usage, List<UsageEvent> events) {
        Instant oldest = events.get(0).occurredAt();
        for (int i = 0; i < events.size(); i++) {
            Instant occurredAt = events.get(i).occurredAt();
            requireExpected(i, occurredAt);
            oldest = occurredAt.isBefore(oldest) ? occurredAt : oldest;
        }
        usage.openFrom(oldest).ifPresent(earliest -> {
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i).occurredAt().isBefore(earliest)) {
                    throw refused(i, "at least " + earliest, events.get(i).occurredAt());
                }
            }
        });
    }

    /** What is to be said of an event that was recorded although it is out of range. */
    Optional<FindingReason> finding(UsageEvent event) {
        return switch (policy.rangeOf(event.occurredAt(), now)) {
            case EXPECTED -> Optional.empty();
            case TOO_OLD -> Optional.of(FindingReason.USAGE_TOO_OLD);
            case FAR_AHEAD -> Optional.of(FindingReason.USAGE_FAR_AHEAD);
        };
    }

    private void requireExpected(int index, Instant occurredAt) {
        switch (policy.rangeOf(occurredAt, now)) {
            case EXPECTED -> {
                // as it should be
            }
            case FAR_AHEAD -> {
                if (policy.farAhead() == OutOfRangeUsage.REFUSE) {
                    throw refused(index, "at most " + now.plus(policy.maxAhead()), occurredAt);
                }
            }
            case TOO_OLD -> {
                boolean refused = policy.tooOld() == OutOfRangeUsage.REFUSE;
                Instant earliest = now.minus(refused ? policy.oldest() : policy.oldestPossible());
                if (occurredAt.isBefore(earliest)) {
                    throw refused(index, "at least " + earliest, occurredAt);
                }
            }
        }
    }

    private static RuntimeException refused(int index, String expected, Instant found) {
        return ErrorCode.EVENT_OUT_OF_RANGE.at(
                UsageIntake.field(index, "occurredAt"), "expected " + expected + " but found " + found);
    }
}
