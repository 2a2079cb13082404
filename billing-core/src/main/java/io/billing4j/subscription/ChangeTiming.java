package io.billing4j.subscription;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.Instant;

/** When a change takes effect. */
public sealed interface ChangeTiming {
    /** At the tenant's business time. */
    static ChangeTiming now() {
        return new Now();
    }

    /** With the period that runs now; with the trial while that lasts, and with the start before it. */
    static ChangeTiming periodEnd() {
        return new PeriodEnd();
    }

    /** At an instant, past or future. */
    static ChangeTiming at(Instant instant) {
        return new At(instant);
    }

    /** The instant that is meant for a subscription at a business time. */
    Instant resolve(Subscription subscription, Instant now);

    /** See {@link ChangeTiming#now()}. */
    record Now() implements ChangeTiming {
        @Override
        public Instant resolve(Subscription subscription, Instant now) {
            return now;
        }
    }

    /** See {@link ChangeTiming#periodEnd()}. */
    record PeriodEnd() implements ChangeTiming {
        @Override
        public Instant resolve(Subscription subscription, Instant now) {
            Instant paidFrom = subscription.schedule().startInclusive();
            return now.isBefore(paidFrom)
                    ? now.isBefore(subscription.startInclusive()) ? subscription.startInclusive() : paidFrom
                    : subscription.schedule().containing(now).endExclusive();
        }
    }

    /**
     * See {@link ChangeTiming#at(Instant)}.
     *
     * @param instant cut to microseconds
     */
    record At(Instant instant) implements ChangeTiming {
        /** Cuts the instant. */
        public At {
            instant = Inputs.instant("effectiveAt", instant);
        }

        @Override
        public Instant resolve(Subscription subscription, Instant now) {
            if (instant.isBefore(subscription.startInclusive())) {
                throw ErrorCode.INVALID_DATE.at(
                        "effectiveAt",
                        "expected the start, " + subscription.startInclusive() + ", or later but found " + instant);
            }
            return instant;
        }
    }
}
