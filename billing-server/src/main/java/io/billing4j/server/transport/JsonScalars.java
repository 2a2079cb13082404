package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Reads single values of a message's JSON form.
 *
 * @param parser stands on the value
 */
record JsonScalars(JsonParser parser) {
    /**
     * A text, a switch, a whole number or one of an enum's names.
     *
     * @throws BillingException INVALID_NUMBER, INVALID_CHOICE, or MALFORMED_REQUEST for a value of another type
     */
    Object read(FieldDescriptor field, String path) throws IOException {
        return switch (field.getJavaType()) {
            case STRING -> text(path);
            case BOOLEAN -> flag(path);
            case INT -> Math.toIntExact(whole(path, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> whole(path, Long.MIN_VALUE, Long.MAX_VALUE);
            case ENUM -> choice(field.getEnumType(), path, text(path));
            default -> throw new IllegalStateException("requests have no field of type " + field.getJavaType());
        };
    }

    /** An instant; INVALID_DATE unless it is RFC 3339 and lies in the years 1900 to 9998. */
    Timestamp timestamp(String path) throws IOException {
        Instant instant = Values.instant(path, text(path));
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Something else was found than a value of the wanted type. */
    static BillingException unexpected(String path, String wanted, JsonToken found) {
        String message = "expected " + wanted + " but found " + nameOf(found);
        return path.isEmpty()
                ? ErrorCode.MALFORMED_REQUEST.because(message)
                : ErrorCode.MALFORMED_REQUEST.at(path, message);
    }

    /** The value of this name; INVALID_CHOICE if there is none. */
    static EnumValueDescriptor choice(EnumDescriptor type, String path, String name) {
        EnumValueDescriptor value = type.findValueByName(name);
        if (value != null && value.getNumber() != 0) {
            return value;
        }
        throw ErrorCode.INVALID_CHOICE.at(
                path, "expected one of " + names(type) + " but found " + JsonFields.shown(name));
    }

    /** What may be chosen. */
    static String names(EnumDescriptor type) {
        return type.getValues().stream()
                .filter(each -> each.getNumber() != 0)
                .map(EnumValueDescriptor::getName)
                .collect(Collectors.joining(", "));
    }

    private String text(String path) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(path, "a text", parser.currentToken());
        }
        return parser.getText();
    }

    private boolean flag(String path) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw unexpected(path, "true or false", parser.currentToken());
        }
        return parser.getBooleanValue();
    }

    private long whole(String path, long least, long most) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            throw unexpected(path, "a whole number", token);
        }
        try {
            long value = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : Long.parseLong(parser.getText());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (InputCoercionException | NumberFormatException e) {
            // Falls through to the one refusal: it has a fraction, or is out of range by far.
        }
        throw ErrorCode.INVALID_NUMBER.at(
                path,
                "expected a whole number from " + least + " to " + most + " but found "
                        + JsonFields.shown(parser.getText()));
    }

    private static String nameOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }
}
