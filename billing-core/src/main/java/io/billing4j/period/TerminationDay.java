package io.billing4j.period;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.ZoneId;

/** Whether the day is billed on which a subscription is ended at once, and not at the end of a period. */
public enum TerminationDay {
    /** It is not, the default: the service ends at the instant. Where dates are counted, that date counts no more. */
    EXCLUDED {
        @Override
        public Instant serviceEnd(Instant canceledAt, ZoneId zone) {
            return Inputs.instant("canceledAt", canceledAt);
        }
    },
    /** It is, to its end: ended on 20 June at any time, midnight included, the service is billed up to 21 June. */
    INCLUDED {
        @Override
        public Instant serviceEnd(Instant canceledAt, ZoneId zone) {
            return ProrationPolicy.dateReached(Inputs.instant("canceledAt", canceledAt), zone)
                    .plusDays(1)
                    .atStartOfDay(zone)
                    .toInstant();
        }
    };

    /**
     * The first instant that is not billed any more; never before the instant of the cancellation, which is cut to
     * microseconds. INVALID_DATE at {@code canceledAt} outside the years 1900 to 9998.
     *
     * @param zone whose days count
     */
    public abstract Instant serviceEnd(Instant canceledAt, ZoneId zone);
}
