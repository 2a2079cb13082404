package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.BillingCursor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Customers {@code c-1} to {@code c-4}, each with one subscription that is due. */
abstract class CustomerLockContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");

    CustomerLockContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeDueCustomers() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            for (int i = 1; i <= 4; i++) {
                unit.customers().insert(Samples.customer("c-" + i));
                unit.subscriptions().insert(Samples.subscription("s-" + i, "c-" + i));
            }
        });
    }

    @Test
    void make_a_command_wait_for_a_command_and_see_what_it_did() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        assertThat(behind(first, first::commit, lock(C1, CustomerLock.EXCLUSIVE)))
                .containsOnly(Map.entry(C1, new CustomerState(Samples.customer(C1), at(9))));
    }

    @Test
    void are_free_again_after_a_rollback() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        assertThat(behind(first, first::rollback, lock(C1, CustomerLock.EXCLUSIVE)))
                .containsOnly(Map.entry(C1, new CustomerState(Samples.customer(C1), Samples.START)));
    }

    @Test
    void make_an_ingestion_wait_for_a_command() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        assertThat(behind(first, first::commit, lock(C1, CustomerLock.SHARED)))
                .containsOnly(Map.entry(C1, new CustomerState(Samples.customer(C1), at(9))));
    }

    @Test
    void make_a_command_wait_for_an_ingestion() {
        OpenTransaction<Map<CustomerId, CustomerState>> first = open(lock(C1, CustomerLock.SHARED));

        assertThat(behind(first, first::commit, lock(C1, CustomerLock.EXCLUSIVE)))
                .containsOnlyKeys(C1);
    }

    @Test
    void make_a_command_wait_for_whoever_holds_the_customer() {
        OpenTransaction<Set<CustomerId>> first = open(unit -> unit.customers().hold(List.of(C1), CustomerLock.SHARED));

        assertThat(behind(first, first::commit, lock(C1, CustomerLock.EXCLUSIVE)))
                .containsOnlyKeys(C1);
    }

    @Test
    void let_ingestions_go_on_beside_each_other() {
        OpenTransaction<Map<CustomerId, CustomerState>> first = open(lock(C1, CustomerLock.SHARED));

        assertThat(beside(first, first::commit, lock(C1, CustomerLock.SHARED))).containsOnlyKeys(C1);
    }

    @Test
    void of_one_customer_hold_up_nobody_elses_command() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        assertThat(beside(first, first::commit, lock(C2, CustomerLock.EXCLUSIVE)))
                .containsOnlyKeys(C2);
    }

    @Test
    void leave_out_whom_somebody_holds_where_that_is_wanted() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        Map<CustomerId, CustomerState> free = beside(
                first,
                first::commit,
                unit -> unit.customers().lock(List.of(C1, C2), CustomerLock.EXCLUSIVE, Contended.SKIP));
        // where transactions do not overlap the first has ended by then
        assertThat(free.keySet()).isEqualTo(fixture.transactionsOverlap() ? Set.of(C2) : Set.of(C1, C2));
    }

    @Test
    void taken_in_opposite_orders_do_not_block_each_other_for_ever() {
        List<Integer> locked = background.together(8, number -> {
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                List<CustomerId> ids = number % 2 == 0 ? List.of(C1, C2) : List.of(C2, C1);
                sum += read(unit ->
                        unit.customers().lock(ids, CustomerLock.EXCLUSIVE).size());
            }
            return sum;
        });

        assertThat(locked).hasSize(8).containsOnly(20);
    }

    @Test
    void give_no_customer_to_two_claims_that_skip() {
        OpenTransaction<List<CustomerId>> first = open(unit -> claimAndBill(unit, 2, Contended.SKIP));

        List<CustomerId> second = beside(first, first::commit, unit -> claimAndBill(unit, 10, Contended.SKIP));

        assertThat(first.result()).containsExactly(C1, C2);
        assertThat(second).containsExactly(CustomerId.of("c-3"), CustomerId.of("c-4"));
        assertValue(unit -> unit.customers().due(Samples.START).count()).isEqualTo(0L);
    }

    @Test
    void give_to_a_claim_that_waits_what_another_gave_up() {
        OpenTransaction<List<CustomerId>> first = open(unit -> claimAndBill(unit, 2, Contended.SKIP));

        List<CustomerId> second = behind(first, first::rollback, unit -> claimAndBill(unit, 2, Contended.WAIT));

        assertThat(first.result()).containsExactly(C1, C2);
        assertThat(second).containsExactly(C1, C2);
    }

    @Test
    void make_a_claim_that_waits_wait_for_a_command() {
        OpenTransaction<Boolean> first = open(CustomerLockContract::recordUnderLock);

        Map<CustomerId, CustomerState> claimed = behind(
                first,
                first::commit,
                unit -> unit.customers()
                        .lock(
                                unit.customers().claimDue(Samples.START, null, 1, Contended.WAIT),
                                CustomerLock.EXCLUSIVE));
        assertThat(claimed).containsExactly(Map.entry(C1, new CustomerState(Samples.customer(C1), at(9))));
    }

    @Test
    void make_a_command_wait_for_a_claim() {
        OpenTransaction<List<CustomerId>> first = open(unit -> claimAndBill(unit, 1, Contended.WAIT));

        assertThat(behind(first, first::commit, lock(C1, CustomerLock.EXCLUSIVE)))
                .containsOnlyKeys(C1);
        assertValue(unit -> unit.customers().due(Samples.START).count()).isEqualTo(3L);
    }

    private static Function<UnitOfWork, Map<CustomerId, CustomerState>> lock(CustomerId id, CustomerLock lock) {
        return unit -> unit.customers().lock(List.of(id), lock);
    }

    private static boolean recordUnderLock(UnitOfWork unit) {
        unit.customers().lock(List.of(C1), CustomerLock.EXCLUSIVE);
        unit.customers().recorded(Map.of(C1, at(9)));
        return true;
    }

    /** Claims customers and moves their cursors as a run does, so that they are not due any more. */
    private static List<CustomerId> claimAndBill(UnitOfWork unit, int limit, Contended contended) {
        List<CustomerId> claimed = unit.customers().claimDue(Samples.START, null, limit, contended);
        for (CustomerId id : claimed) {
            SubscriptionId subscription = SubscriptionId.of(id.value().replace('c', 's'));
            unit.subscriptions().moveCursors(Map.of(subscription, new BillingCursor(1, null, 1, 2, null, null, null)));
        }
        return claimed;
    }
}
