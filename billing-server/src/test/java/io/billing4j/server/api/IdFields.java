package io.billing4j.server.api;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.RulesProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The fields of requests that hold a key, an id, a token or what else could be another tenant's. */
final class IdFields {
    private static final Set<String> NAMES = Set.of("page_token", "idempotency_key", "subject_id", "event_id");

    private IdFields() {}

    /** Whether a field is one; the names of jobs are everybody's. */
    static boolean is(FieldDescriptor field) {
        if (field.getName().equals("job")) {
            return false;
        }
        FieldRule.Kind kind = field.getOptions().getExtension(RulesProto.must).getBe();
        return kind == FieldRule.Kind.KEY || kind == FieldRule.Kind.UUID || NAMES.contains(field.getName());
    }

    /** Whether a field holds a key that the tenant makes up. */
    static boolean isKey(FieldDescriptor field) {
        return is(field)
                && field.getOptions().getExtension(RulesProto.must).getBe() != FieldRule.Kind.UUID
                && !field.getName().equals("page_token");
    }

    /** Where they are in a request: those that it has, and those at its top that it has not. */
    static List<Path> of(Message request) {
        List<Path> paths = new ArrayList<>();
        add(request, new Path(List.of()), paths);
        return paths;
    }

    private static void add(Message message, Path outer, List<Path> paths) {
        Descriptor type = message.getDescriptorForType();
        for (FieldDescriptor field : type.getFields()) {
            boolean top = outer.steps().isEmpty();
            if (field.isMapField()) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    Path path = outer.and(field, i);
                    if (is(field)) {
                        paths.add(path);
                    } else if (message.getRepeatedField(field, i) instanceof Message inner) {
                        add(inner, path, paths);
                    }
                }
            } else if (is(field) && (top || !message.getField(field).equals(""))) {
                paths.add(outer.and(field, -1));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && message.hasField(field)) {
                add((Message) message.getField(field), outer.and(field, -1), paths);
            }
        }
    }

    /** The message with other keys, wherever there is one. */
    static Message renamed(Message message, UnaryOperator<String> names) {
        Message renamed = message;
        for (Path path : of(message)) {
            if (isKey(path.last()) && !path.of(renamed).isEmpty()) {
                renamed = path.with(renamed, names.apply(path.of(renamed)));
            }
        }
        return renamed;
    }

    /** The way to a field of a message. */
    record Path(List<Step> steps) {
        Path and(FieldDescriptor field, int index) {
            List<Step> more = new ArrayList<>(steps);
            more.add(new Step(field, index));
            return new Path(List.copyOf(more));
        }

        FieldDescriptor last() {
            return steps.get(steps.size() - 1).field();
        }

        /** What the field holds. */
        String of(Message message) {
            Object found = message;
            for (Step step : steps) {
                found = step.of((Message) found);
            }
            return (String) found;
        }

        /** The message with this in the field. */
        Message with(Message message, String value) {
            return with(message, 0, value);
        }

        private Message with(Message message, int depth, String value) {
            Step step = steps.get(depth);
            Object inner = depth == steps.size() - 1 ? value : with((Message) step.of(message), depth + 1, value);
            Message.Builder changed = message.toBuilder();
            return step.index() < 0
                    ? changed.setField(step.field(), inner).build()
                    : changed.setRepeatedField(step.field(), step.index(), inner)
                            .build();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (Step step : steps) {
                text.append(text.length() == 0 ? "" : ".").append(step.field().getName());
                text.append(step.index() < 0 ? "" : "[" + step.index() + "]");
            }
            return text.toString();
        }
    }

    /**
     * One field on the way.
     *
     * @param index of a list's element; below zero for a field that is none
     */
    record Step(FieldDescriptor field, int index) {
        Object of(Message message) {
            return index < 0 ? message.getField(field) : message.getRepeatedField(field, index);
        }
    }
}
