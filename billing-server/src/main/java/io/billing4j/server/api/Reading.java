package io.billing4j.server.api;

import com.google.protobuf.Timestamp;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.server.transport.JsonFields;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the values of messages into those of the domain. Each refusal names the field. */
final class Reading {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private Reading() {}

    /** The value of a text that may be left out; an empty text is as good as none. */
    static <T> @Nullable T optional(String text, Function<String, T> reader) {
        return text.isEmpty() ? null : reader.apply(text);
    }

    /** What the reader makes of a text; MISSING_FIELD if it is empty. */
    static <T> T required(String field, String text, BiFunction<String, String, T> reader) {
        requireGiven(field, text);
        return reader.apply(field, text);
    }

    /** What the reader makes of each message; refusals name it, such as {@code tiers[0]}. */
    static <M, T> List<T> each(String field, List<M> messages, Function<M, T> reader) {
        List<T> values = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            M message = messages.get(i);
            values.add(Inputs.within(field + "[" + i + "]", () -> reader.apply(message)));
        }
        return values;
    }

    /** MISSING_FIELD if it is empty, INVALID_NUMBER if it is no decimal or has too many digits. */
    static BigDecimal decimal(String field, String text) {
        requireGiven(field, text);
        if (!DECIMAL.matcher(text).matches()) {
            throw otherThan(ErrorCode.INVALID_NUMBER, field, "a decimal such as 0.00015, without an exponent,", text);
        }
        return Inputs.decimal(field, new BigDecimal(text));
    }

    /** MISSING_FIELD if it is empty, INVALID_DATE if it is no date or lies outside the years 1900 to 9998. */
    static LocalDate date(String field, String text) {
        return date(field, text, "a date such as 2026-11-01");
    }

    /** The same where a date is not all that may be given. */
    static LocalDate date(String field, String text, String wanted) {
        requireGiven(field, text);
        try {
            return Inputs.date(field, LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw otherThan(ErrorCode.INVALID_DATE, field, wanted, text);
        }
    }

    /** MISSING_FIELD if it is empty, INVALID_DATE if it is not RFC 3339 or lies outside the years 1900 to 9998. */
    static Instant instant(String field, String text) {
        return instant(field, text, "an instant such as 2026-11-01T00:00:00Z");
    }

    /** The same where an instant is not all that may be given. */
    static Instant instant(String field, String text, String wanted) {
        requireGiven(field, text);
        try {
            return Inputs.instant(field, DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw otherThan(ErrorCode.INVALID_DATE, field, wanted, text);
        }
    }

    /** MISSING_FIELD if it was not given, INVALID_DATE outside the years 1900 to 9998. */
    static Instant instant(String field, boolean given, Timestamp value) {
        if (!given) {
            throw ErrorCode.MISSING_FIELD.at(field, "an instant such as 2026-11-01T00:00:00Z is required");
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

    /** INVALID_TIME_ZONE if the IANA table has no such zone. */
    static ZoneId zone(String field, String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw otherThan(ErrorCode.INVALID_TIME_ZONE, field, "a time zone such as Europe/Berlin", text);
        }
        return ZoneId.of(text);
    }

    /**
     * The domain's value of the same name.
     *
     * @throws BillingException MISSING_FIELD if nothing was said, INVALID_CHOICE for a number that this version does not
     *     know
     */
    static <D extends Enum<D>> D choice(String field, Enum<?> given, Class<D> type) {
        if (unspecified(given)) {
            throw ErrorCode.MISSING_FIELD.at(field, "one of " + names(given) + " is required");
        }
        try {
            return Enum.valueOf(type, given.name());
        } catch (IllegalArgumentException e) {
            throw noSuchChoice(field, given);
        }
    }

    /** The same for a choice that may be left out; null where it is. */
    static <D extends Enum<D>> @Nullable D optional(String field, Enum<?> given, Class<D> type) {
        return unspecified(given) ? null : choice(field, given, type);
    }

    /** The same for a choice that may be left out, with what it is then. */
    static <D extends Enum<D>> D choice(String field, Enum<?> given, Class<D> type, D otherwise) {
        return unspecified(given) ? otherwise : choice(field, given, type);
    }

    /** INVALID_CHOICE for a number that this version does not know; it has no name to be repeated by. */
    static BillingException noSuchChoice(String field, Enum<?> given) {
        return ErrorCode.INVALID_CHOICE.at(field, "expected one of " + names(given) + " but found another number");
    }

    /** INVALID_NUMBER or the like, with what was found instead of what was wanted. */
    static BillingException otherThan(ErrorCode code, String field, String wanted, String text) {
        return code.at(field, "expected " + wanted + " but found " + JsonFields.shown(text));
    }

    /** What may be said instead: neither nothing nor what this version does not know. */
    private static String names(Enum<?> given) {
        return Arrays.stream(given.getDeclaringClass().getEnumConstants())
                .filter(each -> !unspecified(each) && !each.name().equals("UNRECOGNIZED"))
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    private static boolean unspecified(Enum<?> given) {
        return given.name().endsWith("_UNSPECIFIED");
    }

    private static void requireGiven(String field, String text) {
        if (text.isEmpty()) {
            throw ErrorCode.MISSING_FIELD.at(field, "a value is required");
        }
    }
}
