package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON form of a message and says wherever it is wrong. The readers at hand drop a field that they do not know, or
 * name it without its path, and stop at the first fault.
 *
 * <p>As proto3 has it, a field goes by its lowerCamelCase or its original name, and null is as good as nothing. Decimals
 * are texts: a JSON number for one is refused, since whoever made it may have rounded it.
 */
final class JsonMessageReader {
    private final JsonParser parser;
    private final Faults faults;

    /**
     * A reader.
     *
     * @param faults where it leaves what is wrong
     */
    JsonMessageReader(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * Reads the object that the parser stands before. What cannot be read is left out, or empty where something has to be in
     * its place.
     *
     * @throws RequestFaults where there are more faults than anybody is told
     */
    void readInto(Message.Builder message) throws IOException {
        parser.nextToken();
        object(message, "");
    }

    private void object(Message.Builder message, String path) throws IOException {
        if (!begins(JsonToken.START_OBJECT, path, "an object")) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            FieldDescriptor field = JsonFields.find(message.getDescriptorForType(), name);
            JsonToken value = parser.nextToken();
            if (field == null) {
                refuse(
                        ErrorCode.UNKNOWN_FIELD,
                        JsonFields.path(path, JsonFields.shown(name)),
                        "there is no such field");
            } else if (value != JsonToken.VALUE_NULL) {
                field(message, field, JsonFields.path(path, field.getJsonName()));
            }
        }
    }

    private void field(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        String again = again(message, field);
        if (again != null) {
            refuse(ErrorCode.MALFORMED_REQUEST, path, again);
        } else if (field.isMapField()) {
            map(message, field, path);
        } else if (field.isRepeated()) {
            array(message, field, path);
        } else {
            Object value = value(message, field, path);
            if (value != null) {
                message.setField(field, value);
            } else if (field.getRealContainingOneof() != null) {
                // A choice was made all the same.
                message.setField(field, empty(message, field));
            }
        }
    }

    private void array(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        if (!begins(JsonToken.START_ARRAY, path, "an array")) {
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            Object value = value(message, field, path + "[" + i + "]");
            message.addRepeatedField(field, value == null ? empty(message, field) : value);
        }
    }

    private void map(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        if (!begins(JsonToken.START_OBJECT, path, "an object")) {
            return;
        }
        Descriptor entry = field.getMessageType();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Message.Builder one = message.newBuilderForField(field);
            one.setField(entry.findFieldByName("key"), name);
            FieldDescriptor held = entry.findFieldByName("value");
            Object value = value(one, held, JsonFields.path(path, JsonFields.shown(name)));
            if (value != null) {
                message.addRepeatedField(field, one.setField(held, value).build());
            }
        }
    }

    /** The value that the parser stands on, or null where it is none of the field's. */
    private @Nullable Object value(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        try {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return new JsonScalars(parser).read(field, path);
            }
            if (field.getMessageType().equals(Timestamp.getDescriptor())) {
                return new JsonScalars(parser).timestamp(path);
            }
        } catch (BillingException refused) {
            faults.add(refused);
            parser.skipChildren();
            return null;
        }
        Message.Builder inner = message.newBuilderForField(field);
        object(inner, path);
        return inner.build();
    }

    private static Object empty(Message.Builder message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message.newBuilderForField(field).build();
            case ENUM -> field.getEnumType().getValues().get(0);
            case STRING -> "";
            case BOOLEAN -> false;
            case INT -> 0;
            case LONG -> 0L;
            default -> throw new IllegalStateException("requests have no field of type " + field.getJavaType());
        };
    }

    private boolean begins(JsonToken wanted, String path, String what) throws IOException {
        if (parser.currentToken() == wanted) {
            return true;
        }
        faults.add(JsonScalars.unexpected(path, what, parser.currentToken()));
        parser.skipChildren();
        return false;
    }

    private void refuse(ErrorCode code, String path, String message) throws IOException {
        faults.add(new Fault(code, path, message));
        parser.skipChildren();
    }

    /** Why the field cannot be given once more, or null if it can. */
    private static @Nullable String again(Message.Builder message, FieldDescriptor field) {
        OneofDescriptor choice = field.getRealContainingOneof();
        if (choice != null && message.hasOneof(choice)) {
            return "only one of the choices can be given";
        }
        boolean seen = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
        return seen ? "this is given twice, by two names" : null;
    }
}
