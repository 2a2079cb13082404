package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.CustomerLock;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When something falls due that was not, and what falls due next. */
abstract class DueSubscriptionContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    DueSubscriptionContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            unit.customers().insert(Samples.customer(C1));
        });
    }

    @Test
    void fall_due_again_where_nothing_was() {
        insert(null, null, null, null);
        write(unit -> {
            unit.subscriptions().wake(wake("a", at(3), "c", at(1).plusNanos(1000)));
            unit.subscriptions().wake(Map.of());
        });

        assertCursors(at(3), null, at(1).plusNanos(1000), null);
    }

    @Test
    void keep_what_was_due_earlier_or_later() {
        insert(at(5), at(50), null, at(7));
        write(unit -> unit.subscriptions().wake(wake("a", at(9), "b", at(9), "c", at(9))));

        assertCursors(at(5), at(50), at(9), at(7));
    }

    @Test
    void fall_due_for_the_first_reason_that_is_found() {
        insert(null, null, null, null);
        write(unit -> unit.subscriptions().wake(wake("a", at(9))));
        write(unit -> unit.subscriptions().wake(wake("a", at(3), "b", at(4))));

        assertCursors(at(9), at(4), null, null);
    }

    @Test
    void are_woken_by_many_ingestions_at_once() {
        insert(null, null, null, null);
        background.together(8, number -> {
            List<String> order = number % 2 == 0 ? KEYS : List.of("d", "c", "b", "a");
            write(unit -> {
                unit.customers().lock(List.of(C1), CustomerLock.SHARED);
                Map<SubscriptionId, Instant> due = new LinkedHashMap<>();
                order.forEach(key -> due.put(SubscriptionId.of(key), at(9)));
                unit.subscriptions().wake(due);
            });
            return true;
        });

        assertCursors(at(9), at(9), at(9), at(9));
    }

    @Test
    void that_are_due_next_are_found_by_their_instant() {
        insert(at(5), at(5).plus(1, ChronoUnit.MICROS), null, at(100));

        assertOptional(unit -> unit.subscriptions().nextDueAfter(Samples.START)).contains(at(5));
        assertOptional(unit -> unit.subscriptions().nextDueAfter(at(5))).contains(at(5).plus(1, ChronoUnit.MICROS));
        assertOptional(unit -> unit.subscriptions().nextDueAfter(at(6))).contains(at(100));
        assertOptional(unit -> unit.subscriptions().nextDueAfter(at(100))).isEmpty();
    }

    private void insert(@Nullable Instant... dueAt) {
        write(unit -> {
            for (int i = 0; i < dueAt.length; i++) {
                unit.subscriptions()
                        .insert(new SubscriptionState(
                                Samples.subscription(KEYS.get(i), "c-1").subscription(), cursor(dueAt[i])));
            }
        });
    }

    /** All else of the cursors stays as it was. */
    private void assertCursors(@Nullable Instant... dueAt) {
        List<BillingCursor> cursors = read(unit -> unit.subscriptions().ofCustomers(List.of(C1))).stream()
                .map(SubscriptionState::cursor)
                .toList();
        assertThat(cursors)
                .isEqualTo(Stream.of(dueAt).map(DueSubscriptionContract::cursor).toList());
    }

    private static BillingCursor cursor(@Nullable Instant dueAt) {
        return new BillingCursor(4, dueAt, 2, 6, at(1000), at(900), at(800), at(700));
    }

    private static Map<SubscriptionId, Instant> wake(Object... keysAndInstants) {
        Map<SubscriptionId, Instant> due = new LinkedHashMap<>();
        for (int i = 0; i < keysAndInstants.length; i += 2) {
            due.put(SubscriptionId.of((String) keysAndInstants[i]), (Instant) keysAndInstants[i + 1]);
        }
        return due;
    }
}
