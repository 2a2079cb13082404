package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.store.Page;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The sample catalogue and the customers {@code c-1}, {@code c-2} and {@code c-3}. */
abstract class SubscriptionContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C3 = CustomerId.of("c-3");

    /** As much of it as a group may have. */
    private static final String HOSTILE_GROUP = Samples.HOSTILE.substring(Samples.HOSTILE.length() - 64);

    SubscriptionContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeCustomers() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            List.of(C1, C2, C3).forEach(id -> unit.customers().insert(Samples.customer(id)));
        });
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        return Stream.of(
                        subscription("s-1", IntervalUnit.MONTH, "2024-01-31", "2024-01-31", "Europe/Berlin", "1"),
                        subscription("s-2", IntervalUnit.QUARTER, "2024-02-29", "2023-12-31", "Asia/Kathmandu", "0.5"),
                        subscription("s-3", IntervalUnit.YEAR, "1900-01-02", "1900-01-02", "UTC", "999999999999.1"),
                        subscription("s-4", IntervalUnit.DAY, "9997-12-30", "9998-01-01", "-03:30", "3"),
                        subscription("s-5", IntervalUnit.THIRTY_DAYS, "2024-03-31", "2030-05-05", "Europe/London", "7")
                                .with(new SubscriptionChange.Canceled(
                                        Instant.parse("2024-05-01T00:00:00.000001Z"), at(5))),
                        subscription("s-6", IntervalUnit.WEEK, "2024-03-31", "2024-03-31", "Asia/Beirut", "1")
                                .startingWith(atAnotherTime()))
                .flatMap(subscription -> Stream.of(
                                BillingCursor.start(subscription.startInclusive()),
                                new BillingCursor(4, at(1), 12, 17, at(2).plusNanos(1000), at(3), at(4), at(5)))
                        .map(cursor -> new SubscriptionState(subscription, cursor)))
                .map(state -> dynamicTest(state.subscription().id() + " " + state.cursor(), () -> {
                    tenant = newTenant();
                    writeCustomers();
                    write(unit -> unit.subscriptions().insert(state));
                    assertThat(find(state.subscription().id())).isEqualTo(state);
                    assertList(unit -> unit.subscriptions().list(null, Page.first(10)))
                            .containsExactly(state.subscription());
                }));
    }

    @Test
    void may_take_the_longest_quantity() {
        SubscriptionChange created = new SubscriptionChange.Created(
                Samples.START, at(1), new PlanVersionRef(Samples.PLAN, 1), Samples.LONGEST);
        Subscription usual = Samples.subscription("s-1", "c-1").subscription();
        Subscription longest =
                new Subscription(usual.id(), usual.customer(), usual.currency(), usual.schedule(), List.of(created));
        write(unit -> unit.subscriptions().insert(new SubscriptionState(longest, BillingCursor.start(Samples.START))));

        assertThat(find(longest.id()).subscription()).isEqualTo(longest);
    }

    @Test
    void exist_once() {
        SubscriptionState first = Samples.subscription("s-1", "c-1");
        write(unit -> unit.subscriptions().insert(first));

        assertRefused(
                ErrorCode.SUBSCRIPTION_EXISTS, unit -> unit.subscriptions().insert(Samples.subscription("s-1", "c-2")));
        assertThat(find(first.subscription().id())).isEqualTo(first);
    }

    @Test
    void are_not_found_unless_they_are_there() {
        write(unit -> unit.subscriptions().insert(Samples.subscription("s-1", "c-1")));

        assertOptional(unit -> unit.subscriptions().find(SubscriptionId.of("S-1")))
                .isEmpty();
        assertOptional(unit -> unit.subscriptions().find(SubscriptionId.of("s-1")))
                .isPresent();
    }

    @Test
    void are_found_many_at_once() {
        SubscriptionState ended = Samples.subscription("s-3", "c-2");
        List<SubscriptionState> all = List.of(
                Samples.subscription("s-1", "c-2"),
                Samples.subscription("s-2", "c-1"),
                new SubscriptionState(
                        ended.subscription().with(new SubscriptionChange.Canceled(at(1000), at(10))), ended.cursor()));
        write(unit -> all.forEach(unit.subscriptions()::insert));

        assertList(unit -> unit.subscriptions().findAll(ids("s-3", "s-2", "S-1", "s-3")))
                .containsExactly(all.get(1), all.get(2));
        assertList(unit -> unit.subscriptions().findAll(ids())).isEmpty();
        // So many that a statement has them in an array.
        List<SubscriptionId> many = new ArrayList<>(ids("s-2", "s-1", "s-3"));
        for (int i = 0; i < 1000; i++) {
            many.add(SubscriptionId.of("none-" + i));
        }
        assertList(unit -> unit.subscriptions().findAll(many)).isEqualTo(all);
    }

    @Test
    void come_without_boundaries_that_slots_have() {
        SubscriptionState state = Samples.subscription("s-1", "c-1");
        Subscription pinned = state.subscription()
                .startingWith(state.subscription().schedule().withPinned(Map.of(1, at(99))));
        write(unit -> unit.subscriptions().insert(new SubscriptionState(pinned, state.cursor())));
        write(unit -> unit.subscriptions().update(new SubscriptionState(pinned, state.cursor())));

        assertThat(find(pinned.id())).isEqualTo(state);
    }

    @Test
    void are_updated_with_further_changes_and_their_cursor() {
        SubscriptionState before = Samples.subscription("s-1", "c-1");
        SubscriptionState untouched = Samples.subscription("s-2", "c-1");
        SubscriptionState after = new SubscriptionState(
                before.subscription().with(new SubscriptionChange.Canceled(at(1000), at(10))),
                new BillingCursor(1, at(1000), 1, 2, at(1000), null, at(3)));
        write(unit -> {
            unit.subscriptions().insert(before);
            unit.subscriptions().insert(untouched);
        });
        write(unit -> unit.subscriptions().update(after));

        assertThat(find(before.subscription().id())).isEqualTo(after);
        assertThat(find(untouched.subscription().id())).isEqualTo(untouched);
    }

    @Test
    void are_updated_in_their_cursor_alone_where_no_change_is_new() {
        SubscriptionState before = Samples.subscription("s-1", "c-1");
        SubscriptionState after =
                new SubscriptionState(before.subscription(), new BillingCursor(3, null, 2, 4, at(7), at(6), null));
        write(unit -> unit.subscriptions().insert(before));
        write(unit -> unit.subscriptions().update(after));

        assertThat(find(before.subscription().id())).isEqualTo(after);
    }

    @Test
    void say_what_they_are_for() {
        SubscriptionState none = Samples.subscription("s-1", "c-1");
        SubscriptionState some = new SubscriptionState(
                Samples.subscription("s-2", "c-1").subscription().inGroup(HOSTILE_GROUP), none.cursor());
        write(unit -> {
            unit.subscriptions().insert(none);
            unit.subscriptions().insert(some);
        });
        assertThat(group("s-1")).isNull();
        assertThat(group("s-2")).isEqualTo(HOSTILE_GROUP);

        write(unit -> unit.subscriptions().setGroup(SubscriptionId.of("s-1"), "x".repeat(64)));
        // What is updated is an image from before: what the subscription is for is not among what that moves.
        write(unit -> unit.subscriptions()
                .update(new SubscriptionState(
                        none.subscription().with(new SubscriptionChange.Canceled(at(1000), at(10))), none.cursor())));
        write(unit -> unit.subscriptions().setGroup(SubscriptionId.of("s-2"), null));

        assertThat(group("s-1")).isEqualTo("x".repeat(64));
        assertThat(group("s-2")).isNull();
        assertList(unit -> unit.subscriptions().ofCustomers(List.of(C1)))
                .extracting(state -> state.subscription().group())
                .containsExactly("x".repeat(64), null);
        assertRefused(
                ErrorCode.SUBSCRIPTION_NOT_FOUND, unit -> unit.subscriptions().setGroup(SubscriptionId.of("s-3"), "a"));
    }

    private @Nullable String group(String id) {
        return find(SubscriptionId.of(id)).subscription().group();
    }

    @Test
    void of_customers_come_in_the_order_of_their_keys() {
        writeMany();

        assertList(unit -> unit.subscriptions().ofCustomers(List.of(C2, C1, C2)))
                .extracting(state -> state.subscription().id().value())
                .isEqualTo(Pages.KEYS_IN_ORDER);
        assertList(unit -> unit.subscriptions().ofCustomers(List.of(C1)))
                .extracting(state -> state.subscription().id().value())
                .isEqualTo(everySecondKey(0));
        assertList(unit -> unit.subscriptions().ofCustomers(List.of(C3))).isEmpty();
        assertList(unit -> unit.subscriptions().ofCustomers(List.of())).isEmpty();
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        writeMany();

        for (int size : List.of(1, 4, Page.MAX_SIZE)) {
            assertThat(keys(null, size)).isEqualTo(Pages.KEYS_IN_ORDER);
            assertThat(keys(C2, size)).isEqualTo(everySecondKey(1));
            assertThat(keys(C3, size)).isEmpty();
        }
    }

    @Test
    void are_due_at_the_cut_off_and_before_and_not_after() {
        Instant cutOff = at(100);
        Map<String, @Nullable Instant> due = new LinkedHashMap<>();
        due.put("late", cutOff.plus(1, ChronoUnit.MICROS));
        due.put("never", null);
        due.put("now", cutOff);
        due.put("NOW", cutOff);
        due.put("before", Samples.START);
        write(unit -> {
            due.forEach((key, at) -> unit.subscriptions().insert(dueAt(key, "c-1", at)));
            unit.subscriptions().insert(dueAt("of-another", "c-2", cutOff));
        });

        assertThat(due(List.of(C1), cutOff)).containsExactly("NOW", "before", "now");
        assertThat(due(List.of(C3, C2, C1), cutOff)).containsExactly("NOW", "before", "now", "of-another");
        assertThat(due(List.of(C1), cutOff.minus(1, ChronoUnit.MICROS))).containsExactly("before");
        assertThat(due(List.of(), cutOff)).isEmpty();
    }

    @Test
    void move_their_cursors_several_at_a_time() {
        write(unit -> Stream.of("a", "b", "c", "d")
                .forEach(key -> unit.subscriptions().insert(Samples.subscription(key, "c-1"))));
        BillingCursor set = new BillingCursor(2, at(1), 2, 3, at(2), at(3), at(4), at(5));
        BillingCursor unset = new BillingCursor(7, null, 1, 8, null, null, null);
        BillingCursor last = new BillingCursor(
                Integer.MAX_VALUE,
                Instant.parse("9998-12-31T23:59:59.999999Z"),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                at(4),
                null,
                null);
        write(unit ->
                unit.subscriptions().moveCursors(Map.of(SubscriptionId.of("a"), set, SubscriptionId.of("b"), set)));
        write(unit -> {
            unit.subscriptions()
                    .moveCursors(Map.of(
                            SubscriptionId.of("b"), unset,
                            SubscriptionId.of("c"), set,
                            SubscriptionId.of("d"), last));
            unit.subscriptions().moveCursors(Map.of());
        });

        assertList(unit -> unit.subscriptions().ofCustomers(List.of(C1)))
                .extracting(SubscriptionState::cursor)
                .containsExactly(set, unset, set, last);
    }

    /** Subscriptions of {@code c-1} and {@code c-2} in turns. */
    private void writeMany() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(key -> unit.subscriptions()
                .insert(Samples.subscription(key, Pages.KEYS_IN_ORDER.indexOf(key) % 2 == 0 ? "c-1" : "c-2"))));
    }

    private static List<String> everySecondKey(int from) {
        return Pages.KEYS_IN_ORDER.stream()
                .filter(key -> Pages.KEYS_IN_ORDER.indexOf(key) % 2 == from)
                .toList();
    }

    private List<String> keys(@Nullable CustomerId customer, int size) {
        return Pages.all(
                        size,
                        page -> read(unit -> unit.subscriptions().list(customer, page)),
                        subscription -> subscription.id().value())
                .stream()
                .map(subscription -> subscription.id().value())
                .toList();
    }

    private List<String> due(List<CustomerId> customers, Instant cutOff) {
        return read(unit -> unit.subscriptions().dueOfCustomers(customers, cutOff)).stream()
                .map(state -> state.subscription().id().value())
                .toList();
    }

    private static List<SubscriptionId> ids(String... ids) {
        return Stream.of(ids).map(SubscriptionId::of).toList();
    }

    private SubscriptionState find(SubscriptionId id) {
        return read(unit -> unit.subscriptions().find(id).orElseThrow());
    }

    private static SubscriptionState dueAt(String id, String customer, @Nullable Instant at) {
        return new SubscriptionState(
                Samples.subscription(id, customer).subscription(), new BillingCursor(1, at, 1, 2, null, null, null));
    }

    /** The last microsecond of a day for its boundaries, and a start at some other time. */
    private static BillingSchedule atAnotherTime() {
        return BillingSchedule.startingAt(
                Instant.parse("2024-03-31T09:37:00.000001Z"),
                LocalTime.MAX,
                LocalDate.of(2024, 3, 31),
                new BillingInterval(IntervalUnit.WEEK, 1),
                ZoneId.of("Asia/Beirut"));
    }

    private static Subscription subscription(
            String id, IntervalUnit unit, String start, String anchor, String zone, String quantity) {
        BillingSchedule schedule = BillingSchedule.of(
                LocalDate.parse(start), LocalDate.parse(anchor), new BillingInterval(unit, 2), ZoneId.of(zone));
        SubscriptionChange created = new SubscriptionChange.Created(
                schedule.startInclusive(), at(1), new PlanVersionRef(Samples.PLAN, 1), new BigDecimal(quantity));
        return new Subscription(SubscriptionId.of(id), C1, Samples.USD, schedule, List.of(created));
    }
}
