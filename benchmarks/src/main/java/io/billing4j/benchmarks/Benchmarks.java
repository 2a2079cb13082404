package io.billing4j.benchmarks;

import io.billing4j.benchmarks.run.RunBenchmark;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the product beside its limit, prints the figures and writes them to {@code target/results.tsv}.
 *
 * <pre>{@code
 * mvn -ntp -Pbenchmark -pl benchmarks -am process-classes
 * mvn -ntp -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark.args="run --full"
 * }</pre>
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** As {@link Options#of} reads it. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        Path target = Path.of("target").toAbsolutePath();
        Report report = new Report(System.out);
        if (options.names().contains("run")) {
            run(options, target, report);
        }
        if (options.names().contains("assembler")) {
            assembler(report);
        }
        report.write(target.resolve("results.tsv"));
    }

    private static void run(Options options, Path target, Report report) throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (BenchmarkDatabase database = BenchmarkDatabase.start(target)) {
            report.say(String.format(
                    Locale.ROOT,
                    "%s; the disk makes %.0f fdatasync/s",
                    database.durability(),
                    DiskProbe.syncsPerSecond(database.directory())));
            RunBenchmark run = new RunBenchmark(database, report, executor, options.workers(), options.statements());
            run.warmUp(Math.min(50_000, options.subscriptions()));
            run.flat(options.subscriptions() / 10);
            run.flat(options.subscriptions());
            run.usage(options.subscriptions());
            if (options.full()) {
                run.flat(10 * options.subscriptions());
            }
        } finally {
            executor.shutdown();
        }
    }

    /** One flat line per document, on one core, derivation and line hash included. */
    private static void assembler(Report report) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(AssemblerBenchmark.class.getSimpleName() + ".assembled$")
                        .warmupIterations(3)
                        .measurementIterations(3)
                        .build())
                .run();
        for (RunResult result : results) {
            report.add(Result.alone(
                    "assembler, " + result.getParams().getParam("shape"),
                    result.getPrimaryResult().getScore(),
                    "invoices/s"));
        }
    }
}
