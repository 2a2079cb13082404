package io.billing4j.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UncaughtTest {
    private final Thread.UncaughtExceptionHandler before =
            Thread.currentThread().getUncaughtExceptionHandler();
    private final List<Throwable> handled = new ArrayList<>();

    @BeforeEach
    void listen() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> handled.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    @Test
    void failures_go_to_the_handler_of_the_thread_and_no_further() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        Uncaught.guard(() -> {
            throw failure;
        });

        assertThat(handled).containsExactly(failure);
    }

    @Test
    void failures_of_the_handler_end_nothing_either() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            handled.add(failure);
            throw new IllegalStateException("the handler's own");
        });
        Uncaught.guard(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(handled)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("on purpose"));
    }

    @Test
    void errors_end_the_work() {
        assertThatThrownBy(() -> Uncaught.guard(() -> {
                    throw new AssertionError("on purpose");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(handled).isEmpty();
    }
}
