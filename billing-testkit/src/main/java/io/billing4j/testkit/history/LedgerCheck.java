package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.balance.EntryPosition;
import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What must hold of a customer's balance, from documents and from what was given and taken by hand alone. */
final class LedgerCheck {
    private final Snapshot snapshot;
    private final CustomerId customer;
    private final Money balance;
    private final Money zero;
    private final Map<BalanceAccount, Money> accounts = new EnumMap<>(BalanceAccount.class);

    /** By the text of their ids; without those that are zero. */
    private final Map<String, Money> documents = new TreeMap<>();

    LedgerCheck(Snapshot snapshot, CustomerState state) {
        this.snapshot = snapshot;
        this.customer = state.customer().id();
        this.balance = state.balance();
        this.zero = Money.zero(state.customer().currency());
    }

    /**
     * Checks all of it.
     *
     * @param adjusted what was given by hand, less what was taken
     * @param paidOut what was to be paid out
     */
    void check(Money adjusted, Money paidOut) {
        List<BalanceEntry> entries = Objects.requireNonNull(snapshot.entries().get(customer));
        @Nullable EntryPosition last = null;
        for (BalanceEntry entry : entries) {
            require(last == null || last.compareTo(entry.position()) < 0, "entries rise", entries);
            require(entry.cause() != EntryCause.OPENING, "nothing moves a balance but by an entry", entry);
            add(entry);
            require(
                    on(BalanceAccount.BALANCE).equals(entry.balanceAfter()),
                    "each entry says what the balance is after it",
                    entry);
            last = entry.position();
        }
        require(
                on(BalanceAccount.BALANCE).equals(balance),
                "the balance is what its entries come to",
                entries + " but found " + balance);
        require(
                accounts.values().stream().reduce(zero, Money::plus).isZero(),
                "what one account gets another has given",
                accounts);
        require(
                on(BalanceAccount.ADJUSTMENTS).negated().equals(adjusted)
                        && on(BalanceAccount.REFUNDS).equals(paidOut.plus(refunded())),
                "what was moved by hand, and what notes pay back, is what was asked for",
                adjusted + " and " + paidOut + " but found " + accounts);
        require(
                documents.equals(said()),
                "the balance is what documents gave to it",
                "expected " + said() + " but found " + documents);
    }

    private void add(BalanceEntry entry) {
        for (BalanceAccount account : List.of(entry.debit(), entry.credit())) {
            accounts.merge(account, entry.on(account), Money::plus);
        }
        if (entry.document() != null) {
            documents.merge(
                    entry.document().toString(),
                    entry.on(BalanceAccount.DOCUMENTS),
                    (a, b) -> a.plus(b).isZero() ? null : a.plus(b));
        }
    }

    private Money on(BalanceAccount account) {
        return accounts.getOrDefault(account, zero);
    }

    /** What headers of documents, and what became of them, say that the balance has paid of each. */
    private Map<String, Money> said() {
        Map<String, Money> said = new TreeMap<>();
        for (Invoice invoice : snapshot.invoices()) {
            // What a note takes off what is to be paid moves no balance.
            Money credit = invoice.note() == null
                    ? invoice.totals().credit()
                    : invoice.note()
                            .use()
                            .credit()
                            .plus(invoice.note().use().refund())
                            .negated();
            // A waived document is asked for no more, so what the balance would have paid of it is back.
            boolean kept = BilledLines.counts(invoice) && (!BilledLines.waived(invoice) || credit.isNegative());
            if (invoice.customer().equals(customer) && kept && !credit.isZero()) {
                said.put(invoice.id().toString(), credit);
            }
        }
        return said;
    }

    /** What notes have paid back. */
    private Money refunded() {
        return NoteCheck.live(snapshot)
                .filter(note -> note.customer().equals(customer))
                .map(note -> NoteCheck.termsOf(note).use().refund())
                .reduce(zero, Money::plus);
    }
}
