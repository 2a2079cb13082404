package io.billing4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** What an example prints. */
final class Printed {
    private Printed() {}

    /** Line by line, without blanks at the ends. */
    static List<String> by(Consumer<PrintStream> example) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        example.accept(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .toList();
    }
}
