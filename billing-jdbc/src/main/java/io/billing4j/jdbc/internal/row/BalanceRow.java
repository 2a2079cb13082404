package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.BALANCE_ENTRY;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.IdempotencyKey;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Entries in {@code balance_entry}. */
public final class BalanceRow {
    private BalanceRow() {}

    /** Entries on their way to the table. */
    public static RowSet<BalanceEntry> write(List<BalanceEntry> entries) {
        return RowSet.of(entries)
                .with(BALANCE_ENTRY.CUSTOMER_ID, entry -> entry.customer().value())
                .with(BALANCE_ENTRY.RECORDED_AT, BalanceEntry::recordedAt)
                .with(BALANCE_ENTRY.ENTRY_NO, BalanceEntry::number)
                .with(BALANCE_ENTRY.DEBIT, entry -> entry.debit().name())
                .with(BALANCE_ENTRY.CREDIT, entry -> entry.credit().name())
                .with(BALANCE_ENTRY.AMOUNT, entry -> entry.amount().getAmount())
                .with(
                        BALANCE_ENTRY.CURRENCY,
                        entry -> entry.amount().getCurrencyUnit().getCode())
                .with(BALANCE_ENTRY.CAUSE, entry -> entry.cause().name())
                .with(BALANCE_ENTRY.INVOICE_ID, entry -> {
                    InvoiceId document = entry.document();
                    return document == null ? null : document.value();
                })
                .with(BALANCE_ENTRY.MEMO, BalanceEntry::memo)
                .with(BALANCE_ENTRY.BALANCE_AFTER, entry -> entry.balanceAfter().getAmount())
                .with(BALANCE_ENTRY.IDEMPOTENCY_KEY, entry -> {
                    IdempotencyKey key = entry.key();
                    return key == null ? null : key.key();
                })
                .with(BALANCE_ENTRY.REQUEST_HASH, entry -> {
                    IdempotencyKey key = entry.key();
                    return key == null ? null : key.request().bytes();
                });
    }

    /** The entry of a row. */
    public static BalanceEntry read(Record row) {
        return Stored.read(() -> entry(row), () -> {
            CurrencyUnit currency = CurrencyUnit.of(Stored.get(row, BALANCE_ENTRY.CURRENCY));
            UUID document = row.get(BALANCE_ENTRY.INVOICE_ID);
            return new BalanceEntry(
                    CustomerId.of(Stored.get(row, BALANCE_ENTRY.CUSTOMER_ID)),
                    Stored.get(row, BALANCE_ENTRY.RECORDED_AT),
                    Stored.get(row, BALANCE_ENTRY.ENTRY_NO),
                    BalanceAccount.valueOf(Stored.get(row, BALANCE_ENTRY.DEBIT)),
                    BalanceAccount.valueOf(Stored.get(row, BALANCE_ENTRY.CREDIT)),
                    Money.of(currency, Stored.get(row, BALANCE_ENTRY.AMOUNT)),
                    EntryCause.valueOf(Stored.get(row, BALANCE_ENTRY.CAUSE)),
                    document == null ? null : InvoiceId.of(document),
                    row.get(BALANCE_ENTRY.MEMO),
                    Money.of(currency, Stored.get(row, BALANCE_ENTRY.BALANCE_AFTER)),
                    key(row));
        });
    }

    /** What the balance is after the entry of a row. */
    public static Money readAfter(Record row) {
        return Stored.read(
                () -> entry(row),
                () -> Money.of(
                        CurrencyUnit.of(Stored.get(row, BALANCE_ENTRY.CURRENCY)),
                        Stored.get(row, BALANCE_ENTRY.BALANCE_AFTER)));
    }

    private static String entry(Record row) {
        return "balance entry of " + row.get(BALANCE_ENTRY.CUSTOMER_ID);
    }

    private static @Nullable IdempotencyKey key(Record row) {
        String key = row.get(BALANCE_ENTRY.IDEMPOTENCY_KEY);
        return key == null
                ? null
                : new IdempotencyKey(key, ContentHash.ofBytes(Stored.get(row, BALANCE_ENTRY.REQUEST_HASH)));
    }
}
