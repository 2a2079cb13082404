package io.billing4j.server.api;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import io.billing4j.server.transport.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Turns what messages hold into what the domain wants, beside {@link Values}. Each refusal names the field. */
final class Reading {
    private Reading() {}

    /** The value of a text that may be left out; an empty text is as good as none. */
    static <T> @Nullable T optional(String text, Function<String, T> reader) {
        return text.isEmpty() ? null : reader.apply(text);
    }

    /** What the reader makes of a text; MISSING_FIELD if it is empty. */
    static <T> T required(String field, String text, BiFunction<String, String, T> reader) {
        Values.requireGiven(field, text);
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

    /** INVALID_PERIOD at {@code end} unless it is after the start. */
    static void requireBefore(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw ErrorCode.INVALID_PERIOD.at("end", "expected an end after " + start);
        }
    }

    /**
     * MISSING_FIELD if it was not given; at its {@code amount} or {@code currency} as those, INVALID_AMOUNT at {@code amount} for
     * more decimals than the currency has.
     */
    static Money money(String field, boolean given, io.billing4j.grpc.v1.Money value) {
        if (!given) {
            throw ErrorCode.MISSING_FIELD.at(
                    field, "an amount such as {\"amount\": \"150.74\", \"currency\": \"USD\"} is required");
        }
        return Inputs.within(field, () -> money(value));
    }

    /** The same; refusals name {@code amount} or {@code currency} alone. */
    static Money money(io.billing4j.grpc.v1.Money value) {
        return Currencies.money(
                "amount",
                Currencies.currency("currency", value.getCurrency()),
                Values.decimal("amount", value.getAmount()));
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
}
