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
import io.billing4j.jdbc.internal.json.DerivationJson;
import io.billing4j.rating.Derivation;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** One-off charges in {@code one_off_charge}. */
public final class OneOffRow {
    private OneOffRow() {}

    /** Charges on their way to the table. */
    public static RowSet<OneOffCharge> write(List<OneOffCharge> charges) {
        return RowSet.of(charges)
                .with(ONE_OFF_CHARGE.ONE_OFF_ID, charge -> charge.id().value())
                .with(ONE_OFF_CHARGE.CUSTOMER_ID, charge -> charge.customer().value())
                .with(ONE_OFF_CHARGE.SUBSCRIPTION_ID, charge -> {
                    SubscriptionId subscription = charge.subscription();
                    return subscription == null ? null : subscription.value();
                })
                .with(ONE_OFF_CHARGE.DESCRIPTION, OneOffCharge::description)
                .with(ONE_OFF_CHARGE.CODE, OneOffCharge::code)
                .with(ONE_OFF_CHARGE.AMOUNT, charge -> charge.amount().getAmount())
                .with(
                        ONE_OFF_CHARGE.CURRENCY,
                        charge -> charge.amount().getCurrencyUnit().getCode())
                .with(
                        ONE_OFF_CHARGE.DERIVATION,
                        charge -> new DerivationJson(charge.derivation(), LineAdjustments.NONE).write())
                .with(
                        ONE_OFF_CHARGE.TAX_CATEGORY,
                        charge -> charge.tax().category().value())
                .with(ONE_OFF_CHARGE.TAX_BEHAVIOR, charge -> {
                    TaxBehavior behavior = charge.tax().behavior();
                    return behavior == null ? null : behavior.name();
                })
                .with(ONE_OFF_CHARGE.DUE_AT, OneOffCharge::dueAt)
                .with(ONE_OFF_CHARGE.RECORDED_AT, OneOffCharge::recordedAt)
                .with(ONE_OFF_CHARGE.IDEMPOTENCY_KEY, ifKeyed(IdempotencyKey::key))
                .with(ONE_OFF_CHARGE.REQUEST_HASH, ifKeyed(key -> key.request().bytes()))
                .with(ONE_OFF_CHARGE.INVOICE_ID, charge -> value(charge.invoice()))
                .with(ONE_OFF_CHARGE.REISSUED_ID, charge -> value(charge.reissued()))
                .with(ONE_OFF_CHARGE.CANCELED_AT, OneOffCharge::canceledAt);
    }

    private static <T> Function<OneOffCharge, @Nullable T> ifKeyed(Function<IdempotencyKey, T> value) {
        return charge -> {
            IdempotencyKey key = charge.key();
            return key == null ? null : value.apply(key);
        };
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
