package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.en16931.EnCheck;
import io.billing4j.en16931.EnMapping;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Puts rules to histories that their documents break, and those of EN 16931 to documents that are spoiled. */
class RuleCheckItselfTest {
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 2;

    @ParameterizedTest
    @EnumSource
    void whatever_is_wrong_with_the_amounts_of_a_document_is_noticed(WrongAmount wrong) {
        List<String> laws = new ArrayList<>();
        for (int seed = 1; seed <= MOST_HISTORIES && laws.size() < ENOUGH; seed++) {
            AtomicBoolean met = new AtomicBoolean();
            HistoryFailure failure = history(
                            seed,
                            History.Probe.ofDocuments(document -> spoiled(document, wrong, met))
                                    .with(List.of(new EnCheck()::broken)))
                    .failure();
            if (met.get()) {
                laws.add(failure == null ? "nothing" : failure.law());
            }
        }

        assertThat(laws).hasSize(ENOUGH).containsOnly(wrong.rule());
    }

    @Test
    void a_history_with_a_document_that_breaks_a_rule_is_cut_down_and_printed() {
        HistoryContract contract = new HistoryContract() {
            @Override
            protected BillingStore newStore() {
                return new InMemoryBillingStore();
            }

            @Override
            protected int usualHistories() {
                return 1;
            }

            @Override
            protected List<DocumentRule> documentRules() {
                return List.of(
                        (document, books) -> List.of(),
                        (document, books) -> document.lines().size() > 1 ? List.of("one line", "or none") : List.of());
            }
        };

        assertThatThrownBy(contract::any_history_ends_in_right_invoices)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("// one line: [one line, or none] of Invoice[")
                .hasMessageContaining(", documentRules())\n")
                .satisfies(failure -> assertThat(
                                String.valueOf(failure.getMessage()).split("\\.then\\(", -1))
                        .hasSizeLessThanOrEqualTo(5));
    }

    @Test
    void each_document_is_shown_once_as_it_stands_with_all_that_were_made() {
        List<Invoice> shown = new ArrayList<>();
        DocumentRule rule = (document, books) -> {
            assertThat(books).contains(document);
            shown.add(document);
            return List.of();
        };
        for (int seed = 1; seed <= 5; seed++) {
            assertThat(history(seed, History.Probe.NONE.with(List.of(rule))).failure())
                    .isNull();
        }

        assertThat(shown).doesNotHaveDuplicates();
        assertThat(shown.stream().map(Invoice::state).distinct()).hasSizeGreaterThan(2);
        assertThat(shown.stream().map(Invoice::id).distinct().count()).isLessThan(shown.size());
    }

    private static Invoice spoiled(Invoice document, WrongAmount wrong, AtomicBoolean met) {
        Invoice spoiled = EnMapping.obstacles(document).isEmpty() ? wrong.spoiled(document) : null;
        if (spoiled == null) {
            return document;
        }
        met.set(true);
        return spoiled;
    }

    private static FuzzedHistory history(long seed, History.Probe probe) {
        return FuzzedHistory.random(new InMemoryBillingStore(), seed, 25, probe, new FuzzedHistory.Tally());
    }
}
