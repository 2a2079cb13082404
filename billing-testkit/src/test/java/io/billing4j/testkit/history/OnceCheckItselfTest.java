package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.LineRef;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Has documents with usage twice more in the books, or not at all: each of them has to be noticed. */
class OnceCheckItselfTest {
    private static final int HISTORIES = 15;
    private static final int MOST_HISTORIES = 200;
    private static final int ENOUGH = 20;

    @Test
    void usage_that_is_asked_for_twice_is_noticed() {
        AtomicInteger met = new AtomicInteger();
        for (int seed = 1; seed <= HISTORIES; seed++) {
            FuzzedHistory.random(
                    new InMemoryBillingStore(),
                    seed,
                    25,
                    History.Probe.ofBooks(books -> {
                        books.invoices().stream()
                                .filter(OnceCheckItselfTest::asksForUsage)
                                .forEach(document -> {
                                    assertNoticed(books, document);
                                    met.incrementAndGet();
                                });
                        return books;
                    }),
                    new FuzzedHistory.Tally());
        }
        assertThat(met).hasValueGreaterThan(ENOUGH);
    }

    @Test
    void usage_that_is_never_asked_for_is_noticed() {
        int met = 0;
        for (int seed = 1; seed <= MOST_HISTORIES && met < ENOUGH; seed++) {
            FuzzedHistory told = FuzzedHistory.random(
                    new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally());
            History history = History.open(new InMemoryBillingStore(), told.scenario());
            told.commands().forEach(history::carryOut);
            Snapshot books = history.snapshot();
            history.comparison().checkAsked(books);
            for (Invoice document : books.invoices()) {
                if (asksForUsage(document) && standsAlone(books, document)) {
                    HistoryFailure failure = catchThrowableOfType(
                            HistoryFailure.class,
                            () -> history.comparison().checkAsked(Spoiled.without(books, document)));
                    assertThat(failure).isNotNull();
                    assertThat(failure.law()).isEqualTo("usage is asked for in the end");
                    met++;
                }
            }
        }
        assertThat(met).isGreaterThanOrEqualTo(ENOUGH);
    }

    /** Whether usage of a subscription of which nothing is left to bill is on it, costs something, and was never taken back. */
    private static boolean standsAlone(Snapshot books, Invoice document) {
        Set<LineRef> corrected = books.invoices().stream()
                .filter(BilledLines::counts)
                .flatMap(one -> one.lines().stream())
                .map(line -> line.key().corrects())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return document.lines().stream()
                .filter(LineAmounts::metered)
                .filter(line -> line.amount().isPositive())
                .filter(line -> isSettled(books, line.key().subscription()))
                .anyMatch(line -> !corrected.contains(new LineRef(document.id(), line.number())));
    }

    private static boolean isSettled(Snapshot books, SubscriptionId subscription) {
        return books.previews().getOrDefault(subscription, Optional.empty()).isEmpty()
                && books.slotsOf(subscription).stream().noneMatch(InvoiceSlot::waived);
    }

    private static boolean asksForUsage(Invoice document) {
        return BilledLines.counts(document)
                && !BilledLines.waived(document)
                && document.lines().stream().anyMatch(LineAmounts::metered)
                && document.lines().stream()
                        .filter(LineAmounts::metered)
                        .allMatch(line -> line.key().corrects() == null);
    }

    /** The first of them may stand for one that was taken back since. */
    private static void assertNoticed(Snapshot books, Invoice document) {
        new OnceCheck(books).check();
        Snapshot twiceMore = Spoiled.more(
                Spoiled.more(books, Spoiled.withId(document, InvoiceId.of(new UUID(3, 1)))),
                Spoiled.withId(document, InvoiceId.of(new UUID(3, 2))));

        HistoryFailure failure = catchThrowableOfType(HistoryFailure.class, new OnceCheck(twiceMore)::check);
        assertThat(failure).isNotNull();
        assertThat(failure.law()).isEqualTo("usage is asked for once");
    }
}
