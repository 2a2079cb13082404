package io.billing4j.server.transport;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/** Names and paths of fields as JSON has them: {@code charges[1].price.graduated.tiers[0].upTo}. */
public final class JsonFields {
    private static final int LONGEST = 64;

    private JsonFields() {}

    /** The field with this lowerCamelCase or original name, if there is one. */
    static @Nullable FieldDescriptor find(Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The path of a field inside another; the outer one is empty for the message itself. */
    static String path(String outer, String name) {
        return outer.isEmpty() ? name : outer + "." + name;
    }

    /** A caller's text as it may be repeated to them: not too long, and without control characters. */
    public static String shown(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > LONGEST
                ? safe.append('…').toString()
                : safe.toString();
    }
}
