package io.billing4j.id;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The text of instants, character for character that of {@link Instant#toString}, in a tenth of its time: hashes and writes of
 * documents are made of it by the million.
 */
public final class IsoInstant {
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;

    private IsoInstant() {}

    /** Appends such as {@code 2026-11-01T00:00:00Z}, with as many decimals of the second as are needed in threes. */
    public static StringBuilder append(StringBuilder text, Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        int year = time.getYear();
        if (year < 0 || year > 9999) {
            return text.append(instant);
        }
        digits(text, year, 1000).append('-');
        digits(text, time.getMonthValue(), 10).append('-');
        digits(text, time.getDayOfMonth(), 10).append('T');
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10);
        return fraction(text, time.getNano()).append('Z');
    }

    private static StringBuilder fraction(StringBuilder text, int nano) {
        if (nano == 0) {
            return text;
        }
        text.append('.');
        if (nano % MILLI == 0) {
            return digits(text, nano / MILLI, 100);
        }
        return nano % MICRO == 0 ? digits(text, nano / MICRO, 100_000) : digits(text, nano, 100_000_000);
    }

    private static StringBuilder digits(StringBuilder text, int value, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
