package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.OutboxBacklog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxMetersTest {
    private static final Instant NOW = Instant.parse("2025-01-03T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutboxMeters meters = new OutboxMeters(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void show_how_many_events_wait_and_for_how_long() {
        meters.ask(() -> new OutboxBacklog(42, Instant.parse("2025-01-03T09:58:30.500Z")));

        assertThat(value("billing.outbox.events")).isEqualTo(42);
        // 09:58:30.5 to 10:00:00
        assertThat(value("billing.outbox.age")).isEqualTo(89.5);
    }

    @Test
    void show_no_age_where_nothing_waits_or_what_waits_is_yet_to_come() {
        meters.ask(() -> new OutboxBacklog(0, null));
        assertThat(value("billing.outbox.age")).isZero();

        meters.ask(() -> new OutboxBacklog(1, NOW.plusSeconds(5)));
        assertThat(value("billing.outbox.age")).isZero();
    }

    @Test
    void know_nothing_while_the_database_cannot_be_asked() {
        assertThat(value("billing.outbox.events")).isNaN();

        meters.ask(() -> new OutboxBacklog(42, NOW));
        meters.ask(() -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("the database of a test is away");
        });

        assertThat(value("billing.outbox.events")).isNaN();
        assertThat(value("billing.outbox.age")).isNaN();
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
