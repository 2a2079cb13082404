package io.billing4j.testkit;

import io.billing4j.id.CustomerId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.DiscountFacts;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tenant.BalancePolicy;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** One-off charges, and documents of them alone. */
public final class OneOffSamples {
    private OneOffSamples() {}

    static OneOffId id(long n) {
        return OneOffId.of(new UUID(0xF000_0000_0000_7000L, n));
    }

    /** 37.50, due {@code n} seconds after {@link Samples#START}. */
    static OneOffCharge pending(long n, String customer) {
        return charge(n, customer, null, "Parts", "12.50", "3", ZoneOffset.UTC, ChargeTax.DEFAULT, null);
    }

    /** The same for a subscription. */
    static OneOffCharge of(long n, String customer, String subscription) {
        return charge(
                n,
                customer,
                SubscriptionId.of(subscription),
                "Parts",
                "12.50",
                "3",
                ZoneOffset.UTC,
                ChargeTax.DEFAULT,
                null);
    }

    /** The same with all that a charge may have. */
    static OneOffCharge full(long n, String customer, String key) {
        return charge(
                n,
                customer,
                SubscriptionId.of("s-1"),
                Samples.HOSTILE,
                "0.123456789012345678",
                "1000000000000.000000000000000001",
                ZoneId.of("Pacific/Apia"),
                new ChargeTax(TaxCategory.of("books"), TaxBehavior.INCLUSIVE),
                key);
    }

    static OneOffCharge flat(long n, String customer, String amount) {
        return charge(n, customer, null, "Setting up", amount, null, ZoneOffset.UTC, ChargeTax.DEFAULT, null);
    }

    /** A subscription that ends {@code n} seconds after {@link Samples#START}. */
    static SubscriptionState ended(SubscriptionState state, long n) {
        return new SubscriptionState(
                state.subscription()
                        .with(new SubscriptionChange.Canceled(DocumentSamples.at(n), DocumentSamples.at(1))),
                state.cursor());
    }

    private static OneOffCharge charge(
            long n,
            String customer,
            @Nullable SubscriptionId subscription,
            String description,
            String price,
            @Nullable String quantity,
            ZoneId zone,
            ChargeTax tax,
            @Nullable String key) {
        return new OneOffCharge(
                id(n),
                CustomerId.of(customer),
                subscription,
                description,
                key,
                OneOffCharge.derivation(
                        BigMoney.of(Samples.USD, new BigDecimal(price)),
                        quantity == null ? null : new BigDecimal(quantity),
                        Samples.START_DATE,
                        zone,
                        RoundingPolicy.HALF_UP),
                tax,
                DocumentSamples.at(n),
                DocumentSamples.at(n),
                key == null ? null : DocumentSamples.idempotencyKey(key),
                null,
                null,
                null);
    }

    /** A document of charges alone. */
    static Invoice invoice(long n, OneOffCharge... charges) {
        InvoiceDraft draft = new InvoiceAssembler()
                .assemble(
                        new DocumentFacts(
                                DocumentSamples.invoiceId(n),
                                DocumentSamples.at(n),
                                RoundingPolicy.HALF_UP,
                                Samples.customer(charges[0].customer()),
                                Money.zero(Samples.USD),
                                BalancePolicy.UP_TO_TOTAL,
                                new Catalogue(Map.of(), Map.of()),
                                DiscountFacts.NONE,
                                TaxFacts.NONE),
                        List.of(),
                        List.of(charges));
        return DocumentSamples.invoice(draft);
    }
}
