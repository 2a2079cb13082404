package io.billing4j.balance;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.money.Currencies;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An amount that has gone from one account of a customer to another. Of a balance of 15.00 a document of 20.00 takes all: {@code
 * BALANCE → DOCUMENTS 15.00}, and {@code balanceAfter} is 0.00. An entry never changes and never goes.
 *
 * @param recordedAt when the command or the document was recorded that moved it
 * @param number of the entry within that, from 1
 * @param debit the account it was taken from
 * @param credit the account it was given to, another one
 * @param amount above zero
 * @param document that moved it; null where none did
 * @param memo why somebody moved it, at most {@value #MAX_MEMO} characters; null where a document did
 * @param balanceAfter what {@link BalanceAccount#BALANCE} holds after the entry, in the same currency; below zero where a document
 *     that had added to it is void and not made again yet
 * @param key that makes the request repeatable; null where it has none
 */
public record BalanceEntry(
        CustomerId customer,
        Instant recordedAt,
        int number,
        BalanceAccount debit,
        BalanceAccount credit,
        Money amount,
        EntryCause cause,
        @Nullable InvoiceId document,
        @Nullable String memo,
        Money balanceAfter,
        @Nullable IdempotencyKey key) {
    /** The most characters of a memo. */
    public static final int MAX_MEMO = 500;

    /**
     * Cuts the instant to microseconds.
     *
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code number} below 1, INVALID_CHOICE at {@code credit} for
     *     the account that it was taken from, INVALID_AMOUNT at {@code amount} unless above zero, CURRENCY_MISMATCH at {@code
     *     balanceAfter}, MISSING_FIELD or INVALID_TEXT at {@code memo}
     */
    public BalanceEntry {
        recordedAt = new EntryPosition(recordedAt, number).recordedAt();
        if (debit == credit) {
            throw ErrorCode.INVALID_CHOICE.at("credit", "expected another account than " + debit);
        }
        if (!amount.isPositive()) {
            throw ErrorCode.INVALID_AMOUNT.at("amount", "expected more than zero but found " + amount);
        }
        Currencies.requireSame("balanceAfter", amount.getCurrencyUnit(), balanceAfter.getCurrencyUnit());
        memo = memo == null ? null : Inputs.text("memo", memo, MAX_MEMO);
    }

    /** Where it stands among those of its customer; its text is the key of a page. */
    public EntryPosition position() {
        return new EntryPosition(recordedAt, number);
    }

    /** What the account holds more by it: the amount where it was given to it, less than zero where it was taken from it. */
    public Money on(BalanceAccount account) {
        if (account == credit) {
            return amount;
        }
        return account == debit ? amount.negated() : Money.zero(amount.getCurrencyUnit());
    }
}
