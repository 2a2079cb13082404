package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.BalancePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Has balances pay otherwise than they did: every history that has such a document has to notice. */
class BalanceCheckItselfTest {
    private static final String LAW = "a balance pays what it is to pay";
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 1;

    @ParameterizedTest
    @EnumSource
    void a_cent_that_is_paid_too_much_is_noticed(BalancePolicy policy) {
        assertNoticed(policy, 1);
    }

    @ParameterizedTest
    @EnumSource
    void a_cent_that_is_paid_too_little_is_noticed(BalancePolicy policy) {
        assertNoticed(policy, -1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UP_TO_TOTAL")
    void another_policy_than_was_chosen_is_noticed(BalancePolicy policy) {
        int noticed = 0;
        for (long seed = 1; seed <= MOST_HISTORIES && noticed < ENOUGH; seed++) {
            if (new Choice(seed).scenario().balance() == policy) {
                History history = History.open(new InMemoryBillingStore(), new Choice(seed).scenario());
                BalanceCheck other = new BalanceCheck();
                try {
                    for (HistoryCommand command : told(seed, History.Probe.NONE).commands()) {
                        Snapshot before = history.snapshot();
                        history.carryOut(command);
                        other.check(before, history.snapshot(), "UP_TO_TOTAL", null);
                    }
                } catch (HistoryFailure failure) {
                    noticed += failure.law().equals(LAW) ? 1 : 0;
                }
            }
        }

        assertThat(noticed).isEqualTo(ENOUGH);
    }

    private static void assertNoticed(BalancePolicy policy, int more) {
        List<String> laws = new ArrayList<>();
        for (long seed = 1; seed <= MOST_HISTORIES && laws.size() < ENOUGH; seed++) {
            AtomicBoolean met = new AtomicBoolean();
            if (new Choice(seed).scenario().balance() == policy) {
                HistoryFailure failure = told(seed, History.Probe.ofDocuments(document -> paid(document, more, met)))
                        .failure();
                if (met.get()) {
                    laws.add(failure == null ? "nothing" : failure.law());
                }
            }
        }

        assertThat(laws).hasSize(ENOUGH).containsOnly(LAW);
    }

    private static FuzzedHistory told(long seed, History.Probe probe) {
        return FuzzedHistory.random(new InMemoryBillingStore(), seed, 25, probe, new FuzzedHistory.Tally());
    }

    /** A document of which the balance pays so many cents more. */
    private static Invoice paid(Invoice document, int more, AtomicBoolean met) {
        DocumentTotals before = document.totals();
        Money total = before.total().minusMinor(more);
        if (document.type() == DocumentType.CREDIT_NOTE || document.lines().isEmpty() || total.isNegative()) {
            return document;
        }
        met.set(true);
        return Spoiled.totals(
                document,
                new DocumentTotals(
                        before.subtotal(),
                        before.discount(),
                        before.tax(),
                        before.taxIncluded(),
                        before.credit().plusMinor(more),
                        total));
    }
}
