package io.billing4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunWorkersTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void all_of_them_are_at_work_at_once() {
        CountDownLatch there = new CountDownLatch(3);

        new RunWorkers(executor, 3).together(() -> {
            there.countDown();
            await(there);
        });

        assertThat(there.getCount()).isZero();
    }

    @Test
    void the_caller_waits_for_a_helper_that_has_begun() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread caller = Thread.currentThread();

        new RunWorkers(executor, 2).together(() -> {
            if (Thread.currentThread() == caller) {
                await(begun);
            } else {
                begun.countDown();
                while (caller.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            ended.incrementAndGet();
        });

        assertThat(ended).hasValue(2);
    }

    @Test
    void a_helper_that_has_not_begun_is_not_waited_for_and_does_nothing_later() {
        List<Runnable> queue = new ArrayList<>();
        AtomicInteger worked = new AtomicInteger();

        new RunWorkers(queue::add, 3).together(worked::incrementAndGet);
        queue.forEach(Runnable::run);

        assertThat(queue).hasSize(2);
        assertThat(worked).hasValue(1);
    }

    @Test
    void an_executor_that_refuses_leaves_the_work_to_the_caller() {
        AtomicInteger worked = new AtomicInteger();

        new RunWorkers(
                        task -> {
                            throw new RejectedExecutionException("closed");
                        },
                        2)
                .together(worked::incrementAndGet);

        assertThat(worked).hasValue(1);
    }

    @Test
    void what_a_helper_throws_is_thrown_when_all_have_ended() {
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();

        assertThatThrownBy(() -> new RunWorkers(executor, 2).together(() -> {
                    if (Thread.currentThread() == caller) {
                        await(begun);
                        ended.incrementAndGet();
                    } else {
                        begun.countDown();
                        throw new IllegalStateException("helper");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("helper");
        assertThat(ended).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
