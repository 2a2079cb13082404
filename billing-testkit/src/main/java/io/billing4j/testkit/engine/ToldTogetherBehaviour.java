package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.billing4j.store.BillingStore;
import io.billing4j.testkit.FailpointStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an observer is told of documents that are made with other things in one transaction. */
abstract class ToldTogetherBehaviour extends TogetherBooks {
    private final IllegalStateException broken = new IllegalStateException("broken");

    ToldTogetherBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void subscribe() {
        subscribe(ADA, "2023-11-01");
    }

    @Test
    void is_told_that_they_are_made_once_they_are_committed() {
        List<String> within = watched(store()).inTransaction(tenant, CLERK, engine -> {
            engine.generateInvoice(november());
            create(engine, BOB);
            return List.copyOf(told);
        });

        assertThat(within).containsExactly("started");
        assertThat(told).containsExactly("started", "succeeded");
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void is_not_told_so_where_the_commit_fails() {
        generateOn(failing(FailpointStore.BEFORE_COMMIT));

        assertThat(told).containsExactly("started");
        assertThat(invoices()).isEmpty();
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void is_told_that_they_have_failed_once_all_is_undone() {
        generateOn(failing("before invoices.insertHeaders"));

        assertThat(told).containsExactly("started", "failed INTERNAL");
        assertThat(invoices()).isEmpty();
        assertThat(customers()).containsExactly(ADA);
    }

    private void generateOn(BillingStore store) {
        assertThat(catchThrowable(() -> watched(store).inTransaction(tenant, CLERK, engine -> {
                    create(engine, BOB);
                    return engine.generateInvoice(november());
                })))
                .isSameAs(broken);
    }

    private BillingStore failing(String point) {
        return new FailpointStore(store(), FailpointStore.at(point, 1, () -> {
            throw broken;
        }));
    }
}
