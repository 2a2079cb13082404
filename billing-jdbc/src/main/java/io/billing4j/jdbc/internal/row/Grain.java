package io.billing4j.jdbc.internal.row;

import java.time.Instant;

/** How long a bucket of rollups is. Buckets follow UTC: every one lies within one day. */
public enum Grain {
    /** A day. */
    DAY(86_400),
    /** An hour. */
    HOUR(3_600),
    /** A quarter of an hour: the clocks of all zones are whole quarters apart. */
    QUARTER(900);

    private final long seconds;

    Grain(long seconds) {
        this.seconds = seconds;
    }

    /** How many seconds a bucket has. */
    public long seconds() {
        return seconds;
    }

    /** The start of the bucket that the instant falls in. */
    public Instant bucket(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }

    /** The start of the first bucket that has nothing before the instant. */
    public Instant bucketFrom(Instant instant) {
        Instant bucket = bucket(instant);
        return bucket.equals(instant) ? instant : bucket.plusSeconds(seconds);
    }
}
