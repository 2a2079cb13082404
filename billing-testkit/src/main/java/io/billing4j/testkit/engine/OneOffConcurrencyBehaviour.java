package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.testkit.FailpointStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Several who add, bill, cancel and void at once, and those who fail on the way. */
abstract class OneOffConcurrencyBehaviour extends OneOffBooks {
    OneOffConcurrencyBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_charge_is_added_once_by_all_who_have_its_key() throws Exception {
        List<OneOffCharge> added = inParallel(8, () -> engine().oneOffs().add(parts().withIdempotencyKey("a")));

        assertThat(added).containsOnly(added.get(0));
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void a_charge_is_billed_once_by_all_who_bill_it() throws Exception {
        start(BASIC, "2023-11-01");
        addParts();
        AtomicInteger next = new AtomicInteger();
        List<Optional<Invoice>> made = inParallel(8, () -> {
            try {
                if (next.getAndIncrement() % 2 == 0) {
                    engine().runs().run(Instant.parse("2023-11-01T00:00:00Z"));
                    return Optional.empty();
                }
                return Optional.of(billNow());
            } catch (BillingException e) {
                assertThat(e.code().category()).isEqualTo(ErrorCategory.PRECONDITION);
                return Optional.empty();
            }
        });

        assertThat(made.stream().flatMap(Optional::stream)).hasSizeLessThanOrEqualTo(1);
        assertThat(allShown().stream().filter(document -> document.contains("Parts")))
                .hasSize(1);
        assertThat(waiting()).isEmpty();
        assertProven();
    }

    @Test
    void a_charge_is_either_billed_or_cancelled() throws Exception {
        for (int round = 0; round < 5; round++) {
            OneOffCharge parts = addParts();
            AtomicInteger next = new AtomicInteger();
            inParallel(4, () -> {
                try {
                    if (next.getAndIncrement() % 2 == 0) {
                        billNow(parts);
                    } else {
                        engine().oneOffs().cancel(parts.id());
                    }
                } catch (BillingException e) {
                    assertThat(e.code().category()).isEqualTo(ErrorCategory.PRECONDITION);
                }
                return true;
            });
            boolean billed = now(parts).invoice() != null;
            assertThat(now(parts).canceledAt() == null).isEqualTo(billed);
        }
        assertEachOnceAtMost();
    }

    @Test
    void nothing_is_lost_or_billed_twice_while_everybody_works() throws Exception {
        start(BASIC, "2023-11-01");
        billAt("2023-11-02T00:00:00Z");
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int own = thread;
            tasks.add(() -> {
                for (int round = 0; round < 5; round++) {
                    act(own, round);
                }
                return true;
            });
        }
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> done : executor.invokeAll(tasks)) {
                assertThat(done.get(120, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }

        assertEachOnceAtMost();
        assertThat(engine().oneOffs().of(ADA, ALL)).hasSizeGreaterThan(8);
        assertProven();
    }

    private void act(int thread, int round) {
        try {
            switch (thread % 4) {
                case 0, 1 -> addParts();
                case 2 -> engine().oneOffs().billNow(OneOffBilling.all(ADA).withIdempotencyKey(thread + "-" + round));
                default ->
                    invoices().stream()
                            .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                            .reduce((one, other) -> other)
                            .ifPresent(invoice -> engine().voidInvoice(invoice.id(), VoidIntent.REISSUE));
            }
        } catch (BillingException e) {
            assertThat(e.code().category()).as(e.getMessage()).isEqualTo(ErrorCategory.PRECONDITION);
        }
    }

    /** What waits is on no document that counts, and what is billed on one. */
    private void assertEachOnceAtMost() {
        Map<OneOffId, Integer> live = new TreeMap<>();
        for (Invoice invoice : invoices()) {
            if (invoice.status() != InvoiceStatus.VOIDED) {
                invoice.lines().forEach(line -> line.key().oneOff().ifPresent(id -> live.merge(id, 1, Integer::sum)));
            }
        }
        for (OneOffCharge charge : engine().oneOffs().of(ADA, ALL)) {
            assertThat(live.getOrDefault(charge.id(), 0)).isEqualTo(charge.invoice() == null ? 0 : 1);
        }
    }

    @Test
    void whoever_fails_while_they_bill_leaves_all_as_it_was() {
        OneOffCharge parts = addParts();
        for (String point : List.of(
                "before oneOffs.bill",
                "after oneOffs.bill",
                "before invoices.insertHeaders",
                "after invoices.insertHeaders",
                FailpointStore.BEFORE_COMMIT)) {
            assertFails(point, engine -> engine.oneOffs().billNow(OneOffBilling.all(ADA)));
            assertThat(waiting()).as(point).containsExactly(parts);
            assertThat(invoices()).as(point).isEmpty();
        }
        assertThat(numbers(List.of(billNow()))).containsExactly("INV-202311-00001");
    }

    /** The answer is lost on the way: whoever asks again has the document that was made. */
    @Test
    void whoever_loses_the_answer_asks_again() {
        addParts();
        OneOffBilling request = OneOffBilling.all(ADA).withIdempotencyKey("a");
        assertFails(FailpointStore.AFTER_COMMIT, engine -> engine.oneOffs().billNow(request));

        Invoice again = engine().oneOffs().billNow(request);
        assertThat(invoices()).containsExactly(again);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whoever_fails_while_they_void_leaves_all_as_it_was() {
        OneOffCharge parts = addParts();
        Invoice invoice = billNow();
        for (String point : List.of("before oneOffs.release", "after oneOffs.release", FailpointStore.BEFORE_COMMIT)) {
            assertFails(point, engine -> engine.voidInvoice(invoice.id(), VoidIntent.REISSUE));
            assertThat(invoices()).as(point).containsExactly(invoice);
            assertThat(now(parts).invoice()).as(point).isEqualTo(invoice.id());
        }
        engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
        assertThat(waiting()).containsExactly(parts);
    }

    /** Asserts that a process that ends at the point does not get to the end of the work. */
    private void assertFails(String point, Consumer<BillingEngine> work) {
        FailpointStore store = new FailpointStore(store(), FailpointStore.at(point, 1, () -> {
            throw new IllegalStateException("the end");
        }));
        BillingEngine doomed = Billing4J.builder(store).clock(clock).build().forTenant(tenant);
        assertThatThrownBy(() -> work.accept(doomed)).as(point).hasMessage("the end");
    }
}
