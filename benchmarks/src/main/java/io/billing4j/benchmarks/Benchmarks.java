package io.billing4j.benchmarks;

import io.billing4j.benchmarks.preview.PreviewBenchmark;
import io.billing4j.benchmarks.run.RunBenchmark;
import io.billing4j.benchmarks.tracing.TracingBenchmark;
import io.billing4j.benchmarks.usage.UsageBenchmark;
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
        if (options.names().stream().anyMatch(name -> !name.equals("assembler"))) {
            try (BenchmarkDatabase database = BenchmarkDatabase.start(target)) {
                onDatabase(options, database, report);
            }
        }
        if (options.names().contains("assembler")) {
            assembler(report);
        }
        report.write(target.resolve("results.tsv"));
    }

    private static void onDatabase(Options options, BenchmarkDatabase database, Report report) throws Exception {
        report.say(String.format(
                Locale.ROOT,
                "%s; the disk makes %.0f fdatasync/s",
                database.durability(),
                DiskProbe.syncsPerSecond(database.directory())));
        if (options.names().contains("run")) {
            run(options, database, report);
        }
        if (options.names().contains("usage")) {
            usage(options, database, report);
        }
        if (options.names().contains("preview")) {
            PreviewBenchmark preview = new PreviewBenchmark(database, report);
            preview.throughTheCore(10_000);
            preview.overHttp(3_000);
        }
        if (options.names().contains("tracing")) {
            new TracingBenchmark(database, report).previews(2_000);
        }
        if (options.names().contains("scale")) {
            scale(options, database, report);
        }
    }

    private static void run(Options options, BenchmarkDatabase database, Report report) throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            RunBenchmark run = new RunBenchmark(database, report, executor, options.workers(), options.statements());
            run.warmUp(Math.min(15_000, options.subscriptions()));
            run.flat(options.subscriptions() / 10);
            run.flat(options.subscriptions());
            run.usage(options.subscriptions() / 2);
            run.onThreeNodes(options.subscriptions() / 5);
        } finally {
            executor.shutdown();
        }
    }

    /** What a document costs with many subscriptions and with many events, beside what it costs with few. */
    private static void scale(Options options, BenchmarkDatabase database, Report report) throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            RunBenchmark run = new RunBenchmark(database, report, executor, options.workers(), options.statements());
            run.warmUp(Math.min(20_000, options.subscriptions()));
            run.flatAlone(options.subscriptions() / 10);
            run.flatAlone(10 * options.subscriptions());
            run.flatAlone(options.subscriptions() / 10);
        } finally {
            executor.shutdown();
        }
        new PreviewBenchmark(database, report).besideManyEvents(5_000);
    }

    private static void usage(Options options, BenchmarkDatabase database, Report report) throws Exception {
        UsageBenchmark usage = new UsageBenchmark(database, report, options.statements());
        usage.warmUp(100_000);
        usage.batches(1, 10_000, 100);
        usage.batches(100, 50_000, 100);
        usage.batches(1_000, 150_000, 100);
        usage.batches(10_000, 150_000, 100);
        usage.duplicates(100_000);
        usage.overGrpc(20_000);
    }

    /** One flat line per document, on one core, derivation and line hash included. */
    private static void assembler(Report report) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(AssemblerBenchmark.class.getSimpleName() + ".assembled$")
                        .warmupIterations(3)
                        .measurementIterations(3)
                        .param("shape", DocumentShape.FLAT.name())
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
