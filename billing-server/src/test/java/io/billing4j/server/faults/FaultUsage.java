package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.EventId;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of usage of the metered customers of {@link FaultBooks#ALPHA}, the same whoever makes them. Each has two or three
 * events of every such customer, so that all batches meet in customers and rollups.
 */
final class FaultUsage {
    /** Events of a batch. */
    static final int SIZE = 1_000;

    /** Events of a group. */
    static final int GROUP = 20;

    private static final Instant FEBRUARY = FaultBooks.CUT_OFF.plus(Duration.ofDays(1));
    private static final int METERED = FaultBooks.CUSTOMERS / 3;

    private FaultUsage() {}

    /** Usage from 2 February on, which no run of 1 February bills. */
    static List<UsageEvent> batch(int number) {
        List<UsageEvent> events = new ArrayList<>(SIZE);
        for (int i = 0; i < SIZE; i++) {
            // 7 and 400 have no divisor in common: all metered customers take their turn.
            int customer = 3 * ((i * 7 + number) % METERED) + 1;
            events.add(UsageEvent.of(
                    EventId.of("batch-" + number + "-" + i),
                    FaultBooks.customer(customer),
                    FaultBooks.CALLS,
                    BigDecimal.valueOf(1 + i % 5),
                    FEBRUARY.plus(Duration.ofMinutes(13L * i))));
        }
        return events;
    }

    /** A few events, such as a service reports at once. */
    static List<UsageEvent> group(int number) {
        List<UsageEvent> events = new ArrayList<>(GROUP);
        for (int i = 0; i < GROUP; i++) {
            events.add(UsageEvent.of(
                    EventId.of("group-" + number + "-" + i),
                    FaultBooks.customer(3 * ((number + i) % METERED) + 1),
                    FaultBooks.CALLS,
                    BigDecimal.ONE,
                    FEBRUARY.plus(Duration.ofSeconds(number))));
        }
        return events;
    }

    /** How many events of batches there are. */
    static long recorded(FaultDatabase database) {
        return database.number("SELECT count(*) FROM usage_event WHERE event_id LIKE 'batch-%'");
    }

    /** Fails unless so many batches, from the first on, are there once: keys, raw rows and what rollups say of them. */
    static void assertOnce(FaultDatabase database, int batches) {
        BooksCheck.assertSound(database, FaultBooks.ALPHA);
        assertThat(recorded(database)).isEqualTo((long) batches * SIZE);
        assertThat(database.number("SELECT count(*) FROM usage_key WHERE event_id LIKE 'batch-%'"))
                .isEqualTo((long) batches * SIZE);
        // Each has 200 events of 1, 2, 3, 4 and 5 calls.
        assertThat(database.number(
                        "SELECT sum(quantity_sum) FROM usage_rollup WHERE tenant_id = 'alpha' AND grain = 'DAY'"
                                + " AND bucket_start > '2026-02-01Z'"))
                .isEqualTo(batches * 3_000L);
    }
}
