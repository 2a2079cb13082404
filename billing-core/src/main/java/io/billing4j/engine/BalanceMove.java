package io.billing4j.engine;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.EntryCause;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import java.time.Instant;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An amount that is to go from one account of a customer to another.
 *
 * @param recordedAt of the command or document; those of a customer in one transaction rise
 * @param amount above zero
 */
record BalanceMove(
        CustomerId customer,
        Instant recordedAt,
        BalanceAccount debit,
        BalanceAccount credit,
        Money amount,
        EntryCause cause,
        @Nullable InvoiceId document,
        @Nullable String memo,
        @Nullable IdempotencyKey key) {
    /** What the balance pays of a new document, or has of it; its credit is not zero. */
    static BalanceMove of(InvoiceDraft draft) {
        return between(
                BalanceAccount.DOCUMENTS,
                draft.customer(),
                draft.recordedAt(),
                draft.totals().credit().negated(),
                EntryCause.DOCUMENT,
                draft.id());
    }

    /** What becomes of the balance otherwise by a document that there is; not zero, below zero where it pays more. */
    static BalanceMove of(Invoice document, Instant recordedAt, Money toBalance, EntryCause cause) {
        return between(BalanceAccount.DOCUMENTS, document.customer(), recordedAt, toBalance, cause, document.id());
    }

    /** What a note has to be paid back; above zero. */
    static BalanceMove refund(Invoice note, Instant recordedAt, Money amount) {
        return between(
                BalanceAccount.DOCUMENTS,
                BalanceAccount.REFUNDS,
                note.customer(),
                recordedAt,
                amount,
                EntryCause.DOCUMENT,
                note.id());
    }

    /** What a note that is void has to be paid back no more; above zero. */
    static BalanceMove noRefund(Invoice note, Instant recordedAt, Money amount) {
        return between(
                BalanceAccount.REFUNDS,
                BalanceAccount.DOCUMENTS,
                note.customer(),
                recordedAt,
                amount,
                EntryCause.VOID,
                note.id());
    }

    /** What is given by hand, and below zero what is taken; not zero. */
    static BalanceMove byHand(
            CustomerId customer, Instant recordedAt, Money toBalance, String memo, @Nullable IdempotencyKey key) {
        BalanceMove plain =
                between(BalanceAccount.ADJUSTMENTS, customer, recordedAt, toBalance, EntryCause.ADJUSTMENT, null);
        return plain.because(memo, key);
    }

    /** What is to be paid out; above zero. */
    static BalanceMove payOut(
            CustomerId customer, Instant recordedAt, Money amount, String memo, @Nullable IdempotencyKey key) {
        BalanceMove plain =
                between(BalanceAccount.REFUNDS, customer, recordedAt, amount.negated(), EntryCause.PAY_OUT, null);
        return plain.because(memo, key);
    }

    /** What was found on the balance, and in no entry; not zero. */
    static BalanceMove opening(CustomerId customer, Instant recordedAt, Money toBalance) {
        return between(BalanceAccount.OPENING, customer, recordedAt, toBalance, EntryCause.OPENING, null);
    }

    private BalanceMove because(String why, @Nullable IdempotencyKey repeatable) {
        return new BalanceMove(customer, recordedAt, debit, credit, amount, cause, document, why, repeatable);
    }

    private static BalanceMove between(
            BalanceAccount other,
            CustomerId customer,
            Instant recordedAt,
            Money toBalance,
            EntryCause cause,
            @Nullable InvoiceId document) {
        boolean given = toBalance.isPositive();
        return between(
                given ? other : BalanceAccount.BALANCE,
                given ? BalanceAccount.BALANCE : other,
                customer,
                recordedAt,
                toBalance.abs(),
                cause,
                document);
    }

    private static BalanceMove between(
            BalanceAccount debit,
            BalanceAccount credit,
            CustomerId customer,
            Instant recordedAt,
            Money amount,
            EntryCause cause,
            @Nullable InvoiceId document) {
        return new BalanceMove(customer, recordedAt, debit, credit, amount, cause, document, null, null);
    }
}
