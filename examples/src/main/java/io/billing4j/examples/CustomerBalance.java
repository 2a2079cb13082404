package io.billing4j.examples;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.Balances;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the manual's page on the balance shows in Java; a comment is what its line prints. */
public final class CustomerBalance {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final PlanId BASIC = PlanId.of("basic");

    private CustomerBalance() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        BillingEngine engine = books();
        Balances balances = engine.balances();
        balances.adjust(ADA, Money.parse("USD 45.00"), "Outage of 31 October", "ticket-4711");
        balances.adjust(ADA, Money.parse("USD 45.00"), "Outage of 31 October", "ticket-4711");
        out.println(balances.of(ADA)); // USD 45.00
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        Invoice november = engine.listInvoices(ADA, Page.first(1)).get(0);
        out.println(november.totals().total()); // USD 0.00
        balances.payOut(ADA, Money.parse("USD 10.00"), "As agreed on the phone", "payout-1");
        List<BalanceEntry> entries = balances.entries(ADA, Page.first(100));
        out.println(text(entries.get(0))); // ADJUSTMENTS to BALANCE USD 45.00, balance USD 45.00
        out.println(text(entries.get(1))); // BALANCE to DOCUMENTS USD 30.00, balance USD 15.00
        out.println(text(entries.get(2))); // BALANCE to REFUNDS USD 10.00, balance USD 5.00
        out.println(balances.check(Page.first(100)).differences()); // []
        engine.settings().update(present -> present.withBalance(BalancePolicy.NEVER));
        engine.timeTravel().advanceTo(Instant.parse("2025-12-02T00:00:00Z"));
        Invoice december = engine.listInvoices(ADA, Page.first(2)).get(1);
        out.println(december.totals().total()); // USD 30.00
        out.println(balances.of(ADA)); // USD 5.00
    }

    private static String text(BalanceEntry entry) {
        return entry.debit() + " to " + entry.credit() + " " + entry.amount() + ", balance " + entry.balanceAfter();
    }

    /** A sandbox with one subscription of 30.00 a month from 1 November 2025 on. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Basic", PriceModel.flat(BigMoney.parse("USD 30.00")));
        engine.catalog().createPlan(BASIC, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions().create(NewSubscription.of(ADA, BASIC, LocalDate.parse("2025-11-01")));
        return engine;
    }
}
