package io.billing4j.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils requests: as messages, as the bytes of gRPC, and as the JSON and addresses of REST. */
final class Spoiler {
    /** Stands for itself in bytes, so that it can be found there. */
    private static final String MARK = "@spoiled@";

    private static final int HUGE = 1_000_000;
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ufffe",
            "\u2028",
            "NaN",
            "1e999999",
            "-0",
            "٣",
            "1_000",
            "0x10",
            "+5",
            "2023-02-30",
            "24:00",
            "+999999999-12-31",
            "2023-12-02T09:30:00Z",
            "0000-01-01",
            "PT99999999999999H",
            "US",
            "usd",
            "..",
            "a/b",
            "a b",
            "%",
            "{seq",
            "AAAA",
            "MS0xLTEtMS0x",
            "1-1-1-1-1");
    private static final List<String> ODD_JSON = List.of(
            "NaN",
            "1e999999",
            "-1e999999",
            "1e400",
            "123456789012345678901234567890",
            "1.5",
            "-0",
            "00",
            "true",
            "null",
            "[]",
            "{}",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "'single'",
            "[1,2",
            "\"",
            "{\"a\":1}",
            "[null]",
            "[[]]",
            "\"true\"",
            "2147483648",
            "-9223372036854775809",
            "/* */1",
            "undefined");
    private static final List<String> ODD_BODIES = List.of(
            "",
            " ",
            "[]",
            "null",
            "1",
            "\"x\"",
            "{}{}",
            "{",
            "}",
            "{\"\":{}}",
            "\ufeff{}",
            "{\"a\":{\"a\":{\"a\":1}}}");
    private static final List<String> ODD_ENDS = List.of(
            "?x=1",
            "&x=1",
            "?pageSize=1&pageSize=2",
            "?pageSize=1&page_size=2",
            "%00",
            "%C3%28",
            "%2F",
            ";x=1",
            "//",
            "/",
            "/..",
            ":frob",
            "?",
            "&&",
            "?=",
            "?pageSize=",
            "?pageSize=1.0",
            "?pageToken=%ff",
            "/%2e%2e/plans",
            "%25",
            "?%00=1");

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    /** The message with one field wrong: left out, doubled, odd, huge, unknown. */
    Message spoiled(Message message) {
        List<FieldDescriptor> fields = List.copyOf(message.getAllFields().keySet());
        if (fields.isEmpty() || random.nextInt(12) == 0) {
            return unknown(message);
        }
        FieldDescriptor field = any(fields);
        if (field.isMapField()) {
            return message.toBuilder().clearField(field).build();
        }
        Message.Builder spoiled = message.toBuilder();
        int index = field.isRepeated() ? random.nextInt(message.getRepeatedFieldCount(field)) : -1;
        Object found = index < 0 ? message.getField(field) : message.getRepeatedField(field, index);
        if (random.nextInt(5) == 0) {
            return spoiled.clearField(field).build();
        }
        Object other = other(field, found);
        if (index < 0) {
            return spoiled.setField(field, other).build();
        }
        return random.nextInt(3) == 0
                ? spoiled.addRepeatedField(field, found).build()
                : spoiled.setRepeatedField(field, index, other).build();
    }

    private Object other(FieldDescriptor field, Object found) {
        if (found instanceof Timestamp) {
            return Timestamp.newBuilder()
                    .setSeconds(any(List.of(Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800L, -62_135_596_801L, 0L)))
                    .setNanos(any(List.of(0, -1, 1_000_000_000, Integer.MIN_VALUE)))
                    .build();
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> spoiled((Message) found);
            case STRING -> random.nextInt(40) == 0 ? "x".repeat(HUGE) : any(ODD_TEXTS);
            case INT -> any(List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE));
            case LONG -> any(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
            case ENUM ->
                field.getEnumType()
                        .findValueByNumberCreatingIfUnknown(
                                any(List.of(0, -1, 99, Integer.MAX_VALUE, Integer.MIN_VALUE)));
            case BOOLEAN -> !(Boolean) found;
            default -> found;
        };
    }

    private Message unknown(Message message) {
        UnknownFieldSet.Field value = random.nextBoolean()
                ? UnknownFieldSet.Field.newBuilder()
                        .addVarint(random.nextLong())
                        .build()
                : UnknownFieldSet.Field.newBuilder()
                        .addGroup(UnknownFieldSet.newBuilder()
                                .mergeVarintField(1, 1)
                                .build())
                        .build();
        return message.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(any(List.of(99, 1_000, 536_870_911)), value)
                        .build())
                .build();
    }

    /** Bytes that are not quite the message, or not at all. */
    byte[] bytes(Message message) {
        byte[] bytes = message.toByteArray();
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                return noise;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
            }
            case 2 -> {
                ByteArrayOutputStream twice = new ByteArrayOutputStream();
                twice.writeBytes(bytes);
                twice.writeBytes(bytes);
                return twice.toByteArray();
            }
            case 3 -> {
                return broken(marked(message).toByteArray());
            }
            default -> {
                byte[] flipped = bytes.clone();
                for (int i = random.nextInt(4); i >= 0 && flipped.length > 0; i--) {
                    int at = random.nextInt(flipped.length);
                    flipped[at] = (byte) (flipped[at] ^ (1 << random.nextInt(8)));
                }
                return flipped;
            }
        }
    }

    /** A body that is not quite the JSON, or not at all. */
    byte[] json(String json) {
        ObjectNode tree = (ObjectNode) Story.tree(json.isEmpty() ? "{}" : json);
        return switch (random.nextInt(8)) {
            case 0 -> any(ODD_BODIES).getBytes(StandardCharsets.UTF_8);
            case 1 ->
                json.substring(0, json.isEmpty() ? 0 : random.nextInt(json.length()))
                        .getBytes(StandardCharsets.UTF_8);
            case 2 ->
                tree.put(any(List.of("colour", "", "plan_id", "planId", "\u0000", "__proto__")), 1)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
            case 3 -> {
                mark(tree);
                yield broken(tree.toString().getBytes(StandardCharsets.UTF_8));
            }
            case 4 -> json.replaceFirst("\\{(\"[^\"]+\":)", "{$1null,$1").getBytes(StandardCharsets.UTF_8);
            default -> {
                mark(tree);
                String odd = random.nextInt(60) == 0 ? "\"" + "x".repeat(HUGE) + "\"" : any(ODD_JSON);
                yield tree.toString().replace("\"" + MARK + "\"", odd).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** An address that is not quite the one. */
    String address(String address) {
        return switch (random.nextInt(4)) {
            case 0 -> address.replaceFirst("[^/]+(?=[:?]|$)", "");
            case 1 ->
                address.replaceFirst(
                        "([?&][^=&]+=)[^&]*", "$1" + any(List.of("", "%00", "x", "-1", "%ff", "1e9", "true")));
            default -> address + any(ODD_ENDS);
        };
    }

    private Message marked(Message message) {
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.isRepeated()) {
                continue;
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                return message.toBuilder().setField(field, MARK).build();
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                return message.toBuilder()
                        .setField(field, marked((Message) message.getField(field)))
                        .build();
            }
        }
        return message;
    }

    private void mark(JsonNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        if (tree instanceof ObjectNode object && !names.isEmpty()) {
            String name = any(names);
            if (object.path(name).isContainerNode() && !object.path(name).isEmpty() && random.nextInt(4) > 0) {
                mark(object.path(name));
            } else {
                object.put(name, MARK);
            }
        } else if (tree instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            if (array.get(index).isContainerNode() && !array.get(index).isEmpty()) {
                mark(array.get(index));
            } else {
                array.set(index, MARK);
            }
        }
    }

    /** What was marked is no UTF-8. */
    private static byte[] broken(byte[] bytes) {
        byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + mark.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
                bytes[i] = (byte) 0xc3;
                bytes[i + 1] = (byte) 0x28;
                bytes[i + 2] = (byte) 0xff;
            }
        }
        return bytes;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
