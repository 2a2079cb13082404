package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.PriceModel;
import io.billing4j.run.BillingRun;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.Term;
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
 * A sandbox lives through half a year at once: a trial of 14 days from 17 January 2024 on, then a term of four months from
 * 31 January on, with an upgrade that was planned for 15 April. Boundaries are on the 31st or the last day of a month:
 * 29 February, 31 March, 30 April, 31 May. On 15 April 15 of the 30 days from 31 March to 30 April are over: 20.00 × 15/30 =
 * 10.00 are taken back and 30.00 × 15/30 = 15.00 asked for.
 */
public final class TimeTravel {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final SubscriptionId ADAS = SubscriptionId.of("adas");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final PlanId PRO = PlanId.of("pro");

    private TimeTravel() {}

    /** Prints when something fell due, what came of it, and what is left in July. */
    public static void main(String[] args) {
        travel(System.out);
    }

    static void travel(PrintStream out) {
        BillingEngine engine = books();
        ChangeTiming april = ChangeTiming.at(Instant.parse("2024-04-15T00:00:00Z"));
        engine.subscriptions().change(ADAS, new SubscriptionCommand.ChangePlan(PRO, null, april, null));

        List<BillingRun> runs = engine.timeTravel().advanceTo(Instant.parse("2024-07-01T00:00:00Z"));

        for (BillingRun run : runs) {
            out.println(run.cutOff() + "  documents: " + run.progress().invoices());
        }
        new InvoicePrinter(out).print(engine.listInvoices(ADA, Page.first(10)));
        Subscription subscription =
                engine.subscriptions().find(ADAS).orElseThrow().subscription();
        out.println(engine.timeTravel().now() + "  "
                + subscription.statusAt(engine.timeTravel().now()));
    }

    /** A sandbox on 17 January 2024 with two plans, and a subscription that begins with a trial. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2024-01-17T00:00:00Z"));
        sell(engine, BASIC, "Basic", "USD 20.00");
        sell(engine, PRO, "Pro", "USD 30.00");
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions()
                .create(NewSubscription.of(ADA, BASIC, LocalDate.parse("2024-01-17"))
                        .withId(ADAS)
                        .withTrialDays(14)
                        .withTerm(Term.fixed(new BillingInterval(IntervalUnit.MONTH, 4))));
        return engine;
    }

    private static void sell(BillingEngine engine, PlanId plan, String name, String price) {
        Charge fee = Charge.fee(ChargeId.of("fee"), name, PriceModel.flat(BigMoney.parse(price)));
        engine.catalog().createPlan(plan, name, CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
    }
}
