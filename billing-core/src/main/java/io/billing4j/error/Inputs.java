package io.billing4j.error;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every constructor asks of its arguments. A value that passes is in its canonical form, the one that a store
 * gives back: instants cut to microseconds, decimals without trailing zeros.
 */
public final class Inputs {
    /** Digits before the decimal point that a number may have. */
    public static final int MAX_INTEGER_DIGITS = 24;

    /** Digits after the decimal point that a number may have. */
    public static final int MAX_DECIMALS = 18;

    /** Digits after the decimal point that a number may be written with, zeros at its end included. */
    private static final int MAX_WRITTEN_DECIMALS = 1000;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Instant EARLIEST =
            LocalDate.of(1900, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant LATEST =
            LocalDate.of(9999, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private Inputs() {}

    /**
     * The value itself.
     *
     * @throws BillingException MISSING_FIELD if it is null
     */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    /**
     * A copy of the list that nobody can change.
     *
     * @throws BillingException MISSING_FIELD if it is null, and at {@code field[2]} if the third of its elements is
     */
    public static <T> List<T> list(String field, @Nullable Collection<? extends T> values) {
        requireElements(field, values);
        return List.copyOf(required(field, values));
    }

    /**
     * The elements of the array.
     *
     * @throws BillingException MISSING_FIELD if it is null, and at {@code field[2]} if the third of its elements is
     */
    public static <T> List<T> list(String field, T @Nullable [] values) {
        return list(field, Arrays.asList(required(field, values)));
    }

    /**
     * Refuses as {@link #list(String, Collection)} does, without a copy.
     *
     * @throws BillingException MISSING_FIELD if it is null, and at {@code field[2]} if the third of its elements is
     */
    public static void requireElements(String field, @Nullable Collection<?> values) {
        int index = 0;
        if (values == null) {
            throw missing(field);
        }
        for (Object value : values) {
            if (value == null) {
                throw missing(field + "[" + index + "]");
            }
            index++;
        }
    }

    /**
     * A copy of the set that nobody can change.
     *
     * @throws BillingException MISSING_FIELD if it or one of its elements is null
     */
    public static <T> Set<T> set(String field, @Nullable Collection<? extends T> values) {
        if (values == null) {
            throw missing(field);
        }
        for (Object value : values) {
            required(field, value);
        }
        return Set.copyOf(required(field, values));
    }

    /**
     * A copy of the map that nobody can change.
     *
     * @throws BillingException MISSING_FIELD if it or one of its keys is null, and at {@code field[key]} if the value of a key is
     */
    public static <K, V> Map<K, V> map(String field, @Nullable Map<? extends K, ? extends V> values) {
        requireValues(field, values);
        return Map.copyOf(required(field, values));
    }

    /**
     * Refuses as {@link #map} does, without a copy.
     *
     * @throws BillingException MISSING_FIELD if it or one of its keys is null, and at {@code field[key]} if the value of a key is
     */
    public static void requireValues(String field, @Nullable Map<?, ?> values) {
        if (values == null) {
            throw missing(field);
        }
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            required(field, entry.getKey());
            if (entry.getValue() == null) {
                throw missing(field + "[" + entry.getKey() + "]");
            }
        }
    }

    private static BillingException missing(String field) {
        return ErrorCode.MISSING_FIELD.at(field, "a value is required");
    }

    /**
     * The key itself.
     *
     * @throws BillingException MISSING_FIELD if it is null or empty, INVALID_KEY if it is not 1–64 characters of {@code
     *     A-Z a-z 0-9 . _ : -}
     */
    public static String key(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ErrorCode.MISSING_FIELD.at(field, "a key of 1 to 64 characters is required");
        }
        if (!KEY.matcher(value).matches()) {
            throw ErrorCode.INVALID_KEY.at(
                    field, "expected 1 to 64 characters of A-Z a-z 0-9 . _ : - but found " + shown(value));
        }
        return value;
    }

    /**
     * The text itself.
     *
     * @throws BillingException MISSING_FIELD if it is null or blank, INVALID_TEXT if it is longer than {@code
     *     maxCharacters} or holds a control character
     */
    public static String text(String field, @Nullable String value, int maxCharacters) {
        if (value == null || value.isBlank()) {
            throw ErrorCode.MISSING_FIELD.at(field, "a text is required");
        }
        if (value.length() > maxCharacters) {
            throw ErrorCode.INVALID_TEXT.at(
                    field, "expected at most " + maxCharacters + " characters but found " + value.length());
        }
        if (value.chars().anyMatch(Character::isISOControl) || hasLoneSurrogate(value)) {
            throw ErrorCode.INVALID_TEXT.at(field, "control characters and broken Unicode are not allowed");
        }
        return value;
    }

    /**
     * The number without trailing zeros and with a scale of zero or more: {@code 1.50} gives {@code 1.5}, {@code 1E+2}
     * gives {@code 100}.
     *
     * @throws BillingException MISSING_FIELD if it is null, INVALID_NUMBER beyond {@value #MAX_INTEGER_DIGITS} digits before
     *     or {@value #MAX_DECIMALS} after the decimal point, and for one padded with more than a thousand zeros
     */
    public static BigDecimal decimal(String field, @Nullable BigDecimal value) {
        if (value == null) {
            throw missing(field);
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // Compare scales before touching digits: 1E+1000000000 must not be expanded to find out that it is too long,
        // and zeros are stripped one by one, which takes seconds for a hundred thousand of them.
        if ((long) value.precision() - value.scale() > MAX_INTEGER_DIGITS) {
            throw ErrorCode.INVALID_NUMBER.at(
                    field, "expected at most " + MAX_INTEGER_DIGITS + " digits before the decimal point");
        }
        BigDecimal stripped = value.scale() > MAX_WRITTEN_DECIMALS ? value : value.stripTrailingZeros();
        if (stripped.scale() > MAX_DECIMALS) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected at most " + MAX_DECIMALS + " decimals");
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * The instant cut to microseconds, the resolution of the books.
     *
     * @throws BillingException MISSING_FIELD if it is null, INVALID_DATE outside the years 1900 to 9998
     */
    public static Instant instant(String field, @Nullable Instant value) {
        if (value == null) {
            throw missing(field);
        }
        if (value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
            throw ErrorCode.INVALID_DATE.at(field, "expected an instant in the years 1900 to 9998 but found " + value);
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The date itself.
     *
     * @throws BillingException MISSING_FIELD if it is null, INVALID_DATE outside the years 1900 to 9998
     */
    public static LocalDate date(String field, @Nullable LocalDate value) {
        if (value == null) {
            throw missing(field);
        }
        if (value.getYear() < 1900 || value.getYear() > 9998) {
            throw ErrorCode.INVALID_DATE.at(field, "expected a date in the years 1900 to 9998 but found " + value);
        }
        return value;
    }

    /** What the supplier gives; an error inside it gets {@code outer} in front of its field. */
    public static <T> T within(String outer, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (BillingException e) {
            throw e.within(outer);
        }
    }

    private static String shown(String value) {
        StringBuilder safe = new StringBuilder("'");
        value.codePoints()
                .limit(80)
                .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) || isLoneSurrogate(c) ? '?' : c));
        safe.append(value.codePointCount(0, value.length()) > 80 ? "…'" : "'");
        return safe.append(" (").append(value.length()).append(" characters)").toString();
    }

    private static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(Inputs::isLoneSurrogate);
    }

    /** Whether it is half a character: two halves that belong together are one code point. */
    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
