package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.discount.Discount;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment.Untaxed;
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
 * 10 % off, and 19 % on what is left: of 20.00 that is 2.00, and 3.42 of 18.00. When 10 of November's 30 days are over the plan is
 * changed to one of 50.00, and settled at once: 13.33 are given back with their 1.33 of the discount and 2.28 of the tax, and 33.33 less
 * 3.33 asked for with 5.70. Bob's company owes the tax itself.
 */
public final class CouponAndTax {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final SubscriptionId ADAS = SubscriptionId.of("adas");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final PlanId PRO = PlanId.of("pro");
    private static final LocalDate START = LocalDate.parse("2025-11-01");

    private CouponAndTax() {}

    /** Prints Ada's invoices of November and Bob's. */
    public static void main(String[] args) {
        bill(System.out);
    }

    static void bill(PrintStream out) {
        BillingEngine engine = books();
        engine.coupons()
                .create(NewCoupon.forever(CouponId.of("ten"), "Ten percent", Discount.percentage(BigDecimal.TEN)));
        engine.coupons().grant(NewCouponGrant.of(CouponGrantId.of("ten-ada"), CouponId.of("ten"), ADA));

        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("de-standard"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat-de"), "VAT", BigDecimal.valueOf(19))));
        engine.taxes().addProfile(TaxProfile.of(ADA, START, TaxPlace.of("DE")));
        engine.taxes()
                .addProfile(new TaxProfile(
                        BOB,
                        START,
                        TaxPlace.of("FR"),
                        new Untaxed(NoTax.REVERSE_CHARGE, "Article 196 of 2006/112/EC"),
                        "FR12345678901"));
        engine.settings().update(settings -> settings.withTaxes(TaxPolicy.DEFAULT));

        engine.timeTravel().advanceTo(Instant.parse("2025-11-11T00:00:00Z"));
        engine.subscriptions()
                .change(
                        ADAS,
                        new SubscriptionCommand.ChangePlan(PRO, null, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        out.println("Ada");
        engine.listInvoices(ADA, Page.first(10)).forEach(invoice -> print(out, invoice));
        out.println("Bob");
        engine.listInvoices(BOB, Page.first(10)).forEach(invoice -> print(out, invoice));
    }

    private static void print(PrintStream out, Invoice invoice) {
        invoice.lines()
                .forEach(line -> out.printf(
                        "    %s %s less %s, tax %s%n",
                        line.description(),
                        line.amount().getAmount(),
                        line.discount().getAmount(),
                        line.taxAdded().getAmount()));
        DocumentTotals totals = invoice.totals();
        out.printf(
                "  %s - %s + %s = %s%n",
                totals.subtotal().getAmount(),
                totals.discount().getAmount(),
                totals.tax().getAmount(),
                totals.total().getAmount());
    }

    /** A sandbox on 1 November 2025 with two plans and two customers. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        sell(engine, BASIC, "Basic", "EUR 20.00");
        sell(engine, PRO, "Pro", "EUR 50.00");
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.customers().create(NewCustomer.of(BOB, "Bob"));
        engine.subscriptions().create(NewSubscription.of(ADA, BASIC, START).withId(ADAS));
        engine.subscriptions().create(NewSubscription.of(BOB, BASIC, START).withId(SubscriptionId.of("bobs")));
        return engine;
    }

    private static void sell(BillingEngine engine, PlanId plan, String name, String price) {
        Charge fee = Charge.fee(ChargeId.of("fee"), name, PriceModel.flat(BigMoney.parse(price)));
        engine.catalog().createPlan(plan, name, CurrencyUnit.EUR, BillingInterval.MONTHLY, List.of(fee));
    }
}
