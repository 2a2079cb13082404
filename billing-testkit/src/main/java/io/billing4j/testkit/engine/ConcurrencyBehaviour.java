package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sixteen threads that generate, change, finalise and void one customer's subscriptions at once. */
abstract class ConcurrencyBehaviour extends ChangeBooks {
    private static final int THREADS = 16;
    private static final int ROUNDS = 6;
    private static final List<SubscriptionId> SUBSCRIPTIONS =
            List.of(SubscriptionId.of("s1"), SubscriptionId.of("s2"), SubscriptionId.of("s3"));

    private final Map<String, Set<InvoiceId>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

    ConcurrencyBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void leave_one_document_per_slot_and_no_cent_lost() throws Exception {
        SUBSCRIPTIONS.forEach(id -> engine().subscriptions()
                .create(NewSubscription.of(ADA, SEATS, LocalDate.parse("2023-06-01"))
                        .withId(id)));
        clock.set("2023-11-16T12:00:00Z");
        // Of these the threads ask again, so that a key has an answer whoever is first with the other periods.
        SUBSCRIPTIONS.forEach(id -> generate(id, 0));
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            tasks.add(() -> work(number));
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Integer> done : executor.invokeAll(tasks)) {
                assertThat(done.get(120, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
            }
        } finally {
            executor.shutdownNow();
        }
        settle();

        // Refusals are typed, but if everything were refused nothing would be shown.
        assertThat(accepted.keySet()).containsExactlyInAnyOrder("generated", "changed", "ran", "voided");
        assertThat(answers.values()).isNotEmpty().allMatch(given -> given.size() == 1);
        for (SubscriptionId id : SUBSCRIPTIONS) {
            assertOnePerSlot(id);
            // Whatever was changed meanwhile, all that counts is what the last quantity and the instants come to.
            assertThat(engine().previewNextInvoice(id)
                            .orElseThrow()
                            .invoice()
                            .orElseThrow()
                            .lines())
                    .allMatch(line -> line.key().corrects() == null);
        }
        assertProven();
        assertGapless();
    }

    private int work(int thread) {
        for (int round = 0; round < ROUNDS; round++) {
            SubscriptionId id = SUBSCRIPTIONS.get((thread + round) % SUBSCRIPTIONS.size());
            int step = thread % 4;
            int turn = round;
            tolerant(() -> accepted.merge(act(id, step, thread + turn), 1, Integer::sum));
        }
        return ROUNDS;
    }

    /** Does one thing, and says what. */
    private String act(SubscriptionId id, int step, int turn) {
        return switch (step) {
            case 0 -> generate(id, turn);
            case 1 -> change(id, turn);
            case 2 -> {
                engine().runs().run(clock.now(tenant));
                yield "ran";
            }
            default -> voidAny(turn);
        };
    }

    private String change(SubscriptionId id, int turn) {
        ChangeSettlement settlement = turn % 2 == 0 ? ChangeSettlement.IMMEDIATE : ChangeSettlement.NEXT_INVOICE;
        engine().subscriptions()
                .change(
                        id,
                        new SubscriptionCommand.ChangeQuantity(
                                new BigDecimal(1 + turn % 5), ChangeTiming.now(), settlement));
        return "changed";
    }

    /** Somebody else may have been first; but nothing may be lost to a deadlock, and nothing may be a defect. */
    private static void tolerant(Runnable call) {
        try {
            call.run();
        } catch (BillingException e) {
            assertThat(e.code().category())
                    .as(e.getMessage())
                    .isNotIn(ErrorCategory.INTERNAL, ErrorCategory.UNAVAILABLE);
        }
    }

    private String generate(SubscriptionId id, int round) {
        BillingPeriod period = new BillingPeriod(
                Instant.parse("2023-0" + (6 + round % 4) + "-01T00:00:00Z"),
                Instant.parse("2023-" + "%02d".formatted(7 + round % 4) + "-01T00:00:00Z"),
                ZoneOffset.UTC);
        String key = id + "|" + period.startInclusive();
        InvoiceGenerationRequest request = InvoiceGenerationRequest.of(
                        id, period.startInclusive(), period.endExclusive())
                .withIdempotencyKey(key.substring(0, Math.min(50, key.length())));
        engine().generateInvoice(request)
                .invoice()
                .ifPresent(invoice -> answers.computeIfAbsent(key, unused -> ConcurrentHashMap.newKeySet())
                        .add(invoice.id()));
        return "generated";
    }

    private String voidAny(int round) {
        List<Invoice> issued = invoices().stream()
                .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                .toList();
        if (issued.isEmpty()) {
            return "voided";
        }
        engine().voidInvoice(issued.get(round * 7 % issued.size()).id(), VoidIntent.REISSUE);
        return "voided";
    }

    /** Finalises what is a draft, and bills what is open. */
    private void settle() {
        invoices().stream()
                .filter(invoice -> invoice.status() == InvoiceStatus.DRAFT)
                .forEach(invoice -> tolerant(() -> engine().finalizeInvoice(invoice.id())));
        engine().runs().run(clock.now(tenant));
        for (SubscriptionId id : SUBSCRIPTIONS) {
            engine().subscriptions()
                    .change(
                            id,
                            new SubscriptionCommand.ChangeQuantity(
                                    BigDecimal.ONE, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        }
    }

    private void assertOnePerSlot(SubscriptionId id) {
        List<InvoiceSlot> slots = slots(id);
        Set<String> places = new HashSet<>();
        for (InvoiceSlot slot : slots) {
            if (slot.live()) {
                assertThat(places.add(slot.place().term() + "/" + slot.place().sequence()))
                        .as("one live document at " + slot.place())
                        .isTrue();
            }
        }
        for (int month = 0; month < 6; month++) {
            int index = month;
            assertThat(slots.stream()
                            .filter(slot -> slot.live()
                                    && slot.place().reason().ofPeriod()
                                    && slot.place().index() == index))
                    .hasSize(1);
        }
    }

    private void assertGapless() {
        List<Long> sequences = invoices().stream()
                .flatMap(invoice -> invoice.number().stream())
                .map(InvoiceNumber::sequence)
                .sorted()
                .toList();
        for (int i = 0; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(i + 1L);
        }
    }
}
