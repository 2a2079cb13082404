package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.store.Remembered;
import io.billing4j.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests of the past on PostgreSQL. */
class RememberedRequestsTest {
    private static final RequestKey KEY = RequestKey.of("key");
    private static final RequestKey OTHER_KEY = RequestKey.of("other");

    private final TestBooks books = TestBooks.open();
    private final JdbcBillingStore hasty = JdbcBillingStore.builder(
                    books.database().application())
            .lockTimeout(Duration.ofMillis(40))
            .build();

    @Test
    void a_key_that_somebody_has_for_too_long_is_contention() throws SQLException {
        try (Connection host = transaction()) {
            books.writeOn(books.store().on(host), unit -> claim(unit, KEY));

            assertThat(refusal(ErrorCode.STORE_CONTENTION, () -> books.writeOn(hasty, unit -> claim(unit, KEY)))
                            .retryable())
                    .isTrue();
        }
        assertThat(hasty.<Optional<Remembered>>inTransaction(books.tenant(), unit -> claim(unit, KEY)))
                .isEmpty();
    }

    @Test
    void a_key_that_is_kept_and_that_somebody_has_for_too_long_is_contention() throws SQLException {
        books.write(unit -> claim(unit, KEY));
        try (Connection host = transaction()) {
            books.writeOn(books.store().on(host), unit -> claim(unit, KEY));

            refusal(ErrorCode.STORE_CONTENTION, () -> books.writeOn(hasty, unit -> claim(unit, KEY)));
        }
    }

    @Test
    void a_request_is_as_old_as_the_databases_clock_says() {
        books.write(unit -> claim(unit, KEY));
        books.write(unit -> claim(unit, OTHER_KEY));
        books.administer(
                "UPDATE billing.remembered_request SET recorded_at = now() - interval '23 hours 59 minutes'"
                        + " WHERE request_key = 'key'",
                "UPDATE billing.remembered_request SET recorded_at = now() - interval '24 hours'"
                        + " WHERE request_key = 'other'");

        assertThat(forgotten(books.store())).isEqualTo(1);
        assertThat(keys()).isEqualTo("key");
    }

    @Test
    void a_request_that_somebody_has_is_left_for_another_time() throws SQLException {
        books.write(unit -> claim(unit, KEY));
        books.write(unit -> claim(unit, OTHER_KEY));
        books.administer("UPDATE billing.remembered_request SET recorded_at = now() - interval '2 days'");
        try (Connection host = transaction()) {
            books.writeOn(books.store().on(host), unit -> claim(unit, KEY));

            assertThat(forgotten(hasty)).isEqualTo(1);
            assertThat(keys()).isEqualTo("key");
        }
        assertThat(forgotten(hasty)).isEqualTo(1);
    }

    private static Optional<Remembered> claim(UnitOfWork unit, RequestKey key) {
        return unit.requests()
                .claim(key, "CreatePlan", ContentHash.builder("request", 1).build());
    }

    private int forgotten(JdbcBillingStore store) {
        return store.inTransaction(books.tenant(), unit -> unit.requests().forgetOlderThan(Duration.ofHours(24), 10));
    }

    private String keys() {
        return books.value("SELECT string_agg(request_key, ',' ORDER BY request_key) FROM billing.remembered_request");
    }

    private Connection transaction() throws SQLException {
        Connection connection = books.database().application().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}
