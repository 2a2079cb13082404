package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.billing4j.grpc.v1.RulesProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The schemas of messages and enums. A type has one schema, whichever way it goes: what a request has to have, an answer has.
 * Where it is in answers alone, what an answer always has is required; where it is in requests alone, there is nothing beside
 * its fields.
 */
final class Schemas {
    private static final String PLACE = "#/components/schemas/";

    private final ProtoComments comments;
    private final Set<Descriptor> sent;
    private final Set<Descriptor> answered;
    private final Set<EnumDescriptor> emptied;
    private final FieldSchemas fields = new FieldSchemas(this);
    private final Map<Part, String> names = new HashMap<>();
    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    // To be described: what they refer to is found on the way.
    private final Deque<Part> next = new ArrayDeque<>();

    /**
     * Of nothing yet.
     *
     * @param requests of all calls
     * @param answers of all calls
     */
    Schemas(ProtoComments comments, Collection<Descriptor> requests, Collection<Descriptor> answers) {
        this.comments = comments;
        sent = reached(requests);
        answered = reached(answers);
        emptied = answered.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.ENUM)
                .filter(field -> !field.hasPresence() && !field.isRepeated() && !isSentRequired(field))
                .map(FieldDescriptor::getEnumType)
                .collect(Collectors.toSet());
    }

    /** A reference to the schema of this type, for answers or inside others. */
    ObjectNode reference(Descriptor type) {
        return reference(type, List.of());
    }

    /** The same without some fields, which are said beside it. */
    ObjectNode reference(Descriptor type, Collection<String> without) {
        Part part = new Part(type, Set.copyOf(without));
        String known = names.get(part);
        if (known == null) {
            known = name(part);
            names.put(part, known);
            schemas.put(known, object());
            next.add(part);
        }
        return object().put("$ref", PLACE + known);
    }

    /** A reference to the schema of this enum. */
    ObjectNode reference(EnumDescriptor type) {
        schemas.computeIfAbsent(name(type), name -> schema(type));
        return object().put("$ref", PLACE + name(type));
    }

    /** The schema of a field of a request that is in no body. */
    ObjectNode parameter(FieldDescriptor field) {
        return fields.of(field, true);
    }

    /** All that was referred to, by name. */
    Map<String, ObjectNode> all() {
        while (!next.isEmpty()) {
            Part part = next.remove();
            schemas.put(Objects.requireNonNull(names.get(part)), schema(part));
        }
        return schemas;
    }

    private ObjectNode schema(Part part) {
        Descriptor type = part.type();
        boolean inAnswers = answered.contains(type);
        ObjectNode schema = object().put("type", "object");
        ObjectNode properties = object();
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (FieldDescriptor field : type.getFields()) {
            if (part.without().contains(field.getName())) {
                continue;
            }
            properties.set(field.getJsonName(), told(fields.of(field, !inAnswers), comments.of(field.getFullName())));
            if (sent.contains(type) ? FieldSchemas.isRequired(field) : !field.hasPresence()) {
                required.add(field.getJsonName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        if (!inAnswers) {
            schema.put("additionalProperties", false);
        }
        return choices(schema, type, properties.size());
    }

    /**
     * Says which fields exclude each other. OpenAPI could say so by a schema for each of them, of which generators make types
     * that nobody wants; a message that is nothing else holds one property.
     */
    private ObjectNode choices(ObjectNode schema, Descriptor type, int properties) {
        StringBuilder text = new StringBuilder(comments.of(type.getFullName()));
        ArrayNode choices = JsonNodeFactory.instance.arrayNode();
        for (OneofDescriptor choice : type.getRealOneofs()) {
            List<String> of = choice.getFields().stream()
                    .map(FieldDescriptor::getJsonName)
                    .toList();
            boolean needed = choice.getOptions().getExtension(RulesProto.choose);
            ObjectNode one = choices.addObject().put("name", choice.getName()).put("required", needed);
            of.forEach(one.putArray("of")::add);
            add(text, (needed ? "One of " : "At most one of ") + String.join(", ", of) + ".");
            add(text, comments.of(choice.getFullName()).replace("Required.", "").strip());
            if (of.size() == properties) {
                schema.put("maxProperties", 1);
                if (needed) {
                    schema.put("minProperties", 1);
                }
            }
        }
        if (!choices.isEmpty()) {
            schema.set("x-choices", choices);
        }
        if (text.length() > 0) {
            schema.put("description", text.toString());
        }
        return schema;
    }

    private ObjectNode schema(EnumDescriptor type) {
        ObjectNode schema = object().put("type", "string");
        ArrayNode values = schema.putArray("enum");
        StringBuilder text = new StringBuilder(comments.of(type.getFullName()));
        for (EnumValueDescriptor value : type.getValues()) {
            if (value.getNumber() == 0) {
                continue;
            }
            values.add(value.getName());
            String meaning = comments.of(type.getFullName() + "." + value.getName());
            if (!meaning.isEmpty()) {
                add(text, "- " + value.getName() + ": " + meaning);
            }
        }
        if (emptied.contains(type)) {
            String nothing = type.findValueByNumber(0).getName();
            values.add(nothing);
            schema.put("x-nothing", nothing);
            add(text, "- " + nothing + ": in answers alone, where none applies.");
        }
        if (text.length() > 0) {
            schema.put("description", text.toString());
        }
        return schema;
    }

    /** Beside a reference there is room for nothing else. */
    private static ObjectNode told(ObjectNode schema, String text) {
        if (text.isEmpty()) {
            return schema;
        }
        if (!schema.has("$ref")) {
            return schema.put("description", text);
        }
        ObjectNode outer = object();
        outer.putArray("allOf").add(schema);
        return outer.put("description", text);
    }

    private static void add(StringBuilder text, String more) {
        if (!more.isEmpty()) {
            text.append(text.length() == 0 ? "" : "\n").append(more);
        }
    }

    private boolean isSentRequired(FieldDescriptor field) {
        return sent.contains(field.getContainingType()) && FieldSchemas.isRequired(field);
    }

    /** Mostly a request goes without the same fields wherever it is; else the name says which. */
    private String name(Part part) {
        String name = name(part.type());
        return schemas.containsKey(name)
                ? name
                        + part.without().stream()
                                .sorted()
                                .map(Schemas::capital)
                                .collect(Collectors.joining("And", "Without", ""))
                : name;
    }

    /** {@code if_revision} is {@code IfRevision}. */
    private static String capital(String field) {
        return Stream.of(field.split("_"))
                .map(word -> (char) (word.charAt(0) - 'a' + 'A') + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String name(GenericDescriptor type) {
        String inPackage =
                type.getFullName().substring(type.getFile().getPackage().length() + 1);
        return inPackage.replace(".", "");
    }

    /** The types, and all that are in them. */
    private static Set<Descriptor> reached(Collection<Descriptor> types) {
        Set<Descriptor> reached = new HashSet<>();
        Deque<Descriptor> next = new ArrayDeque<>(types);
        while (!next.isEmpty()) {
            Descriptor type = next.remove();
            if (reached.add(type)) {
                type.getFields().stream()
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .forEach(field -> next.add(field.getMessageType()));
            }
        }
        return reached;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private record Part(Descriptor type, Set<String> without) {}
}
