package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.Invoice;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spoils credit notes that are right, and what is about them: every history that has such a document has to notice. */
class NoteCheckItselfTest {
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 2;

    @ParameterizedTest
    @EnumSource
    void whatever_is_wrong_with_a_credit_note_is_noticed(WrongNote wrong) {
        List<String> laws = new ArrayList<>();
        for (int seed = 1; seed <= MOST_HISTORIES && laws.size() < ENOUGH; seed++) {
            AtomicBoolean met = new AtomicBoolean();
            HistoryFailure failure = FuzzedHistory.random(
                            new InMemoryBillingStore(),
                            seed,
                            25,
                            History.Probe.ofDocuments(document -> spoiled(document, wrong, met)),
                            new FuzzedHistory.Tally())
                    .failure();
            if (met.get()) {
                laws.add(failure == null ? "nothing" : failure.law());
            }
        }

        assertThat(laws).hasSize(ENOUGH).isSubsetOf(wrong.laws());
    }

    private static Invoice spoiled(Invoice document, WrongNote wrong, AtomicBoolean met) {
        Invoice spoiled = wrong.spoiled(document);
        if (spoiled == null) {
            return document;
        }
        met.set(true);
        return spoiled;
    }
}
