package io.billing4j.testkit.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a history as a test method that can be pasted: every command is a record of values that have a form in code. */
final class HistoryPrinter {
    private HistoryPrinter() {}

    static String print(FuzzedHistory history, long seed) {
        StringBuilder code = new StringBuilder();
        HistoryFailure failure = history.failure();
        String.valueOf(failure == null ? "nothing failed" : failure.getMessage())
                .lines()
                .forEach(line -> code.append("    // ").append(line).append('\n'));
        code.append("    @Test\n    void history_")
                .append(Long.toUnsignedString(seed))
                .append("() {\n");
        code.append("        History.open(newStore(), ")
                .append(code(history.scenario()))
                .append(", documentRules())");
        for (HistoryCommand command : history.commands()) {
            code.append("\n                .then(").append(code(command)).append(")");
        }
        return code.append(";\n    }\n").toString();
    }

    private static String code(@Nullable Object value) {
        if (value == null || value instanceof Integer || value instanceof Boolean) {
            return String.valueOf(value);
        } else if (value instanceof String) {
            return "\"" + value + "\"";
        } else if (value instanceof BigDecimal) {
            return "new BigDecimal(\"" + value + "\")";
        } else if (value instanceof Instant || value instanceof LocalDate) {
            return value.getClass().getSimpleName() + ".parse(\"" + value + "\")";
        } else if (value instanceof ZoneId) {
            return "ZoneId.of(\"" + value + "\")";
        } else if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
        } else if (value.getClass().getSimpleName().endsWith("Id")) {
            return value.getClass().getSimpleName() + ".of(\"" + value + "\")";
        }
        return "new " + name(value.getClass())
                + Arrays.stream(value.getClass().getRecordComponents())
                        .map(component -> code(read(value, component)))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }

    private static @Nullable Object read(Object value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
