package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.RulesProto;
import java.math.BigDecimal;
import java.util.List;

/**
 * The schemas of single fields, by their types and rules.
 *
 * @param types what fields refer to
 */
record FieldSchemas(Schemas types) {
    private static final int LONGEST_KEY = 64;
    private static final String KEY = "[A-Za-z0-9._:-]{1,64}";
    private static final String DECIMAL = "-?[0-9]{1,24}(\\.[0-9]{1,18})?";
    // What is worked out has as many digits as it takes.
    private static final String WORKED_OUT = "-?[0-9]+(\\.[0-9]+)?";
    private static final String WHOLE = "-?[0-9]{1,19}";

    /**
     * The schema of what stands under the field's name.
     *
     * @param sent whether it is in requests alone; what answers have may also be empty where nothing applies
     */
    ObjectNode of(FieldDescriptor field, boolean sent) {
        FieldRule rule = ruleOf(field);
        if (field.isMapField()) {
            ObjectNode map = typed("object");
            map.set("additionalProperties", one(field.getMessageType().findFieldByName("value"), rule, sent, false));
            bound(map, "minProperties", rule.getMinItems());
            bound(map, "maxProperties", rule.getMaxItems());
            if (rule.getNames().getMaxLength() > 0) {
                map.put("x-longest-name", rule.getNames().getMaxLength());
            }
            return map;
        }
        boolean emptied = !sent && !field.hasPresence() && !field.isRepeated() && !isRequired(field);
        ObjectNode value = one(field, rule, sent, emptied);
        if (!field.isRepeated()) {
            return value;
        }
        ObjectNode list = typed("array");
        list.set("items", value);
        bound(list, "minItems", rule.getMinItems());
        bound(list, "maxItems", rule.getMaxItems());
        return list;
    }

    /** Whether a request without it is refused. */
    static boolean isRequired(FieldDescriptor field) {
        FieldRule rule = ruleOf(field);
        if (field.isRepeated()) {
            return rule.getMinItems() > 0;
        }
        boolean number = field.getJavaType() == FieldDescriptor.JavaType.INT
                || field.getJavaType() == FieldDescriptor.JavaType.LONG;
        boolean refusedAtZero =
                number && !field.hasPresence() && rule.getAtLeast().equals("1");
        return rule.getRequired() || refusedAtZero;
    }

    static FieldRule ruleOf(FieldDescriptor field) {
        return field.getOptions().getExtension(RulesProto.must);
    }

    private ObjectNode one(FieldDescriptor field, FieldRule rule, boolean sent, boolean emptied) {
        return switch (field.getJavaType()) {
            case STRING -> text(rule, sent, emptied);
            case BOOLEAN -> typed("boolean");
            case INT -> whole(rule);
            case LONG -> bounded(formed("int64", WHOLE, false), rule);
            case ENUM -> types.reference(field.getEnumType());
            case MESSAGE ->
                field.getMessageType().equals(Timestamp.getDescriptor())
                        ? typed("string").put("format", "date-time")
                        : types.reference(field.getMessageType(), List.copyOf(rule.getWithoutList()));
            default -> throw new IllegalStateException("the API has no field of type " + field.getJavaType());
        };
    }

    private static ObjectNode text(FieldRule rule, boolean sent, boolean emptied) {
        return switch (rule.getBe()) {
            case KEY -> formed("", KEY, emptied).put("maxLength", LONGEST_KEY);
            case UUID -> formed("uuid", "", emptied);
            case TEXT -> free(rule, emptied);
            case DECIMAL -> bounded(formed("decimal", sent ? DECIMAL : WORKED_OUT, emptied), rule);
            case DATE -> formed("date", "", emptied);
            case DURATION -> formed("duration", "", emptied).put("example", "PT72H");
            case CURRENCY -> formed("", "[A-Z]{3}", emptied).put("example", "USD");
            case COUNTRY -> formed("", "[A-Z]{2}", emptied).put("example", "DE");
            case REGION -> formed("", "[A-Z0-9]{1,3}", emptied).put("example", "BE");
            case DATE_OR_INSTANT -> typed("string").put("example", "2026-12-01");
            case ZONE -> typed("string").put("example", "Europe/Berlin");
            case OPAQUE, KIND_UNSPECIFIED, UNRECOGNIZED -> typed("string");
        };
    }

    private static ObjectNode free(FieldRule rule, boolean emptied) {
        ObjectNode schema = typed("string");
        bound(schema, "minLength", rule.getRequired() && !emptied ? 1 : 0);
        bound(schema, "maxLength", rule.getMaxLength());
        return schema;
    }

    private static ObjectNode whole(FieldRule rule) {
        ObjectNode schema = typed("integer").put("format", "int32");
        if (!rule.getAtLeast().isEmpty()) {
            schema.put("minimum", Integer.parseInt(rule.getAtLeast()));
        }
        if (!rule.getAtMost().isEmpty()) {
            schema.put("maximum", Integer.parseInt(rule.getAtMost()));
        }
        return schema;
    }

    /** The bounds of a number that is a text, for which OpenAPI has no words of its own. */
    private static ObjectNode bounded(ObjectNode schema, FieldRule rule) {
        if (!rule.getAbove().isEmpty()) {
            schema.put("x-above", new BigDecimal(rule.getAbove()).toPlainString());
        } else if (!rule.getAtLeast().isEmpty()) {
            schema.put("x-minimum", new BigDecimal(rule.getAtLeast()).toPlainString());
        }
        if (!rule.getAtMost().isEmpty()) {
            schema.put("x-maximum", new BigDecimal(rule.getAtMost()).toPlainString());
        }
        return schema;
    }

    /** A text of a form. One that may be empty is of none that has a name: programs would read the empty text as one, and fail. */
    private static ObjectNode formed(String format, String pattern, boolean emptied) {
        ObjectNode schema = typed("string");
        if (!format.isEmpty() && !emptied) {
            schema.put("format", format);
        }
        if (!pattern.isEmpty()) {
            schema.put("pattern", emptied ? "^(" + pattern + ")?$" : "^" + pattern + "$");
        }
        return schema;
    }

    private static void bound(ObjectNode schema, String name, int bound) {
        if (bound > 0) {
            schema.put(name, bound);
        }
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
