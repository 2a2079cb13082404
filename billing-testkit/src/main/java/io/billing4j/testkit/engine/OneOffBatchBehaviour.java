package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.run.BillingRun;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.FailpointStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is billed once, many at a time. */
abstract class OneOffBatchBehaviour extends OneOffBooks {
    private static final CustomerId BOB = CustomerId.of("bob");

    OneOffBatchBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    private List<OneOffCharge> addAll(NewOneOff... wanted) {
        return engine().oneOffs().add(List.of(wanted));
    }

    private static NewOneOff ofBob() {
        return NewOneOff.of(BOB, "Setting up", dollars("50.00"));
    }

    @Nested
    class AddedTogether {
        @Test
        void are_added_in_their_order_and_told_each() {
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            List<OneOffCharge> added = addAll(ofBob(), parts(), ofBob());

            assertThat(added).extracting(OneOffCharge::customer).containsExactly(BOB, ADA, BOB);
            assertThat(waiting()).isEqualTo(added);
            assertThat(added.get(2).recordedAt())
                    .isEqualTo(added.get(0).recordedAt().plusNanos(1000));
            for (OneOffCharge one : added) {
                assertThat(engine().audit("one_off", one.id().toString(), ALL))
                        .extracting(AuditEntry::action)
                        .containsExactly("one_off.added");
            }
            assertThat(store().inTransaction(tenant, unit -> unit.journal().events(BOB, 100)).stream()
                            .filter(event -> event.type() == EventType.ONE_OFF_ADDED))
                    .hasSize(2);
            assertThat(engine().oneOffs().cancel(added.get(2).id()).canceledAt())
                    .isAfter(added.get(2).recordedAt());
        }

        @Test
        void are_each_the_same_under_their_keys() {
            List<OneOffCharge> added =
                    addAll(parts().withIdempotencyKey("a"), parts(), parts().withIdempotencyKey("a"));
            assertThat(added.get(2)).isEqualTo(added.get(0));
            assertThat(waiting()).containsExactly(added.get(0), added.get(1));

            List<OneOffCharge> again = addAll(parts().withIdempotencyKey("b"), parts().withIdempotencyKey("a"));
            assertThat(again.get(1)).isEqualTo(added.get(0));
            assertThat(addAll(parts().withIdempotencyKey("b"), parts().withIdempotencyKey("a")))
                    .isEqualTo(again);
            assertThat(waiting()).hasSize(3);
        }

        @Test
        void are_all_added_or_none() {
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "oneOffs[1].price",
                    () -> addAll(parts(), NewOneOff.of(ADA, "x", Money.parse("EUR 1.00"))));
            assertRefused(ErrorCode.CUSTOMER_NOT_FOUND, "oneOffs[1].customerId", () -> addAll(parts(), ofBob()));
            assertRefused(
                    ErrorCode.SUBSCRIPTION_NOT_FOUND,
                    "oneOffs[0].subscriptionId",
                    () -> addAll(parts().withSubscription(OTHER), parts()));
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "oneOffs[1].idempotencyKey",
                    () -> addAll(
                            parts().withIdempotencyKey("a"),
                            parts().withCode("P-7").withIdempotencyKey("a")));
            assertThat(waiting()).isEmpty();
            assertThat(engine().oneOffs().of(ADA, ALL)).isEmpty();
        }

        @Test
        void are_a_thousand_at_most_as_are_those_that_wait() {
            assertRefused(ErrorCode.INVALID_BATCH, "oneOffs", () -> addAll());
            assertRefused(
                    ErrorCode.INVALID_BATCH, "oneOffs", () -> engine().oneOffs().add(many(ADA, 1001)));
            engine().oneOffs().add(many(ADA, 600));
            assertRefused(
                    ErrorCode.TOO_MANY_ONE_OFFS,
                    "oneOffs[400].customerId",
                    () -> engine().oneOffs().add(many(ADA, 401)));
            assertThat(waiting()).hasSize(600);
            assertThat(engine().oneOffs().add(many(ADA, 400))).hasSize(400);
        }
    }

    /**
     * Six who have a thousand each: five are billed together, the sixth after them. After five of all 36, 10 are looked for, then 20,
     * then 40: the sixth and nine who have nothing, 20 of those, and the last one.
     */
    @Test
    void a_run_takes_so_many_at_once_and_leaves_none() {
        Set<Long> done = new ConcurrentSkipListSet<>();
        Billing4J watched = Billing4J.builder(store())
                .clock(clock)
                .observer(new EngineObserver() {
                    @Override
                    public void runProgressed(TenantId id, BillingRun run) {
                        done.add(run.progress().customersDone());
                    }
                })
                .build();
        for (int i = 1; i <= 6; i++) {
            CustomerId id = CustomerId.of("c-" + i);
            engine().customers().create(NewCustomer.of(id, "C"));
            engine().subscriptions().create(NewSubscription.of(id, BASIC, LocalDate.parse("2023-11-01")));
            engine().oneOffs().add(many(id, 1000));
        }
        for (int i = 1; i <= 30; i++) {
            CustomerId id = CustomerId.of("d-" + i);
            engine().customers().create(NewCustomer.of(id, "D"));
            engine().subscriptions().create(NewSubscription.of(id, BASIC, LocalDate.parse("2023-11-01")));
        }
        watched.forTenant(tenant).runs().run(Instant.parse("2023-11-01T00:00:00Z"));

        assertThat(done).containsExactly(0L, 5L, 15L, 35L, 36L);
        assertThat(waiting()).isEmpty();
        assertThat(invoices()).hasSize(36);
        assertThat(invoices().stream().filter(invoice -> invoice.lines().size() == 1001))
                .hasSize(6);
    }

    /** Twelve drafts of a thousand lines each: five together, five more, and two. */
    @Test
    void a_run_finalises_as_many_drafts_at_once_as_it_reads_lines_of_and_leaves_none() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        for (int i = 1; i <= 12; i++) {
            CustomerId id = CustomerId.of("c-" + i);
            engine().customers().create(NewCustomer.of(id, "C"));
            engine().oneOffs().add(many(id, 1000));
            engine().oneOffs().billNow(OneOffBilling.all(id));
        }
        clock.set("2023-11-04T00:00:00Z");
        Set<Long> made = new ConcurrentSkipListSet<>();
        AtomicInteger counted = new AtomicInteger();
        BillingStore counting = new FailpointStore(store(), point -> {
            if (point.equals("before invoices.countLines")) {
                counted.incrementAndGet();
            }
        });
        Billing4J watched = Billing4J.builder(counting)
                .clock(clock)
                .observer(new EngineObserver() {
                    @Override
                    public void runProgressed(TenantId id, BillingRun run) {
                        made.add(run.progress().invoices());
                    }
                })
                .build();
        watched.forTenant(tenant).runs().run(Instant.parse("2023-11-04T00:00:00Z"));

        assertThat(made).containsExactly(0L, 5L, 10L, 12L);
        // Of all twelve at once, and of none once they are finalised.
        assertThat(counted).hasValue(2);
        assertThat(invoices()).hasSize(12).allMatch(invoice -> invoice.status() == InvoiceStatus.FINALIZED);
        assertThat(numbers(invoices()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12)
                        .mapToObj(i -> String.format(Locale.ROOT, "INV-202311-%05d", i))
                        .toList());
    }

    private static List<NewOneOff> many(CustomerId customer, int count) {
        return new ArrayList<>(Collections.nCopies(count, NewOneOff.of(customer, "Call", dollars("1.00"))));
    }
}
