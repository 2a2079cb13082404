package io.billing4j.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints figures as they come and keeps them for the table at the end. */
public final class Report {
    private final PrintStream out;
    private final long begun = System.nanoTime();
    private final List<Result> results = new ArrayList<>();

    /** A report that prints here. */
    public Report(PrintStream out) {
        this.out = out;
    }

    /** Says what is being done, or what stands beside a figure, and how many seconds after the beginning. */
    public void say(String line) {
        out.printf(Locale.ROOT, "%4d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000, line);
        out.flush();
    }

    /** Takes a figure. */
    public void add(Result result) {
        results.add(result);
        say(result.toString());
    }

    /** All figures so far. */
    public List<Result> results() {
        return List.copyOf(results);
    }

    /** Writes all figures as tab-separated values: name, product, limit, ratio, unit. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("name\tproduct\tlimit\tratio\tunit"));
        results.forEach(result -> lines.add(result.tsv()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }
}
