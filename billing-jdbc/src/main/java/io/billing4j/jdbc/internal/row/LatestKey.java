package io.billing4j.jdbc.internal.row;

import io.billing4j.id.EpochMicros;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A value behind a text that sorts, by bytes, as its event does in the total order: occurrence and record as 19 digits each,
 * the event's id, a blank, the value. A blank comes before all that an id has.
 */
public final class LatestKey {
    /** Added to microseconds since 1970, so that all instants of the calendar have the same number of digits. */
    public static final long ORIGIN = 2_000_000_000_000_000_000L;

    private LatestKey() {}

    /** The text. */
    static String of(UsageEvent event, Instant recordedAt, BigDecimal value) {
        return digits(event.occurredAt()) + digits(recordedAt) + event.id().value() + ' ' + value.toPlainString();
    }

    /** The value behind it. */
    public static BigDecimal value(String text) {
        return new BigDecimal(text.substring(text.indexOf(' ') + 1));
    }

    private static String digits(Instant instant) {
        return Long.toString(ORIGIN + EpochMicros.of(instant));
    }
}
