package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.billing4j.error.ErrorCode;
import java.io.IOException;

/**
 * Reads the JSON form of a message and says where it is wrong. The readers at hand drop a field that they do not know, or
 * name it without its path.
 *
 * <p>As proto3 has it, a field goes by its lowerCamelCase or its original name, and null is as good as nothing. Decimals
 * are texts: a JSON number for one is refused, since whoever made it may have rounded it.
 */
final class JsonMessageReader {
    private final JsonParser parser;

    JsonMessageReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the object that the parser stands before. */
    void readInto(Message.Builder message) throws IOException {
        parser.nextToken();
        object(message, "");
    }

    private void object(Message.Builder message, String path) throws IOException {
        expect(JsonToken.START_OBJECT, path, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            FieldDescriptor field = JsonFields.find(message.getDescriptorForType(), name);
            if (field == null) {
                throw ErrorCode.UNKNOWN_FIELD.at(
                        JsonFields.path(path, JsonFields.shown(name)), "there is no such field");
            }
            String inner = JsonFields.path(path, field.getJsonName());
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            requireFirst(message, field, inner);
            if (field.isMapField()) {
                map(message, field, inner);
            } else if (field.isRepeated()) {
                array(message, field, inner);
            } else {
                message.setField(field, value(message, field, inner));
            }
        }
    }

    private void array(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        expect(JsonToken.START_ARRAY, path, "an array");
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            message.addRepeatedField(field, value(message, field, path + "[" + i + "]"));
        }
    }

    private void map(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        expect(JsonToken.START_OBJECT, path, "an object");
        Descriptor entry = field.getMessageType();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Message.Builder one = message.newBuilderForField(field);
            one.setField(entry.findFieldByName("key"), parser.currentName());
            parser.nextToken();
            FieldDescriptor value = entry.findFieldByName("value");
            one.setField(value, value(one, value, JsonFields.path(path, JsonFields.shown(parser.currentName()))));
            message.addRepeatedField(field, one.build());
        }
    }

    private Object value(Message.Builder message, FieldDescriptor field, String path) throws IOException {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return new JsonScalars(parser).read(field, path);
        }
        if (field.getMessageType().equals(Timestamp.getDescriptor())) {
            return new JsonScalars(parser).timestamp(path);
        }
        Message.Builder inner = message.newBuilderForField(field);
        object(inner, path);
        return inner.build();
    }

    private void expect(JsonToken wanted, String path, String what) throws IOException {
        if (parser.currentToken() != wanted) {
            throw JsonScalars.unexpected(path, what, parser.currentToken());
        }
    }

    private static void requireFirst(Message.Builder message, FieldDescriptor field, String path) {
        OneofDescriptor choice = field.getRealContainingOneof();
        boolean seen = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
        if (seen || (choice != null && message.hasOneof(choice))) {
            throw ErrorCode.MALFORMED_REQUEST.at(
                    path,
                    choice == null ? "this is given twice, by two names" : "only one of the choices can be given");
        }
    }
}
