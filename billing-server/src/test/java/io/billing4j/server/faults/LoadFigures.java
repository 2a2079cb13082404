package io.billing4j.server.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.Caller.Answer;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How long calls took, kind by kind, and which of them failed. Safe for many threads. */
final class LoadFigures {
    private final Map<String, List<Long>> nanos = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    /** What a call of REST answers. */
    JsonNode rest(String kind, Supplier<Answer> call) {
        Answer answer = measured(kind, call);
        if (answer.status() != 200) {
            failed(kind + ": " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    /** What a call of gRPC answers. */
    <T> Optional<T> grpc(String kind, Supplier<T> call) {
        try {
            return Optional.of(measured(kind, call));
        } catch (StatusRuntimeException e) {
            failed(kind + ": " + e.getStatus());
            return Optional.empty();
        }
    }

    /** What went wrong, a line each. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many calls there were. */
    synchronized int calls() {
        return nanos.values().stream().mapToInt(List::size).sum();
    }

    /** A line for each kind, and one for all. */
    synchronized String table(Duration took) {
        StringBuilder table = new StringBuilder();
        List<Long> all = new ArrayList<>();
        nanos.forEach((kind, times) -> {
            table.append(line(kind, times, took));
            all.addAll(times);
        });
        return table.append(line("all", all, took)).toString();
    }

    private <T> T measured(String kind, Supplier<T> call) {
        long begun = System.nanoTime();
        T answer = call.get();
        took(kind, System.nanoTime() - begun);
        return answer;
    }

    private synchronized void took(String kind, long time) {
        nanos.computeIfAbsent(kind, first -> new ArrayList<>()).add(time);
    }

    private synchronized void failed(String failure) {
        failures.add(failure);
    }

    private static String line(String kind, List<Long> times, Duration took) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%-22s %6d calls %7.1f/s   p50 %8.1f ms   p99 %8.1f ms   max %8.1f ms%n",
                kind,
                sorted.size(),
                sorted.size() * 1e9 / took.toNanos(),
                millis(sorted, 50),
                millis(sorted, 99),
                millis(sorted, 100));
    }

    /** That so many of a hundred did not exceed. */
    private static double millis(List<Long> sorted, int percent) {
        int index = Math.max(0, (sorted.size() * percent + 99) / 100 - 1);
        return sorted.get(index) / 1e6;
    }
}
