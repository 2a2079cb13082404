package io.billing4j.server.api;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceDifference;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.grpc.v1.Balance;
import java.util.List;
import java.util.Objects;

/** What moves balances, as messages. */
final class BalanceMessages {
    private BalanceMessages() {}

    static io.billing4j.grpc.v1.BalanceEntry of(BalanceEntry entry) {
        return io.billing4j.grpc.v1.BalanceEntry.newBuilder()
                .setCustomerId(entry.customer().value())
                .setRecordedAt(Writing.timestamp(entry.recordedAt()))
                .setNumber(entry.number())
                .setDebit(of(entry.debit()))
                .setCredit(of(entry.credit()))
                .setAmount(Writing.money(entry.amount()))
                .setCause(io.billing4j.grpc.v1.BalanceEntry.Cause.valueOf(
                        entry.cause().name()))
                .setInvoiceId(Objects.toString(entry.document(), ""))
                .setMemo(Objects.requireNonNullElse(entry.memo(), ""))
                .setBalanceAfter(Writing.money(entry.balanceAfter()))
                .build();
    }

    static List<io.billing4j.grpc.v1.BalanceDifference> of(BalanceCheck check) {
        return check.differences().stream().map(BalanceMessages::of).toList();
    }

    private static io.billing4j.grpc.v1.BalanceDifference of(BalanceDifference difference) {
        return io.billing4j.grpc.v1.BalanceDifference.newBuilder()
                .setCustomerId(difference.customer().value())
                .setBalance(Writing.money(difference.balance()))
                .setEntries(Writing.money(difference.entries()))
                .build();
    }

    private static Balance.Account of(BalanceAccount account) {
        return Balance.Account.valueOf(account.name());
    }
}
