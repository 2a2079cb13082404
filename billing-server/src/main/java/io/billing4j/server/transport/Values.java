package io.billing4j.server.transport;

import com.google.protobuf.Timestamp;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns single values of messages into those of the domain. Each refusal names the field. */
public final class Values {
    /** What is wanted where an instant is. */
    static final String INSTANT = "an instant such as 2026-11-01T00:00:00Z";

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final String DATE = "a date such as 2026-11-01";
    private static final String DATE_OR_INSTANT =
            "a date such as 2026-12-01 or an instant such as 2026-12-01T00:00:00Z";

    private Values() {}

    /** MISSING_FIELD if it is empty, INVALID_NUMBER if it is no decimal or has too many digits. */
    public static BigDecimal decimal(String field, String text) {
        requireGiven(field, text);
        if (!DECIMAL.matcher(text).matches()) {
            throw otherThan(ErrorCode.INVALID_NUMBER, field, "a decimal such as 0.00015, without an exponent,", text);
        }
        return Inputs.decimal(field, new BigDecimal(text));
    }

    /** MISSING_FIELD if it is empty, INVALID_DATE if it is no date or lies outside the years 1900 to 9998. */
    public static LocalDate date(String field, String text) {
        return date(field, text, DATE);
    }

    /** MISSING_FIELD if it was not given, INVALID_DATE outside the years 1900 to 9998. */
    public static Instant instant(String field, boolean given, Timestamp value) {
        if (!given) {
            throw ErrorCode.MISSING_FIELD.at(field, INSTANT + " is required");
        }
        try {
            return Inputs.instant(field, Instant.ofEpochSecond(value.getSeconds(), value.getNanos()));
        } catch (DateTimeException | ArithmeticException e) {
            throw ErrorCode.INVALID_DATE.at(
                    field,
                    "expected an instant in the years 1900 to 9998 but found " + value.getSeconds() + " seconds and "
                            + value.getNanos() + " nanoseconds");
        }
    }

    /** What is made of either; MISSING_FIELD if it is empty, INVALID_DATE if it is neither a date nor an instant of RFC 3339. */
    public static <T> T dateOrInstant(
            String field, String text, Function<LocalDate, T> ofDate, Function<Instant, T> ofInstant) {
        return text.indexOf('T') < 0 && text.indexOf('t') < 0
                ? ofDate.apply(date(field, text, DATE_OR_INSTANT))
                : ofInstant.apply(instant(field, text, DATE_OR_INSTANT));
    }

    /** An instant of RFC 3339; INVALID_DATE if it is none or lies outside the years 1900 to 9998. */
    static Instant instant(String field, String text) {
        return instant(field, text, INSTANT);
    }

    /** INVALID_TIME_ZONE if the IANA table has no such zone. */
    public static ZoneId zone(String field, String text) {
        if (!ZONES.contains(text)) {
            throw otherThan(ErrorCode.INVALID_TIME_ZONE, field, "a time zone such as Europe/Berlin", text);
        }
        return ZoneId.of(text);
    }

    /** INVALID_NUMBER for a text that is no duration. */
    public static Duration duration(String field, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw otherThan(ErrorCode.INVALID_NUMBER, field, "a duration such as P30D or PT36H", text);
        }
    }

    /** INVALID_KEY for anything but a whole UUID. */
    static UUID uuid(String field, String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equalsIgnoreCase(text)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one refusal: the JDK's parser also accepts shortened forms.
        }
        throw ErrorCode.INVALID_KEY.at(field, "expected a UUID with dashes");
    }

    /** MISSING_FIELD if it is empty. */
    public static void requireGiven(String field, String text) {
        if (text.isEmpty()) {
            throw ErrorCode.MISSING_FIELD.at(field, "a value is required");
        }
    }

    private static LocalDate date(String field, String text, String wanted) {
        requireGiven(field, text);
        try {
            return Inputs.date(field, LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw otherThan(ErrorCode.INVALID_DATE, field, wanted, text);
        }
    }

    private static Instant instant(String field, String text, String wanted) {
        try {
            return Inputs.instant(field, DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw otherThan(ErrorCode.INVALID_DATE, field, wanted, text);
        }
    }

    private static BillingException otherThan(ErrorCode code, String field, String wanted, String text) {
        return code.at(field, "expected " + wanted + " but found " + JsonFields.shown(text));
    }
}
