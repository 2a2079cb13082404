package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.IdempotencyKey;
import java.math.BigDecimal;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Entries of balances in dollars. */
public final class BalanceSamples {
    private BalanceSamples() {}

    /** What is given by hand at the given second after {@link Samples#START}; the balance is {@code after} by it. */
    public static BalanceEntry given(String customer, long second, int number, String amount, String after) {
        return entry(customer, second, number, BalanceAccount.ADJUSTMENTS, BalanceAccount.BALANCE, amount, after, null);
    }

    /** What is paid out, with an idempotency key. */
    public static BalanceEntry paidOut(String customer, long second, String amount, String after, String key) {
        return entry(
                customer,
                second,
                1,
                BalanceAccount.BALANCE,
                BalanceAccount.REFUNDS,
                amount,
                after,
                DocumentSamples.idempotencyKey(key));
    }

    private static BalanceEntry entry(
            String customer,
            long second,
            int number,
            BalanceAccount debit,
            BalanceAccount credit,
            String amount,
            String after,
            @Nullable IdempotencyKey key) {
        return new BalanceEntry(
                CustomerId.of(customer),
                at(second),
                number,
                debit,
                credit,
                dollars(amount),
                credit == BalanceAccount.REFUNDS ? EntryCause.PAY_OUT : EntryCause.ADJUSTMENT,
                null,
                "By hand " + Samples.HOSTILE,
                dollars(after),
                key);
    }

    static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
