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
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Two things that the books learn too late. Three seats at 10.00 a month are billed for January, February and March; on 10
 * March it turns out that there are five since 15 February, which is half of February's 28 days, and on 10 April that there
 * is none since 18 March at 12:00, of which 13.5 of March's 31 days are left.
 *
 * <p>April's invoice takes back 30.00 × 14/28 = 15.00 of February and all of March, asks for five seats instead, and for
 * April. The final one takes back R(50.00) − R(50.00 × 17.5/31) = 50.00 − 28.23 = 21.77 of March, and April: 71.77 that Ada
 * has to her credit.
 */
public final class BackdatedChange {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final SubscriptionId ADAS = SubscriptionId.of("adas");
    private static final PlanId TEAM = PlanId.of("team");

    private BackdatedChange() {}

    /** Prints Ada's invoices from January to the final one. */
    public static void main(String[] args) {
        bill(System.out);
    }

    static void bill(PrintStream out) {
        BillingEngine engine = books();

        engine.timeTravel().advanceTo(Instant.parse("2025-03-10T00:00:00Z"));
        ChangeTiming february = ChangeTiming.at(Instant.parse("2025-02-15T00:00:00Z"));
        engine.subscriptions().change(ADAS, new SubscriptionCommand.ChangeQuantity(new BigDecimal(5), february, null));

        engine.timeTravel().advanceTo(Instant.parse("2025-04-10T00:00:00Z"));
        ChangeTiming march = ChangeTiming.at(Instant.parse("2025-03-18T12:00:00Z"));
        engine.subscriptions().change(ADAS, new SubscriptionCommand.Cancel(march, null));

        engine.timeTravel().advanceTo(Instant.parse("2025-05-01T00:00:00Z"));
        new InvoicePrinter(out).print(engine.listInvoices(ADA, Page.first(10)));
    }

    /** A sandbox on 1 January 2025 with a plan for teams, and three seats of it. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-01-01T00:00:00Z"));
        Charge seat = Charge.fee(ChargeId.of("seat"), "Seats", PriceModel.perUnit(BigMoney.parse("USD 10.00")));
        engine.catalog().createPlan(TEAM, "Team", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(seat));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions()
                .create(NewSubscription.of(ADA, TEAM, LocalDate.parse("2025-01-01"))
                        .withId(ADAS)
                        .withQuantity(new BigDecimal(3)));
        return engine;
    }
}
