package io.billing4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.benchmarks.run.RunBenchmark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Half of the ratios that the benchmark aims at, on small books: what falls below is a regression of kind, such as a statement
 * per document. Both sides are measured in the same seconds on the same server, so that a slow machine is slow for both.
 */
class RunSmokeTest {
    private static final int SUBSCRIPTIONS = 10_000;
    private static final double HALF_OF_FLAT = 0.45 / 2;
    private static final double HALF_OF_USAGE = 0.35 / 2;

    @Test
    void a_run_reaches_half_of_its_target() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (BenchmarkDatabase database = BenchmarkDatabase.start(Path.of("target"))) {
            int workers = Runtime.getRuntime().availableProcessors();
            RunBenchmark run = new RunBenchmark(database, new Report(System.out), executor, workers, false);
            run.warmUp(SUBSCRIPTIONS / 4);

            assertReached(HALF_OF_FLAT, () -> run.flat(SUBSCRIPTIONS));
            assertReached(HALF_OF_USAGE, () -> run.usage(SUBSCRIPTIONS));
        } finally {
            executor.shutdown();
        }
    }

    /** In the second of two tries at the latest: the first may run while the JVM still compiles. */
    private static void assertReached(double ratio, Callable<Double> measured) throws Exception {
        double first = measured.call();
        assertThat(first > ratio ? first : measured.call()).isGreaterThan(ratio);
    }
}
