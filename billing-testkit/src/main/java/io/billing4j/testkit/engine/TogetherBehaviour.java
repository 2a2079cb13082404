package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.billing4j.audit.AuditEntry;
import io.billing4j.customer.Customer;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Several commands in one transaction. */
abstract class TogetherBehaviour extends TogetherBooks {
    TogetherBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void are_committed_together_and_see_what_those_before_have_done() {
        Subscription made = together(engine -> {
            create(engine, BOB);
            assertThat(engine.customers().find(BOB)).isPresent();
            return engine.subscriptions().create(NewSubscription.of(BOB, API, LocalDate.parse("2023-11-01")));
        });

        assertThat(customers()).containsExactly(ADA, BOB);
        assertThat(engine().subscriptions().list(BOB, Page.first(10))).containsExactly(made);
    }

    @Test
    void are_undone_together_where_one_is_refused() {
        assertRefused(
                ErrorCode.CUSTOMER_EXISTS,
                "customerId",
                () -> together(engine -> {
                    create(engine, BOB);
                    return create(engine, ADA);
                }));

        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void are_undone_together_by_whatever_the_work_throws() {
        IllegalStateException own = new IllegalStateException("on purpose");
        assertThat(catchThrowable(() -> together(engine -> {
                    create(engine, BOB);
                    throw own;
                })))
                .isSameAs(own);

        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void are_undone_also_where_the_work_swallows_a_refusal() {
        List<Throwable> swallowed = new ArrayList<>();
        Throwable thrown = catchThrowable(() -> together(engine -> {
            create(engine, BOB);
            // Refused by the engine: the store has seen nothing wrong.
            swallowed.add(catchThrowable(() -> engine.subscriptions().cancelAtPeriodEnd(SubscriptionId.of("nobody"))));
            swallowed.add(catchThrowable(() -> create(engine, CYD)));
            return "done";
        }));

        assertThat(swallowed).hasSize(2).containsOnly(thrown);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        BillingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSCRIPTION_NOT_FOUND));
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void are_of_one_instant_and_on_one_behalf() {
        AtomicInteger read = new AtomicInteger();
        Billing4J later = Billing4J.builder(store())
                .clock(id -> Instant.parse("2023-11-01T00:00:00Z").plusSeconds(read.incrementAndGet()))
                .build();

        later.inTransaction(tenant, CLERK, engine -> create(engine, BOB) + " and " + create(engine, CYD));

        assertThat(read).hasValue(1);
        assertThat(List.of(BOB, CYD))
                .allSatisfy(id -> assertThat(engine().customers().find(id))
                        .map(Customer::createdAt)
                        .contains(Instant.parse("2023-11-01T00:00:01Z")));
        assertThat(engine().audit("customer", BOB.value(), Page.first(10)))
                .extracting(AuditEntry::actor)
                .containsExactly(CLERK);
    }

    @Test
    void are_run_again_as_a_whole_where_the_store_has_lost() {
        subscribe(ADA, "2023-11-01");
        Billing4J losing = watched(new LosingStore(store()));

        losing.inTransaction(tenant, CLERK, engine -> {
            create(engine, BOB);
            return engine.generateInvoice(november());
        });

        assertThat(customers()).containsExactly(ADA, BOB);
        assertThat(invoices()).hasSize(1);
        assertThat(told).containsExactly("started", "started", "succeeded");
    }

    @Test
    void refuse_what_is_more_than_one_transaction() {
        Instant now = clock.now(tenant);
        refusesApart(engine -> engine.runs().run(now));
        refusesApart(engine -> engine.runs().run(LocalDate.parse("2023-11-01")));
        refusesApart(engine -> engine.runs().join(RunId.of(new UUID(1, 1)), () -> false));
        refusesApart(engine -> engine.runs().billReached());
        refusesApart(engine -> engine.timeTravel().advanceTo(now));
        refusesApart(engine -> engine.requests().forgetOlderThan(Duration.ofDays(1)));
        assertThat(engine().runs().list(Page.first(10))).isEmpty();
    }

    @Test
    void end_the_use_of_their_engine() {
        List<BillingEngine> kept = new ArrayList<>();
        together(kept::add);

        assertThat(kept).isNotEmpty().allSatisfy(over -> {
            assertRefused(ErrorCode.INTERNAL, null, () -> over.customers().find(ADA));
            assertRefused(ErrorCode.INTERNAL, null, () -> create(over, BOB));
        });
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void of_a_tenant_that_there_is_not_are_refused() {
        assertRefused(
                ErrorCode.TENANT_NOT_FOUND,
                null,
                () -> billing().inTransaction(TenantId.of("nobody"), CLERK, engine -> create(engine, BOB)));
    }

    private void refusesApart(Function<BillingEngine, Object> call) {
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION,
                null,
                () -> together(engine -> {
                    CustomerId written = create(engine, BOB);
                    return List.of(written, call.apply(engine));
                }));
        assertThat(customers()).containsExactly(ADA);
    }
}
