package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.ChangePreview;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * From Basic (20.00 a month) to Pro (50.00) when 10 of November's 30 days are over. Up to then Basic is R(20.00 × 10/30) =
 * 6.67 and Pro R(50.00 × 10/30) = 16.67, so that 20.00 − 6.67 = 13.33 of Basic are taken back and 50.00 − 16.67 = 33.33 of
 * Pro asked for: 20.00 more. Ada has them on her next invoice, Bob on one of their own at once.
 */
public final class UpgradeInMidMonth {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final SubscriptionId ADAS = SubscriptionId.of("adas");
    private static final SubscriptionId BOBS = SubscriptionId.of("bobs");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final PlanId PRO = PlanId.of("pro");

    private UpgradeInMidMonth() {}

    /** Prints what the upgrade will cost, then Ada's and Bob's invoices of November and December. */
    public static void main(String[] args) {
        bill(System.out);
    }

    static void bill(PrintStream out) {
        BillingEngine engine = books();
        engine.timeTravel().advanceTo(Instant.parse("2025-11-11T00:00:00Z"));

        SubscriptionCommand upgrade = new SubscriptionCommand.ChangePlan(PRO, null, ChangeTiming.now(), null);
        ChangePreview preview = engine.subscriptions().previewChange(ADAS, upgrade);
        preview.difference()
                .flatMap(InvoiceOutcome::invoice)
                .ifPresent(difference ->
                        out.println("The upgrade costs " + difference.totals().total()));
        engine.subscriptions().change(ADAS, upgrade);

        SubscriptionCommand atOnce =
                new SubscriptionCommand.ChangePlan(PRO, null, ChangeTiming.now(), ChangeSettlement.IMMEDIATE);
        engine.subscriptions().change(BOBS, atOnce);

        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        InvoicePrinter printer = new InvoicePrinter(out);
        out.println("Ada");
        printer.print(engine.listInvoices(ADA, Page.first(10)));
        out.println("Bob");
        printer.print(engine.listInvoices(BOB, Page.first(10)));
    }

    /** A sandbox on 1 November 2025 with two plans and two subscriptions to the smaller one. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        sell(engine, BASIC, "Basic", "USD 20.00");
        sell(engine, PRO, "Pro", "USD 50.00");
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.customers().create(NewCustomer.of(BOB, "Bob"));
        LocalDate start = LocalDate.parse("2025-11-01");
        engine.subscriptions().create(NewSubscription.of(ADA, BASIC, start).withId(ADAS));
        engine.subscriptions().create(NewSubscription.of(BOB, BASIC, start).withId(BOBS));
        return engine;
    }

    private static void sell(BillingEngine engine, PlanId plan, String name, String price) {
        Charge fee = Charge.fee(ChargeId.of("fee"), name, PriceModel.flat(BigMoney.parse(price)));
        engine.catalog().createPlan(plan, name, CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
    }
}
