package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailpointStoreTest {
    private static final TenantId TENANT = TenantId.of("t");

    private final BillingStore store = new InMemoryBillingStore();

    @BeforeEach
    void createTenant() {
        store.tenants().create(Samples.tenant(TENANT), Samples.settings());
    }

    @Test
    void tells_of_each_verb_and_of_the_commit_in_the_order_of_events() {
        List<String> reached = new ArrayList<>();

        insertAndFind(new FailpointStore(store, reached::add));

        assertThat(reached)
                .containsExactly(
                        "before customers.insert",
                        "after customers.insert",
                        "before customers.find",
                        "after customers.find",
                        "before commit",
                        "after commit");
        assertThat(FailpointStore.points()).containsAll(reached);
    }

    @ParameterizedTest
    @CsvSource({
        "before customers.insert, 0",
        "after customers.insert, 0",
        "after customers.find, 0",
        "before commit, 0",
        "after commit, 1"
    })
    void leaves_nothing_behind_but_what_was_committed_before_the_point(String point, int customers) {
        BillingStore stopped = new FailpointStore(store, FailpointStore.at(point, 1, () -> {
            throw new IllegalStateException("stopped");
        }));

        assertThatThrownBy(() -> insertAndFind(stopped)).hasMessage("stopped");
        assertThat(customers()).hasSize(customers);
    }

    @Test
    void acts_on_the_occurrence_that_was_asked_for_and_on_no_other() {
        List<Integer> sizes = new ArrayList<>();
        BillingStore watched = new FailpointStore(
                store,
                FailpointStore.at("after commit", 2, () -> sizes.add(customers().size())));

        for (String key : List.of("c-1", "c-2", "c-3")) {
            watched.<Boolean>inTransaction(TENANT, unit -> {
                unit.customers().insert(Samples.customer(key));
                return true;
            });
        }

        assertThat(sizes).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({"before numbers.grab, 1", "numbers.take, 1", "before numbers.take, 0", "after tenant, 1"})
    void refuses_a_point_that_is_never_reached(String point, int occurrence) {
        assertThatIllegalArgumentException().isThrownBy(() -> FailpointStore.at(point, occurrence, () -> {}));
    }

    @Test
    void passes_refusals_on_as_they_are() {
        BillingStore watched = new FailpointStore(store, point -> {});
        insertAndFind(watched);

        assertThatThrownBy(() -> insertAndFind(watched)).hasMessageContaining("CUSTOMER_EXISTS");
    }

    private static void insertAndFind(BillingStore store) {
        boolean found = store.<Boolean>inTransaction(TENANT, unit -> {
            unit.customers().insert(Samples.customer("c-1"));
            return unit.customers().find(CustomerId.of("c-1")).isPresent();
        });
        assertThat(found).isTrue();
    }

    private List<?> customers() {
        return store.<List<?>>inTransaction(TENANT, unit -> unit.customers().list(Page.first(10)));
    }
}
