package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.tax.ChargeTax;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something to be billed once.
 *
 * @param subscription whose documents take it; null for those of any subscription of the customer
 * @param description what the line says, 1 to {@value OneOffCharge#MAX_DESCRIPTION} characters
 * @param code what it is filed under, such as an article's number, 1 to {@value OneOffCharge#MAX_CODE} characters; null for none
 * @param price of each unit, of any scale; or of all of it where there is no quantity
 * @param quantity above zero; null for one price
 * @param tax what is taxed, and whether the price holds the tax
 * @param day on which it is supplied, which decides about its tax; null for today in the customer's zone
 * @param dueAt the earliest instant at which a document is due that takes it; null for the start of the day
 * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same charge
 */
public record NewOneOff(
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        String description,
        @Nullable String code,
        BigMoney price,
        @Nullable BigDecimal quantity,
        ChargeTax tax,
        @Nullable LocalDate day,
        @Nullable Instant dueAt,
        @Nullable String idempotencyKey) {
    /** Refuses a description with MISSING_FIELD or INVALID_TEXT, a code so, a day and an instant with INVALID_DATE, each at its name. */
    public NewOneOff {
        Inputs.required("customer", customer);
        Inputs.required("price", price);
        Inputs.required("tax", tax);
        description = Inputs.text("description", description, OneOffCharge.MAX_DESCRIPTION);
        code = code == null ? null : Inputs.text("code", code, OneOffCharge.MAX_CODE);
        quantity = quantity == null ? null : Inputs.decimal("quantity", quantity);
        day = day == null ? null : Inputs.date("day", day);
        dueAt = dueAt == null ? null : Inputs.instant("dueAt", dueAt);
    }

    /** One amount, supplied today. */
    public static NewOneOff of(CustomerId customer, String description, Money amount) {
        Inputs.required("amount", amount);
        return new NewOneOff(
                customer, null, description, null, amount.toBigMoney(), null, ChargeTax.DEFAULT, null, null, null);
    }

    /** So many at a price each, supplied today: three at 12.50 are 37.50. */
    public static NewOneOff of(CustomerId customer, String description, BigMoney unitPrice, BigDecimal quantity) {
        Inputs.required("quantity", quantity);
        return new NewOneOff(
                customer, null, description, null, unitPrice, quantity, ChargeTax.DEFAULT, null, null, null);
    }

    /** The same for the documents of one subscription. */
    public NewOneOff withSubscription(SubscriptionId other) {
        Inputs.required("subscription", other);
        return new NewOneOff(customer, other, description, code, price, quantity, tax, day, dueAt, idempotencyKey);
    }

    /** The same filed under a code, which its line has as well. */
    public NewOneOff withCode(String other) {
        Inputs.required("code", other);
        return new NewOneOff(
                customer, subscription, description, other, price, quantity, tax, day, dueAt, idempotencyKey);
    }

    /** The same supplied on another day. */
    public NewOneOff withDay(LocalDate other) {
        Inputs.required("day", other);
        return new NewOneOff(
                customer, subscription, description, code, price, quantity, tax, other, dueAt, idempotencyKey);
    }

    /** The same for documents that are due then or later. */
    public NewOneOff withDueAt(Instant other) {
        Inputs.required("dueAt", other);
        return new NewOneOff(
                customer, subscription, description, code, price, quantity, tax, day, other, idempotencyKey);
    }

    /** The same taxed otherwise. */
    public NewOneOff withTax(ChargeTax other) {
        return new NewOneOff(
                customer, subscription, description, code, price, quantity, other, day, dueAt, idempotencyKey);
    }

    /** The same, repeatable. */
    public NewOneOff withIdempotencyKey(String key) {
        Inputs.required("idempotencyKey", key);
        return new NewOneOff(customer, subscription, description, code, price, quantity, tax, day, dueAt, key);
    }

    /** What makes the request repeatable; null without a key. */
    @Nullable
    IdempotencyKey idempotency() {
        return idempotencyKey == null
                ? null
                : new IdempotencyKey(
                        idempotencyKey,
                        ContentHash.builder("oneOff", 1)
                                .field(customer)
                                .field(subscription)
                                .field(description)
                                .field(code)
                                .field(price.getCurrencyUnit())
                                .field(Inputs.decimal("price", price.getAmount())
                                        .toPlainString())
                                .field(quantity == null ? null : quantity.toPlainString())
                                .field(tax.category())
                                .field(tax.behavior())
                                .field(day)
                                .field(dueAt)
                                .build());
    }
}
