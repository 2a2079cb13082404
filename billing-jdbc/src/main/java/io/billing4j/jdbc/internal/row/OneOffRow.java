package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.ONE_OFF_CHARGE;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.jdbc.internal.generated.tables.records.OneOffChargeRecord;
import io.billing4j.jdbc.internal.json.DerivationJson;
import io.billing4j.rating.Derivation;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** One-off charges in {@code one_off_charge}. */
public final class OneOffRow {
    private OneOffRow() {}

    /** A charge on its way to the table, without the tenant. */
    public static OneOffChargeRecord write(OneOffCharge charge) {
        SubscriptionId subscription = charge.subscription();
        TaxBehavior behavior = charge.tax().behavior();
        IdempotencyKey key = charge.key();
        OneOffChargeRecord row = new OneOffChargeRecord();
        row.setOneOffId(charge.id().value());
        row.setCustomerId(charge.customer().value());
        row.setSubscriptionId(subscription == null ? null : subscription.value());
        row.setDescription(charge.description());
        row.setCode(charge.code());
        row.setAmount(charge.amount().getAmount());
        row.setCurrency(charge.amount().getCurrencyUnit().getCode());
        row.setDerivation(new DerivationJson(charge.derivation(), LineAdjustments.NONE).write());
        row.setTaxCategory(charge.tax().category().value());
        row.setTaxBehavior(behavior == null ? null : behavior.name());
        row.setDueAt(charge.dueAt());
        row.setRecordedAt(charge.recordedAt());
        row.setIdempotencyKey(key == null ? null : key.key());
        row.setRequestHash(key == null ? null : key.request().bytes());
        row.setInvoiceId(value(charge.invoice()));
        row.setReissuedId(value(charge.reissued()));
        row.setCanceledAt(charge.canceledAt());
        return row;
    }

    /** The charge of a row, whose amount is that of its derivation. */
    public static OneOffCharge read(Record row) {
        return Stored.read(() -> "one-off charge " + row.get(ONE_OFF_CHARGE.ONE_OFF_ID), () -> {
            String subscription = row.get(ONE_OFF_CHARGE.SUBSCRIPTION_ID);
            String behavior = row.get(ONE_OFF_CHARGE.TAX_BEHAVIOR);
            Derivation derivation = DerivationJson.read(Stored.get(row, ONE_OFF_CHARGE.DERIVATION))
                    .derivation();
            if (derivation.amount().getAmount().compareTo(Stored.get(row, ONE_OFF_CHARGE.AMOUNT)) != 0) {
                throw new IllegalArgumentException("its amount is not that of its derivation, " + derivation.amount());
            }
            return new OneOffCharge(
                    OneOffId.of(Stored.get(row, ONE_OFF_CHARGE.ONE_OFF_ID)),
                    CustomerId.of(Stored.get(row, ONE_OFF_CHARGE.CUSTOMER_ID)),
                    subscription == null ? null : SubscriptionId.of(subscription),
                    Stored.get(row, ONE_OFF_CHARGE.DESCRIPTION),
                    row.get(ONE_OFF_CHARGE.CODE),
                    derivation,
                    new ChargeTax(
                            TaxCategory.of(Stored.get(row, ONE_OFF_CHARGE.TAX_CATEGORY)),
                            behavior == null ? null : TaxBehavior.valueOf(behavior)),
                    Stored.get(row, ONE_OFF_CHARGE.DUE_AT),
                    Stored.get(row, ONE_OFF_CHARGE.RECORDED_AT),
                    key(row),
                    document(row, ONE_OFF_CHARGE.INVOICE_ID),
                    document(row, ONE_OFF_CHARGE.REISSUED_ID),
                    row.get(ONE_OFF_CHARGE.CANCELED_AT));
        });
    }

    private static @Nullable UUID value(@Nullable InvoiceId document) {
        return document == null ? null : document.value();
    }

    private static @Nullable InvoiceId document(Record row, Field<UUID> column) {
        UUID id = row.get(column);
        return id == null ? null : InvoiceId.of(id);
    }

    private static @Nullable IdempotencyKey key(Record row) {
        String key = row.get(ONE_OFF_CHARGE.IDEMPOTENCY_KEY);
        return key == null
                ? null
                : new IdempotencyKey(key, ContentHash.ofBytes(Stored.get(row, ONE_OFF_CHARGE.REQUEST_HASH)));
    }
}
