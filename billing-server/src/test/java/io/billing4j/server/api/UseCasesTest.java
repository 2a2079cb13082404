package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.jobs.Jobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Whatever the library can do, and the jobs over it, the API can, or the table says why not. */
class UseCasesTest {
    private static final String NONE = "-";
    private static final String TO_COME = "to come: ";

    private static final List<Row> ROWS = rows();

    @Test
    void every_method_of_the_engine_has_a_row_and_every_row_a_method() {
        assertThat(methods()).hasSizeGreaterThan(80).isEqualTo(named(Row::method));
    }

    @Test
    void every_call_has_a_row_and_every_row_a_call() {
        Set<String> named = named(Row::rpc);
        named.remove(NONE);
        assertThat(calls()).isEqualTo(named);
    }

    @Test
    void a_method_has_calls_or_a_reason() {
        for (Row row : ROWS) {
            assertThat(row.reason().isEmpty())
                    .as(row.toString())
                    .isEqualTo(!row.rpc().equals(NONE));
            if (row.rpc().equals(NONE)) {
                assertThat(ROWS)
                        .filteredOn(other -> other.method().equals(row.method()))
                        .hasSize(1);
            }
        }
        assertThat(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void what_is_to_come_is_not_there_yet(TestReporter reporter) {
        List<String> missing = ROWS.stream()
                .map(Row::reason)
                .filter(reason -> reason.startsWith(TO_COME))
                .map(reason -> reason.substring(TO_COME.length()))
                .toList();
        reporter.publishEntry("calls to come", Integer.toString(missing.size()));
        assertThat(calls()).doesNotContainAnyElementsOf(missing.isEmpty() ? List.of("") : missing);
        assertThat(missing).doesNotHaveDuplicates();
    }

    /** Of the engine and of whatever it hands out, as {@code Catalog.findPlan}; not those that only hand something out. */
    private static Set<String> methods() {
        Set<Class<?>> facades = new LinkedHashSet<>(List.of(Billing4J.class, UsageGathering.class, Jobs.class));
        Deque<Class<?>> open = new ArrayDeque<>(facades);
        Set<String> names = new TreeSet<>();
        while (!open.isEmpty()) {
            Class<?> facade = open.remove();
            for (Method method : facade.getDeclaredMethods()) {
                if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
                    continue;
                }
                if (!isFacade(method.getReturnType())) {
                    names.add(facade.getSimpleName() + "." + method.getName());
                } else if (facades.add(method.getReturnType())) {
                    open.add(method.getReturnType());
                }
            }
        }
        return names;
    }

    /** Whether it does something, and is no value. */
    private static boolean isFacade(Class<?> type) {
        return type.getPackage() == Billing4J.class.getPackage()
                && !type.isRecord()
                && !type.isInterface()
                && !type.isEnum();
    }

    private static Set<String> calls() {
        return ApiCall.all().stream().map(ApiCall::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(Function<Row, String> column) {
        return ROWS.stream().map(column).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Row> rows() {
        try (InputStream in = UseCasesTest.class.getResourceAsStream("use-cases.csv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .skip(1)
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Row(String method, String rpc, String reason) {
        static Row of(String line) {
            List<String> cells = Stream.concat(Arrays.stream(line.split(";")), Stream.of(""))
                    .map(String::strip)
                    .toList();
            return new Row(cells.get(0), cells.get(1), cells.get(2));
        }
    }
}
