package io.billing4j.jdbc.engine;

import static io.billing4j.jdbc.engine.SharedBooks.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.RunSharing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread listens and looks: what keeps it from the one must not keep it from the other, or from its end. */
@SuppressWarnings("try") // that it is open is all that is wanted of it
@Timeout(120)
class LostListenerTest {
    private final SharedBooks books = new SharedBooks();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void where_the_network_falls_silent_as_it_begins_to_listen_it_goes_on_looking() throws Exception {
        try (SilentProxy network = new SilentProxy(books.sessions(), "LISTEN");
                RunSharing sharing = RunSharing.builder(books.process())
                        .listenOn(network.sessions())
                        .poll(Duration.ofMillis(100))
                        .onFailure(failures::add)
                        .start()) {
            network.awaitSilence();
            books.beginAndDie(ALPHA);
            books.awaitCompleted(ALPHA);
        }
        assertThat(failures)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(((BillingException) e).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void it_ends_with_its_session_when_whoever_owns_its_thread_wants_it_back() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RunSharing sharing = RunSharing.builder(books.process())
                .listenOn(books.sessions())
                .poll(Duration.ofHours(1))
                .executor(threads)
                .onFailure(failures::add)
                .start()) {
            SharedBooks.await("it listens", () -> !books.listeners().isEmpty());

            threads.shutdownNow();

            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            SharedBooks.await("its session is closed", () -> books.listeners().isEmpty());
        }
    }
}
