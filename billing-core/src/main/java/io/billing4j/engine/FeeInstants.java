package io.billing4j.engine;

import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.FeeTiming;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** From when on fees follow a change. */
record FeeInstants(Subscription subscription, Instant now) {
    /**
     * The instant for a change at another.
     *
     * @param usual what the tenant has chosen for the kind of change
     * @param settlement what the command asks for: to settle it, or not to; null leaves it to the tenant's choice
     */
    Instant from(FeeTiming usual, @Nullable ChangeSettlement settlement, Instant effectiveAt) {
        if (settlement == ChangeSettlement.NONE) {
            // Nothing that is past is settled either, also where the change lies in the past.
            return nextBoundary(effectiveAt.isBefore(now) ? now : effectiveAt);
        }
        BillingSchedule schedule = subscription.schedule();
        if (effectiveAt.isBefore(schedule.startInclusive())) {
            return effectiveAt;
        }
        BillingPeriod period = schedule.containing(effectiveAt);
        return switch (timing(usual, settlement)) {
            case AT_INSTANT -> effectiveAt;
            case START_OF_DAY -> startOfDay(effectiveAt, period);
            case NEXT_PERIOD -> nextBoundary(effectiveAt);
        };
    }

    private Instant nextBoundary(Instant from) {
        if (from.isBefore(subscription.schedule().startInclusive())) {
            return from;
        }
        BillingPeriod period = subscription.schedule().containing(from);
        return period.startInclusive().equals(from) ? from : period.endExclusive();
    }

    private static FeeTiming timing(FeeTiming usual, @Nullable ChangeSettlement settlement) {
        return settlement != null && usual == FeeTiming.NEXT_PERIOD ? FeeTiming.AT_INSTANT : usual;
    }

    private static Instant startOfDay(Instant effectiveAt, BillingPeriod period) {
        ZoneId zone = period.zone();
        Instant start =
                effectiveAt.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        return start.isBefore(period.startInclusive()) ? period.startInclusive() : start;
    }
}
