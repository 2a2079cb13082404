package io.billing4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same thing at once until all is done. */
public final class Crew {
    private Crew() {}

    /**
     * How many a second are done where this many threads share the work.
     *
     * @param count of what is done by all of them together
     * @param work of one thread; it ends when nothing is left
     * @throws Exception what a thread threw
     */
    public static double perSecond(int threads, long count, Callable<?> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(() -> {
                    work.call();
                    return null;
                });
            }
            long begun = System.nanoTime();
            for (Future<Void> part : executor.invokeAll(parts)) {
                part.get();
            }
            return count * 1e9 / (System.nanoTime() - begun);
        } finally {
            executor.shutdownNow();
        }
    }
}
