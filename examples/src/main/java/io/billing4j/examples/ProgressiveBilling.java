package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.UsageThresholds;
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
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
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

/** What the manual's page on usage that is billed before its period ends shows in Java; a comment is what its line prints. */
public final class ProgressiveBilling {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final PlanId API = PlanId.of("api");
    private static final MeterId CALLS = MeterId.of("calls");
    private static final LocalDate START = LocalDate.parse("2025-11-01");

    private ProgressiveBilling() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        BillingEngine engine = books();
        use(engine, "2025-11-10T00:00:00Z", "80");
        out.println(engine.runs().billReached()); // 1
        Invoice early = last(engine);
        out.println(text(early.lines().get(0))); // Calls 80 USD 80.00 less USD 8.00, tax USD 13.68
        out.println(early.totals().total()); // USD 85.68

        use(engine, "2025-11-20T00:00:00Z", "40");
        out.println(engine.runs().billReached()); // 0

        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        Invoice rest = last(engine);
        out.println(text(rest.lines().get(0))); // Calls 80 USD -80.00 less USD -8.00, tax USD -13.68
        out.println(text(rest.lines().get(1))); // Calls 120 USD 110.00 less USD 11.00, tax USD 18.81
        out.println(text(rest.lines().get(2))); // Fee 1 USD 20.00 less USD 2.00, tax USD 3.42
        out.println(rest.totals().total()); // USD 53.55
        out.println(engine.verifyInvoice(rest.id())); // []
    }

    private static void sell(BillingEngine engine) {
        PriceModel tiers = PriceModel.graduated(List.of(
                Tier.upTo(BigDecimal.valueOf(100), BigMoney.parse("USD 1.00")),
                Tier.beyond(BigMoney.parse("USD 0.50"))));
        List<Charge> charges = List.of(
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("USD 20.00"))),
                Charge.usage(ChargeId.of("calls"), "Calls", tiers, CALLS));
        UsageThresholds thresholds =
                new UsageThresholds(List.of(BigMoney.parse("USD 60")), BigMoney.parse("USD 100")); // 60, 160, 260, …
        engine.catalog().createPlan(API, "API", CurrencyUnit.USD, BillingInterval.MONTHLY, charges, thresholds);
    }

    private static void use(BillingEngine engine, String instant, String calls) {
        Instant at = Instant.parse(instant);
        engine.timeTravel().advanceTo(at);
        engine.usage().record(List.of(UsageEvent.of(EventId.of(instant), ADA, CALLS, new BigDecimal(calls), at)));
    }

    private static Invoice last(BillingEngine engine) {
        List<Invoice> all = engine.listInvoices(ADA, Page.first(10));
        return all.get(all.size() - 1);
    }

    private static String text(InvoiceLine line) {
        return line.description() + " " + line.quantity().toPlainString() + " " + line.amount() + " less "
                + line.discount() + ", tax " + line.taxAdded();
    }

    /** A sandbox with one subscription from 1 November 2025 on, less 10 %, and 19 % on what is left. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(
                acme,
                TenantKind.SANDBOX,
                TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD).withTaxes(TaxPolicy.DEFAULT));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("de-standard"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat-de"), "VAT", BigDecimal.valueOf(19))));
        engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        sell(engine);
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.taxes().addProfile(TaxProfile.of(ADA, START, TaxPlace.of("DE")));
        CouponId ten = CouponId.of("ten");
        engine.coupons().create(NewCoupon.forever(ten, "Ten percent", Discount.percentage(BigDecimal.TEN)));
        engine.coupons().grant(NewCouponGrant.of(CouponGrantId.of("ten-ada"), ten, ADA));
        engine.subscriptions().create(NewSubscription.of(ADA, API, START));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        return engine;
    }
}
