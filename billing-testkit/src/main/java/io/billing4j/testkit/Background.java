package io.billing4j.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Other threads of a test. Every wait has a limit: what never comes fails the test. */
final class Background implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final long STILL_WAITING_MILLIS = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "contract-background");
        thread.setDaemon(true);
        return thread;
    });

    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    /** What as many threads give that all begin at once, in the order of their numbers from 0. */
    <T> List<T> together(int count, IntFunction<T> work) {
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<T>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            started.add(start(() -> {
                ready.countDown();
                await(ready);
                return work.apply(number);
            }));
        }
        return started.stream().map(Background::await).toList();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError("failed in another thread", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came in " + PATIENCE_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came in " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Fails as soon as the future is done; believes after a moment that it is waiting. */
    static void assertWaiting(Future<?> future) {
        try {
            Object early = future.get(STILL_WAITING_MILLIS, TimeUnit.MILLISECONDS);
            throw new AssertionError("expected it to wait for the other transaction, but it gave " + early);
        } catch (TimeoutException e) {
            // As it should be.
        } catch (ExecutionException e) {
            throw new AssertionError("expected it to wait for the other transaction, but it failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }
}
