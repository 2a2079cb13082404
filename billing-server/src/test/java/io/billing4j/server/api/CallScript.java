package io.billing4j.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The calls of {@code calls.txt}, which says itself how it is written, and of files that are written like it. */
final class CallScript {
    private CallScript() {}

    /** Its entries in their order. */
    static List<Entry> entries() {
        return blocks("calls.txt").stream().map(Entry::of).toList();
    }

    /** The lines of each entry of such a file. */
    static List<List<String>> blocks(String file) {
        return Arrays.stream(text(file).split("\n\\s*\n", -1))
                .map(block -> Arrays.stream(block.split("\n", -1))
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .toList())
                .filter(lines -> !lines.isEmpty())
                .toList();
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(CallScript.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One call.
     *
     * @param requests JSON of the request, or of each one of a stream
     * @param expected JSON of what the answer holds, among other things
     * @param names what later calls call a value of the answer, by name, with where it stands
     */
    record Entry(String rpc, List<String> requests, String expected, Map<String, String> names) {
        static Entry of(List<String> lines) {
            List<String> requests = new ArrayList<>();
            StringBuilder expected = new StringBuilder();
            Map<String, String> names = new LinkedHashMap<>();
            StringBuilder part = new StringBuilder();
            for (String line : lines) {
                if (line.startsWith("+ ")) {
                    requests.add(part.toString());
                    part = new StringBuilder(line.substring(2));
                } else if (line.startsWith("= ")) {
                    expected.append(line.substring(2));
                    requests.add(part.toString());
                    part = expected;
                } else if (line.startsWith("$")) {
                    String[] named = line.substring(1).split(" ", 2);
                    names.put(named[0], named[1]);
                } else {
                    part.append(line).append(' ');
                }
            }
            String[] first = requests.get(0).split(" ", 2);
            requests.set(0, first[1]);
            return new Entry(first[0], requests.stream().map(Entry::json).toList(), json(expected.toString()), names);
        }

        private static String json(String text) {
            return text.strip().replace('\'', '"');
        }
    }
}
