package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Has documents with usage twice more in the books: each of them has to be noticed. */
class OnceCheckItselfTest {
    private static final int HISTORIES = 15;
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
