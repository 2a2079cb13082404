package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceVerifier;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What the manual's page on verification shows; a comment is what its line prints. */
public final class ProvenLine {
    private ProvenLine() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        Invoice invoice = invoice();
        InvoiceLine line = invoice.lines().get(0);
        List<String> words = line.derivation().explain();
        out.println(words.get(0)); // 561229 tokens: the sum of 1 report from 2023-11-01 to 2023-11-30 (UTC).
        out.println(words.get(1)); // 100000 × 0 = 0
        out.println(words.get(2)); // 400000 × 0.00015 = 60
        out.println(words.get(3)); // 61229 × 0.0001 = 6.1229
        out.println(words.get(4)); // 66.1229 USD, rounded half up: 66.12 USD.
        out.println(InvoiceVerifier.STANDARD.verify(invoice)); // []
        InvoiceLine renamed =
                new InvoiceLine(1, line.key(), "Other tokens", line.derivation(), line.adjustments(), line.hash());
        out.println(InvoiceVerifier.STANDARD.verify(renamed).get(0).kind()); // LINE_CHANGED
    }

    /** Of November, with one line. */
    private static Invoice invoice() {
        TenantId acme = TenantId.of("acme");
        CustomerId ada = CustomerId.of("ada");
        MeterId tokens = MeterId.of("tokens");
        PlanId assistant = PlanId.of("assistant");
        PriceModel price = PriceModel.graduated(List.of(
                Tier.upTo(new BigDecimal(100_000), usd("0")),
                Tier.upTo(new BigDecimal(500_000), usd("0.00015")),
                Tier.beyond(usd("0.0001"))));
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.catalog().createMeter(tokens, MeterAggregation.SUM, false);
        engine.catalog()
                .createPlan(
                        assistant,
                        "Assistant",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.usage(ChargeId.of("tokens"), "Tokens", price, tokens)));
        engine.customers().create(NewCustomer.of(ada, "Ada"));
        engine.subscriptions().create(NewSubscription.of(ada, assistant, LocalDate.parse("2023-11-01")));
        engine.usage()
                .record(List.of(UsageEvent.of(
                        EventId.of("e1"),
                        ada,
                        tokens,
                        new BigDecimal("561229"),
                        Instant.parse("2023-11-16T18:15:46Z"))));
        engine.runs().run(LocalDate.parse("2023-12-01"));
        return engine.listInvoices(ada, Page.first(10)).get(0);
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }
}
