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
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
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

/** From a plan to a numbered invoice: 20.00 a month in advance, and 107,703 tokens at 0.0006 after the month. */
public final class FirstInvoice {
    private FirstInvoice() {}

    /** Prints the two invoices of the first two months. */
    public static void main(String[] args) {
        bill(System.out);
    }

    static void bill(PrintStream out) {
        TenantId acme = TenantId.of("acme");
        CustomerId ada = CustomerId.of("ada");
        MeterId tokens = MeterId.of("tokens");
        PlanId assistant = PlanId.of("assistant");

        // README:begin
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.catalog().createMeter(tokens, MeterAggregation.SUM, false);
        Charge fee = Charge.fee(ChargeId.of("fee"), "Assistant", PriceModel.flat(BigMoney.parse("USD 20")));
        Charge usage =
                Charge.usage(ChargeId.of("t"), "Tokens", PriceModel.perUnit(BigMoney.parse("USD 0.0006")), tokens);
        engine.catalog()
                .createPlan(assistant, "Assistant", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee, usage));
        engine.customers().create(NewCustomer.of(ada, "Ada"));
        engine.subscriptions().create(NewSubscription.of(ada, assistant, LocalDate.parse("2025-01-01")));
        engine.usage()
                .record(List.of(UsageEvent.of(
                        EventId.of("e1"),
                        ada,
                        tokens,
                        new BigDecimal("107703"),
                        Instant.parse("2025-01-16T18:15:46Z"))));
        engine.runs().run(LocalDate.parse("2025-02-01"));
        List<Invoice> invoices = engine.listInvoices(ada, Page.first(10));
        // README:end

        for (Invoice invoice : invoices) {
            out.printf(
                    "%s  %s  %s%n",
                    invoice.number().orElseThrow(),
                    invoice.period(),
                    invoice.totals().total());
            invoice.lines()
                    .forEach(line ->
                            out.printf("    %-10s %10s %12s%n", line.description(), line.quantity(), line.amount()));
        }
    }
}
