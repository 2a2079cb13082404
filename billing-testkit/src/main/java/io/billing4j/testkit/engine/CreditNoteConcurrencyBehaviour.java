package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Sixteen threads that credit one customer's invoices, void notes and invoices, finalise drafts and bill, all at once. */
abstract class CreditNoteConcurrencyBehaviour extends CreditBooks {
    private static final int THREADS = 16;
    private static final int ROUNDS = 6;
    private static final List<SubscriptionId> SUBSCRIPTIONS = List.of(SUB, SubscriptionId.of("s2"));

    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

    CreditNoteConcurrencyBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void never_credit_more_than_an_invoice_asks_for_and_lose_no_cent() throws Exception {
        novemberOf32();
        engine().subscriptions()
                .create(NewSubscription.of(ADA, SEATS, LocalDate.parse("2023-06-01"))
                        .withId(SUBSCRIPTIONS.get(1)));
        billAt("2024-01-10T00:00:00Z");
        // What is billed from here on is a draft for a day: final by command alone.
        engine().settings().update(present -> present.withGrace(Duration.ofDays(1)));
        clock.set("2024-02-10T12:00:00Z");
        work();
        settle();

        // Refusals are typed, but if everything were refused nothing would be shown. Whether a note is void before a
        // later one
        // rests on it, or its invoice goes first, is chance: notes are void in the end as well.
        assertThat(accepted.keySet()).contains("credited", "voided", "finalised", "changed", "ran");
        assertNoneCreditsTooMuch();
        assertGapless(DocumentType.INVOICE);
        assertGapless(DocumentType.CREDIT_NOTE);
        assertThat(engine().balances().check(ALL).differences()).isEmpty();
        assertProven();
        for (SubscriptionId id : SUBSCRIPTIONS) {
            // All that was taken back and asked for again meanwhile is settled.
            assertThat(engine().previewNextInvoice(id)
                            .orElseThrow()
                            .invoice()
                            .orElseThrow()
                            .lines())
                    .allMatch(line -> line.key().corrects() == null);
        }
    }

    private void work() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            tasks.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    act(number % 6, number / 6 + round);
                }
                return ROUNDS;
            });
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Integer> done : executor.invokeAll(tasks)) {
                assertThat(done.get(120, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void act(int step, int turn) {
        try {
            String done = switch (step) {
                case 0, 1 -> credit(turn);
                case 2 -> voidNote(turn);
                case 3 -> voidInvoice(turn);
                case 4 -> change(turn);
                default -> runAndFinalise(turn);
            };
            accepted.merge(done, 1, Integer::sum);
        } catch (BillingException e) {
            // Somebody else may have been first; but nothing may be lost to a deadlock, and nothing may be a defect.
            assertThat(e.code().category())
                    .as(e.getMessage())
                    .isNotIn(ErrorCategory.INTERNAL, ErrorCategory.UNAVAILABLE);
        }
    }

    private String credit(int turn) {
        credit(pick(DocumentType.INVOICE, InvoiceStatus.FINALIZED, turn), turn % 2 == 0 ? "9.99" : "17.01");
        return "credited";
    }

    private String voidNote(int turn) {
        voidNote(pick(DocumentType.CREDIT_NOTE, InvoiceStatus.FINALIZED, turn * 3));
        return "voided a note";
    }

    private String voidInvoice(int turn) {
        engine().voidInvoice(
                        pick(DocumentType.INVOICE, InvoiceStatus.FINALIZED, turn * 5)
                                .id(),
                        VoidIntent.REISSUE);
        return "voided";
    }

    private String change(int turn) {
        engine().subscriptions()
                .change(
                        SUBSCRIPTIONS.get(1),
                        new SubscriptionCommand.ChangeQuantity(
                                new BigDecimal(1 + turn % 5), ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        return "changed";
    }

    private String runAndFinalise(int turn) {
        engine().runs().run(clock.now(tenant));
        accepted.merge("ran", 1, Integer::sum);
        engine().finalizeInvoice(
                        pick(DocumentType.INVOICE, InvoiceStatus.DRAFT, turn).id());
        return "finalised";
    }

    private Invoice pick(DocumentType type, InvoiceStatus status, int turn) {
        List<Invoice> such = invoices().stream()
                .filter(document -> document.type() == type && document.status() == status)
                .toList();
        return such.isEmpty() ? invoices().get(0) : such.get(turn % such.size());
    }

    /** Finalises what is a draft, and bills what is open; the documents of the next month settle what was changed or void. */
    private void settle() {
        engine().settings().update(present -> present.withGrace(Duration.ZERO));
        for (Invoice draft : invoices()) {
            if (draft.status() == InvoiceStatus.DRAFT) {
                engine().finalizeInvoice(draft.id());
            }
        }
        engine().runs().run(clock.now(tenant));
        voidTheLaterHalf();
        billAt("2024-03-10T00:00:00Z");
    }

    /** The latest first, so that none rests on one that is void. */
    private void voidTheLaterHalf() {
        List<Invoice> notes = invoices().stream()
                .filter(document ->
                        document.type() == DocumentType.CREDIT_NOTE && document.status() == InvoiceStatus.FINALIZED)
                .sorted(Comparator.comparing(Invoice::recordedAt).reversed())
                .toList();
        notes.subList(0, (notes.size() + 1) / 2).forEach(this::voidNote);
    }

    private void assertNoneCreditsTooMuch() {
        for (Invoice invoice : invoices()) {
            if (invoice.type() == DocumentType.INVOICE && invoice.status() == InvoiceStatus.FINALIZED) {
                Money asked = withTax(invoice);
                Money credited = engine().creditNotes().of(invoice.id()).stream()
                        .map(note -> note.totals().credit().negated())
                        .reduce(Money.zero(asked.getCurrencyUnit()), Money::plus);
                assertThat(credited.getAmount())
                        .as("credited of " + invoice.id())
                        .isNotNegative();
                if (credited.isPositive()) {
                    assertThat(credited).as("credited of " + invoice.id()).isLessThanOrEqualTo(asked);
                }
            }
        }
    }

    private static Money withTax(Invoice invoice) {
        return invoice.totals()
                .subtotal()
                .minus(invoice.totals().discount())
                .plus(invoice.totals().tax());
    }

    private void assertGapless(DocumentType type) {
        Map<String, List<Long>> series = new TreeMap<>();
        for (Invoice document : invoices()) {
            if (document.type() == type) {
                document.number()
                        .ifPresent(number -> series.computeIfAbsent(scope(number), month -> new ArrayList<>())
                                .add(number.sequence()));
            }
        }
        assertThat(series).as(type.name()).isNotEmpty();
        series.forEach((month, sequences) -> {
            sequences.sort(null);
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).as(type + " of " + month).isEqualTo(i + 1L);
            }
        });
    }

    /** Numbers of these books begin anew each month. */
    private static String scope(InvoiceNumber number) {
        return number.issueDate().toString().substring(0, 7);
    }
}
