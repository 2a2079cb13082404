package io.billing4j.testkit.history;

import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.LateUsagePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/** Random choices that are the same again for the same seed. */
final class Choice {
    static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");

    /** Seeds that are near one another begin with choices that depend on one another. */
    private static final long FAR = 104_729;

    private static final List<Consolidation> SHARED =
            List.of(Consolidation.CUSTOMER, Consolidation.CUSTOMER, Consolidation.PLAN, Consolidation.GROUP);

    /** Shortly before clocks change, months end, or leap days come. */
    private static final List<String> BEGINS = List.of(
            "2024-01-29T12:00:00Z",
            "2024-02-27T05:30:00Z",
            "2024-03-08T23:15:00Z",
            "2024-03-29T10:00:00Z",
            "2024-04-05T14:00:00Z",
            "2024-10-04T08:00:00Z",
            "2024-10-25T20:00:00Z",
            "2024-11-01T04:00:00Z",
            "2024-12-30T00:00:00Z",
            "2023-01-30T18:45:00Z");

    private final long seed;
    private final Random random;

    Choice(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Choices of their own for the same seed, which leave these as they would be without them. */
    Choice apart(int salt) {
        return new Choice(31 * seed + FAR * salt);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** An instant on a microsecond, mostly on a second. */
    Instant between(Instant startInclusive, Instant endExclusive) {
        long seconds =
                Math.max(1, Duration.between(startInclusive, endExclusive).toSeconds());
        Instant second =
                startInclusive.truncatedTo(ChronoUnit.SECONDS).plusSeconds((long) (random.nextDouble() * seconds));
        Instant instant = chance(80) ? second : second.plusNanos(1000L * below(1_000_000));
        return instant.isBefore(startInclusive) ? startInclusive : instant;
    }

    Scenario scenario() {
        Scenario scenario = Scenario.of(
                Instant.parse(of(BEGINS)).plusSeconds(below(200_000)),
                of(ZONES),
                of(List.of("USD", "USD", "JPY", "KWD")),
                below(1000),
                chance(65) ? 0 : of(List.of(1, 30, 72, 500)),
                chance(85) ? LateUsagePolicy.CORRECT : LateUsagePolicy.REFUSE,
                chance(40)
                        ? ChangePolicy.DEFAULT
                        : new ChangePolicy(timing(), timing(), timing(), timing(), chance(25), chance(30)));
        return scenario.with(
                        chance(45) ? Consolidation.NONE : of(SHARED),
                        chance(60) ? BalancePolicy.UP_TO_TOTAL : of(List.of(BalancePolicy.values())))
                .withZones(scenario.zone(), chance(60) ? scenario.zone() : of(ZONES));
    }

    private FeeTiming timing() {
        return of(List.of(FeeTiming.values()));
    }
}
