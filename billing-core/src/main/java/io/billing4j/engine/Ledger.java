package io.billing4j.engine;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The one way into customers' balances: whoever moves one comes through here, so that each is what its entries say. A balance
 * that is found to be another, because it is older than entries or was moved by a version that writes none, has the difference
 * from {@link BalanceAccount#OPENING} first.
 */
final class Ledger {
    private Ledger() {}

    /**
     * Stores moves, in the order given, and what balances are after them. Without moves nothing is read or written.
     *
     * @param locked what the customers of the moves are under their locks
     * @return the entries of the moves, with those that open accounts in front of them
     */
    static List<BalanceEntry> move(Work work, Map<CustomerId, CustomerState> locked, List<BalanceMove> moves) {
        if (moves.isEmpty()) {
            return List.of();
        }
        Map<CustomerId, Account> accounts = new TreeMap<>();
        Map<CustomerId, Instant> first = new LinkedHashMap<>();
        moves.forEach(move -> first.putIfAbsent(move.customer(), move.recordedAt()));
        Map<CustomerId, Money> last = work.unit().balances().last(first.keySet());
        first.forEach((id, at) -> accounts.put(id, new Account(found(locked, id), last.get(id), at)));
        moves.forEach(move -> account(accounts, move.customer()).add(move));
        Map<CustomerId, Money> balances = new TreeMap<>();
        accounts.forEach((id, account) -> {
            if (!account.balance.equals(account.before)) {
                balances.put(id, account.balance);
            }
        });
        if (!balances.isEmpty()) {
            work.unit().customers().balances(balances);
        }
        return append(
                work,
                accounts.values().stream()
                        .flatMap(account -> account.entries.stream())
                        .toList());
    }

    /**
     * Stores an entry for the difference wherever the balance of a customer is not what their entries say.
     *
     * @param locked what the customers are under their locks
     * @param last what the balance of each was after the last entry, of those that have any
     */
    static void open(Work work, Map<CustomerId, CustomerState> locked, Map<CustomerId, Money> last) {
        Map<CustomerId, Instant> recordedAt = new TreeMap<>();
        List<BalanceEntry> entries = new ArrayList<>();
        locked.forEach((id, state) -> {
            Instant at = state.nextRecordedAt(work.now());
            List<BalanceEntry> opening = new Account(state, last.get(id), at).entries;
            if (!opening.isEmpty()) {
                recordedAt.put(id, at);
                entries.addAll(opening);
            }
        });
        if (!entries.isEmpty()) {
            work.unit().customers().recorded(recordedAt);
            append(work, entries);
        }
    }

    private static List<BalanceEntry> append(Work work, List<BalanceEntry> entries) {
        work.unit().balances().append(entries);
        List<JournalEntry> opened = entries.stream()
                .filter(entry -> entry.cause() == EntryCause.OPENING)
                .map(entry -> journal(EventType.BALANCE_OPENED, entry))
                .toList();
        if (!opened.isEmpty()) {
            work.audit(opened);
            work.publish(opened);
        }
        return entries;
    }

    /** What is kept and published of an entry. The memo stays out: whoever wrote it may have named somebody. */
    static JournalEntry journal(EventType type, BalanceEntry entry) {
        Money before = entry.balanceAfter().minus(entry.on(BalanceAccount.BALANCE));
        return new JournalEntry(
                type,
                entry.customer(),
                entry.customer().value(),
                Map.of("balance", before.getAmount().toPlainString()),
                Map.of(
                        "balance", entry.balanceAfter().getAmount().toPlainString(),
                        "currency", entry.amount().getCurrencyUnit().getCode(),
                        "amount", entry.amount().getAmount().toPlainString(),
                        "debit", entry.debit().name(),
                        "credit", entry.credit().name(),
                        "entry", entry.position().toString()),
                entry.recordedAt());
    }

    private static CustomerState found(Map<CustomerId, CustomerState> locked, CustomerId id) {
        return Objects.requireNonNull(locked.get(id), () -> "customer " + id + " is not locked");
    }

    private static Account account(Map<CustomerId, Account> accounts, CustomerId id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    /** One customer's balance as it moves. */
    private static final class Account {
        private final Money before;
        private final List<BalanceEntry> entries = new ArrayList<>();
        private Money balance;

        /** Opened where the last entry says another balance than the customer has. */
        Account(CustomerState locked, @Nullable Money last, Instant at) {
            before = locked.balance();
            balance = last == null ? Money.zero(before.getCurrencyUnit()) : last;
            if (!balance.equals(before)) {
                add(BalanceMove.opening(locked.customer().id(), at, before.minus(balance)));
            }
        }

        void add(BalanceMove move) {
            BalanceEntry previous = entries.isEmpty() ? null : entries.get(entries.size() - 1);
            int number =
                    previous != null && previous.recordedAt().equals(move.recordedAt()) ? previous.number() + 1 : 1;
            balance = balance.plus(onBalance(move));
            entries.add(new BalanceEntry(
                    move.customer(),
                    move.recordedAt(),
                    number,
                    move.debit(),
                    move.credit(),
                    move.amount(),
                    move.cause(),
                    move.document(),
                    move.memo(),
                    balance,
                    move.key()));
        }

        private static Money onBalance(BalanceMove move) {
            if (move.credit() == BalanceAccount.BALANCE) {
                return move.amount();
            }
            return move.debit() == BalanceAccount.BALANCE
                    ? move.amount().negated()
                    : Money.zero(move.amount().getCurrencyUnit());
        }
    }
}
