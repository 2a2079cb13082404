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
    private static final int SECONDS_END = 19;
    private static final int LONGEST = 30;

    private IsoInstant() {}

    /** Such as {@code 2026-11-01T00:00:00Z}. */
    public static String of(Instant instant) {
        return append(new StringBuilder(LONGEST), instant).toString();
    }

    /** Appends such as {@code 2026-11-01T00:00:00Z}, with as many decimals of the second as are needed in threes. */
    public static StringBuilder append(StringBuilder text, Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        int year = time.getYear();
        if (year < 0 || year > 9999) {
            return text.append(instant);
        }
        char[] digits = new char[LONGEST];
        put(digits, 0, year / 100);
        put(digits, 2, year % 100);
        digits[4] = '-';
        put(digits, 5, time.getMonthValue());
        digits[7] = '-';
        put(digits, 8, time.getDayOfMonth());
        digits[10] = 'T';
        put(digits, 11, time.getHour());
        digits[13] = ':';
        put(digits, 14, time.getMinute());
        digits[16] = ':';
        put(digits, 17, time.getSecond());
        int end = fraction(digits, time.getNano());
        digits[end] = 'Z';
        return text.append(digits, 0, end + 1);
    }

    /** Behind the seconds, three digits, six or nine; where they end. */
    private static int fraction(char[] digits, int nano) {
        if (nano == 0) {
            return SECONDS_END;
        }
        digits[SECONDS_END] = '.';
        int left = nano;
        for (int at = SECONDS_END + 9; at > SECONDS_END; at--) {
            digits[at] = (char) ('0' + left % 10);
            left /= 10;
        }
        if (nano % MILLI == 0) {
            return SECONDS_END + 4;
        }
        return nano % MICRO == 0 ? SECONDS_END + 7 : SECONDS_END + 10;
    }

    private static void put(char[] digits, int at, int value) {
        digits[at] = (char) ('0' + value / 10);
        digits[at + 1] = (char) ('0' + value % 10);
    }
}
