package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class CustomerContract extends StoreContract {
    private static final Instant CUT_OFF = Samples.START.plus(30, ChronoUnit.DAYS);

    CustomerContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        return Stream.of(
                        customer("c-1", Samples.HOSTILE, "USD", "Europe/Berlin", "main", "2024-02-29T12:34:56.789012Z"),
                        customer("c".repeat(64), "n".repeat(200), "JPY", "Asia/Kathmandu", "e", "1900-01-01T00:00:00Z"),
                        customer("A-Z.a_z:0", "x", "KWD", "UTC", "E:1", "9998-12-31T23:59:59.999999Z"),
                        customer("c-2", " x ", "CLF", "-03:30", "e.2", "1969-12-31T23:59:59.999999Z"))
                .map(customer -> dynamicTest(customer.id().value(), () -> {
                    write(unit -> unit.customers().insert(customer));
                    assertOptional(unit -> unit.customers().find(customer.id())).contains(customer);
                }));
    }

    @Test
    void exist_once() {
        write(unit -> unit.customers().insert(Samples.customer("c-1")));

        assertRefused(
                ErrorCode.CUSTOMER_EXISTS,
                unit -> unit.customers()
                        .insert(customer("c-1", "Another", "EUR", "UTC", "main", "2023-11-05T00:00:00Z")));
        assertOptional(unit -> unit.customers().find(CustomerId.of("c-1"))).contains(Samples.customer("c-1"));
    }

    @Test
    void are_told_apart_by_case() {
        write(unit -> List.of("c", "C").forEach(key -> unit.customers().insert(Samples.customer(key))));

        assertOptional(unit -> unit.customers().find(CustomerId.of("C"))).contains(Samples.customer("C"));
        assertOptional(unit -> unit.customers().find(CustomerId.of("d"))).isEmpty();
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(key -> unit.customers().insert(Samples.customer(key))));

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.customers().list(page)),
                            customer -> customer.id().value()))
                    .extracting(customer -> customer.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
        assertList(unit -> unit.customers().list(Page.first(2).after("ZZ")))
                .extracting(customer -> customer.id().value())
                .containsExactly("Za", "_");
    }

    @Test
    void begin_with_their_creation_as_last_record() {
        write(unit -> unit.customers().insert(Samples.customer("c-1")));

        assertThat(lock("c-1")).containsOnly(state("c-1", Samples.START));
    }

    @Test
    void are_locked_and_given_as_far_as_they_exist() {
        write(unit -> List.of("b", "B", "a").forEach(key -> unit.customers().insert(Samples.customer(key))));

        for (CustomerLock lock : CustomerLock.values()) {
            assertMap(unit -> unit.customers().lock(ids("b", "unknown", "a", "b"), lock))
                    .containsOnly(state("a", Samples.START), state("b", Samples.START));
            assertMap(unit -> unit.customers().lock(List.of(), lock)).isEmpty();
            Set<CustomerId> held = read(unit -> unit.customers().hold(ids("b", "unknown", "a", "b"), lock));
            assertThat(held).containsExactlyInAnyOrder(CustomerId.of("a"), CustomerId.of("b"));
            Set<CustomerId> none = read(unit -> unit.customers().hold(List.of(), lock));
            assertThat(none).isEmpty();
        }
    }

    @Test
    void are_given_several_at_a_time_as_far_as_they_exist() {
        write(unit -> List.of("b", "B", "a").forEach(key -> unit.customers().insert(Samples.customer(key))));

        assertMap(unit -> unit.customers().states(ids("b", "unknown", "a", "b")))
                .containsExactly(state("a", Samples.START), state("b", Samples.START));
        assertMap(unit -> unit.customers().states(List.of())).isEmpty();
    }

    @Test
    void move_their_last_record_several_at_a_time() {
        write(unit ->
                List.of("a", "b", "c", "d").forEach(key -> unit.customers().insert(Samples.customer(key))));
        Instant latest = Instant.parse("9998-12-31T23:59:59.999999Z");

        write(unit -> {
            unit.customers().lock(ids("a", "b", "d"), CustomerLock.EXCLUSIVE);
            unit.customers()
                    .recorded(Map.of(
                            CustomerId.of("a"), at(1).plusNanos(1000),
                            CustomerId.of("b"), at(2),
                            CustomerId.of("d"), latest));
            unit.customers().recorded(Map.of());
        });

        assertThat(lock("a", "b", "c", "d"))
                .containsOnly(
                        state("a", at(1).plusNanos(1000)),
                        state("b", at(2)),
                        state("c", Samples.START),
                        state("d", latest));
    }

    @Test
    void are_due_at_the_cut_off_and_before_and_not_after() {
        writeDue();

        assertThat(claim(CUT_OFF, null, 100)).containsExactly("B", "a", "b", "d");
        assertThat(claim(CUT_OFF.minus(1, ChronoUnit.MICROS), null, 100)).containsExactly("B", "b");
        assertThat(claim(CUT_OFF.plus(1, ChronoUnit.MICROS), null, 100)).containsExactly("B", "a", "b", "c", "d");
        assertThat(claim(Samples.START.minusSeconds(1), null, 100)).isEmpty();
    }

    @Test
    void are_claimed_in_the_order_of_their_keys_up_to_a_limit_and_after_a_key() {
        writeDue();

        assertThat(claim(CUT_OFF, null, 2)).containsExactly("B", "a");
        assertThat(claim(CUT_OFF, "a", 2)).containsExactly("b", "d");
        assertThat(claim(CUT_OFF, "aa", 1)).containsExactly("b");
        assertThat(claim(CUT_OFF, "d", 2)).isEmpty();
    }

    @Test
    void are_counted_once_however_much_of_theirs_is_due() {
        writeDue();

        assertDue(CUT_OFF, 4);
        assertDue(CUT_OFF.plus(1, ChronoUnit.MICROS), 5);
        assertDue(Samples.START.minusSeconds(1), 0);
    }

    @Test
    void have_another_mark_once_others_are_due_or_at_another_time() {
        writeDue();
        DueCount due = read(unit -> unit.customers().due(CUT_OFF));

        assertThat(due.count()).isEqualTo(4);
        assertValue(unit -> unit.customers().due(CUT_OFF)).isEqualTo(due);
        assertValue(unit -> unit.customers().due(Samples.START.minusSeconds(1))).isEqualTo(new DueCount(0, 0));

        // c takes the place of a, at the same instant.
        moveDue("s-a", null);
        moveDue("s-c", CUT_OFF);
        DueCount others = read(unit -> unit.customers().due(CUT_OFF));
        assertThat(others.count()).isEqualTo(4);
        assertThat(others.mark()).isNotEqualTo(due.mark());

        moveDue("s-c", CUT_OFF.minusSeconds(1));
        assertThat(read(unit -> unit.customers().due(CUT_OFF)).mark())
                .isNotEqualTo(others.mark())
                .isNotEqualTo(due.mark());
        moveDue("s-c", CUT_OFF.plusSeconds(1));
        moveDue("s-a", CUT_OFF);
        assertValue(unit -> unit.customers().due(CUT_OFF)).isEqualTo(due);
    }

    private void assertDue(Instant cutOff, long customers) {
        assertValue(unit -> unit.customers().due(cutOff).count()).isEqualTo(customers);
    }

    private void moveDue(String subscription, @Nullable Instant at) {
        write(unit -> unit.subscriptions()
                .moveCursors(Map.of(
                        SubscriptionId.of(subscription), new BillingCursor(1, at, 1, 2, Samples.START, null, null))));
    }

    /**
     * At the cut-off {@code a} and {@code d} fall due, {@code b} and {@code B} were due before, {@code b} twice; {@code c} is
     * due a microsecond later, {@code e} never again, {@code f} has no subscription.
     */
    private void writeDue() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            Stream.of("f", "e", "d", "c", "b", "a", "B")
                    .forEach(key -> unit.customers().insert(Samples.customer(key)));
            Map<String, @Nullable Instant> due = new LinkedHashMap<>();
            due.put("a", CUT_OFF);
            due.put("b", CUT_OFF.minusSeconds(1));
            due.put("b-2", Samples.START);
            due.put("b-3", null);
            due.put("B", Samples.START);
            due.put("c", CUT_OFF.plus(1, ChronoUnit.MICROS));
            due.put("d", CUT_OFF);
            due.put("e", null);
            due.forEach((key, at) -> {
                SubscriptionState state = Samples.subscription("s-" + key, key.substring(0, 1));
                unit.subscriptions()
                        .insert(new SubscriptionState(
                                state.subscription(), new BillingCursor(1, at, 1, 2, Samples.START, null, null)));
                assertThat(unit.subscriptions().find(SubscriptionId.of("s-" + key)))
                        .isPresent();
            });
        });
    }

    private List<String> claim(Instant cutOff, @Nullable String after, int limit) {
        return read(unit -> unit.customers()
                        .claimDue(cutOff, after == null ? null : CustomerId.of(after), limit, Contended.SKIP))
                .stream()
                .map(CustomerId::value)
                .toList();
    }

    private Map<CustomerId, CustomerState> lock(String... keys) {
        return read(unit -> unit.customers().lock(ids(keys), CustomerLock.EXCLUSIVE));
    }

    private static List<CustomerId> ids(String... keys) {
        return Stream.of(keys).map(CustomerId::of).toList();
    }

    private static Map.Entry<CustomerId, CustomerState> state(String key, Instant lastRecordedAt) {
        return Map.entry(CustomerId.of(key), new CustomerState(Samples.customer(key), lastRecordedAt));
    }

    private static Customer customer(
            String id, String name, String currency, String zone, String entity, String createdAt) {
        return new Customer(
                CustomerId.of(id),
                name,
                CurrencyUnit.of(currency),
                ZoneId.of(zone),
                EntityId.of(entity),
                Instant.parse(createdAt));
    }
}
