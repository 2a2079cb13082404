package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spoils what became of one-off charges: every history that has such a one has to notice. */
class OneOffCheckItselfTest {
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 1;

    @ParameterizedTest
    @EnumSource
    void whatever_is_wrong_with_what_is_billed_once_is_noticed(WrongOneOff wrong) {
        List<String> laws = new ArrayList<>();
        for (int seed = 1; seed <= MOST_HISTORIES && laws.size() < ENOUGH; seed++) {
            if (!new OneOffGenerator(new Choice(seed), new Choice(seed).scenario()).any()) {
                continue;
            }
            AtomicBoolean met = new AtomicBoolean();
            HistoryFailure failure = FuzzedHistory.random(
                            new InMemoryBillingStore(),
                            seed,
                            25,
                            History.Probe.ofBooks(books -> spoiled(books, wrong, met)),
                            new FuzzedHistory.Tally())
                    .failure();
            if (met.get()) {
                laws.add(failure == null ? "nothing" : failure.law());
            }
        }

        assertThat(laws).hasSize(ENOUGH).isSubsetOf(wrong.laws());
    }

    private static Snapshot spoiled(Snapshot books, WrongOneOff wrong, AtomicBoolean met) {
        Snapshot spoiled = wrong.spoiled(books);
        if (spoiled == null) {
            return books;
        }
        met.set(true);
        return spoiled;
    }
}
