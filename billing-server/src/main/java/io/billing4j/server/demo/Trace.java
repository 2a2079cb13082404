package io.billing4j.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A recorded stream of requests to a language model.
 *
 * @param requests in the order of the file
 */
public record Trace(List<Request> requests) {
    /**
     * One request.
     *
     * @param at in steps of 100 ns
     * @param contextTokens read by the model, 0 or more
     * @param generatedTokens written by it, 0 or more
     */
    public record Request(Instant at, long contextTokens, long generatedTokens) {}

    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /** Keeps a copy of the requests. */
    public Trace {
        requests = List.copyOf(requests);
    }

    /**
     * Reads lines such as {@code 2023-11-16 18:15:46.6805900,374,44} under a header; times are in UTC.
     *
     * @throws IllegalArgumentException at the first line that is not one
     */
    public static Trace read(Reader reader) {
        List<String> lines = new BufferedReader(reader).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("expected the header " + HEADER);
        }
        return new Trace(lines.stream().skip(1).map(Trace::request).toList());
    }

    /** The trace of this name beside this class. */
    static Trace resource(String name) {
        try (InputStream file = Trace.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("expected the resource " + name + " beside " + Trace.class.getName());
            }
            return read(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request request(String line) {
        try {
            String[] fields = line.split(",", -1);
            if (fields.length == 3) {
                return new Request(
                        LocalDateTime.parse(fields[0].replace(' ', 'T')).toInstant(ZoneOffset.UTC),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[2]));
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("expected a time and two counts but found " + line, e);
        }
        throw new IllegalArgumentException("expected a time and two counts but found " + line);
    }
}
