package io.billing4j.server.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What answers have told, so that requests can ask for what there is. */
final class KnownValues {
    private static final int MOST = 40;
    private static final Map<String, String> SAME = Map.of(
            "entity", "entity_id",
            "one_offs", "one_off_id",
            "plan_ids", "plan_id",
            "charge_ids", "charge_id",
            "page_token", "next_page_token",
            "subject_id", "customer_id",
            "start", "period_start",
            "end", "period_end",
            "cut_off", "business_date");

    private final Random random;
    private final Map<String, List<Object>> values = new HashMap<>();

    KnownValues(Random random) {
        this.random = random;
    }

    /** Takes note of the texts and instants of an answer, by the names of their fields. */
    void learn(Message answer) {
        answer.getAllFields().forEach((field, value) -> {
            if (field.isMapField()) {
                return;
            }
            for (Object each : field.isRepeated() ? (Collection<?>) value : List.of(value)) {
                if (each instanceof Message message && !(each instanceof Timestamp)) {
                    learn(message);
                } else if (each instanceof String || each instanceof Timestamp) {
                    keep(name(field), each);
                }
            }
        });
    }

    /** A value that a field of this name has had, if any. */
    Optional<Object> of(FieldDescriptor field) {
        List<Object> known = values.getOrDefault(name(field), List.of()).stream()
                .filter(value -> value instanceof String == (field.getJavaType() == FieldDescriptor.JavaType.STRING))
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    private void keep(String name, Object value) {
        List<Object> known = values.computeIfAbsent(name, any -> new ArrayList<>());
        if (value.equals("") || known.contains(value)) {
            return;
        }
        if (known.size() < MOST) {
            known.add(value);
        } else {
            known.set(random.nextInt(MOST), value);
        }
    }

    private static String name(FieldDescriptor field) {
        return SAME.getOrDefault(field.getName(), field.getName());
    }
}
