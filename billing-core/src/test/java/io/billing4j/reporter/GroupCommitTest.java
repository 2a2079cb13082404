package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final byte[] RECORD = {1};

    private final ExecutorService callers = Executors.newFixedThreadPool(8);
    private final BlockingQueue<Integer> groups = new LinkedBlockingQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @AfterEach
    void stop() throws InterruptedException {
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callers_that_come_while_a_group_is_written_share_the_next() throws Exception {
        GroupCommit commit = new GroupCommit((records, events) -> {
            groups.add(events);
            await(first);
        });
        List<Future<?>> answers = new ArrayList<>();
        answers.add(submit(commit, 1));
        assertThat(groups.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            answers.add(submit(commit, 10));
        }
        while (commit.gathered() < 70) {
            Thread.onSpinWait();
        }
        first.countDown();

        for (Future<?> answer : answers) {
            answer.get(30, TimeUnit.SECONDS);
        }
        assertThat(groups).containsExactly(70);
    }

    @Test
    void a_group_that_fails_fails_for_each_of_its_callers_and_for_no_other() throws Exception {
        GroupCommit commit = new GroupCommit((records, events) -> {
            if (events == 1) {
                throw new IOException("No space left on device");
            }
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> commit.commit(RECORD, 1))
                .withMessage("No space left on device");

        commit.commit(RECORD, 2);
    }

    @Test
    void closing_waits_for_what_was_taken_and_refuses_what_comes() throws Exception {
        GroupCommit commit = new GroupCommit((records, events) -> {
            groups.add(events);
            await(first);
        });
        Future<?> answer = submit(commit, 1);
        assertThat(groups.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
        Future<?> closed = callers.submit(commit::close);
        first.countDown();
        closed.get(30, TimeUnit.SECONDS);

        assertThat(answer.get(30, TimeUnit.SECONDS)).isNull();
        assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> commit.commit(RECORD, 1));
    }

    private Future<?> submit(GroupCommit commit, int events) {
        return callers.submit(() -> {
            commit.commit(RECORD, events);
            return null;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
