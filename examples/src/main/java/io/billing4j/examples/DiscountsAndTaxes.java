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
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the manual's page on discounts and taxes shows in Java; a comment is what its line prints. */
public final class DiscountsAndTaxes {
    private static final TenantId ACME = TenantId.of("acme");

    private DiscountsAndTaxes() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        rules(out);
        service(out);
    }

    private static void rules(PrintStream out) {
        BillingEngine engine =
                opened(Billing4J.builder(new InMemoryBillingStore()).build());
        engine.coupons()
                .create(NewCoupon.once(CouponId.of("welcome"), "Welcome", Discount.fixed(Money.parse("EUR 20.00"))));
        engine.coupons()
                .grant(NewCouponGrant.of(
                        CouponGrantId.of("welcome-acme"), CouponId.of("welcome"), CustomerId.of("acme")));
        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("de-2021"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal("19"))));
        engine.taxes()
                .addProfile(TaxProfile.of(CustomerId.of("acme"), LocalDate.parse("2023-11-01"), TaxPlace.of("DE")));
        engine.settings().update(present -> present.withTaxes(TaxPolicy.DEFAULT));
        engine.taxes().endRule(TaxRuleId.of("de-2021"), LocalDate.parse("2027-01-01"));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("EUR 119.00")));
        Charge books = fee.withTax(new ChargeTax(TaxCategory.of("books"), TaxBehavior.INCLUSIVE));
        engine.taxes()
                .addRule(TaxRule.notDue(
                        TaxRuleId.of("abroad"),
                        TaxCategory.STANDARD,
                        null,
                        LocalDate.parse("2021-01-01"),
                        new TaxTreatment.Untaxed(NoTax.OUT_OF_SCOPE, "Supplied abroad")));
        engine.taxes()
                .addProfile(TaxProfile.reverseCharge(
                        CustomerId.of("gamma"),
                        LocalDate.parse("2023-11-01"),
                        TaxPlace.of("AT"),
                        "ATU12345678",
                        "Article 196"));

        subscribe(engine, "acme", fee);
        subscribe(engine, "gamma", books);
        out.println(billed(engine, "acme")); // EUR 119.00 less EUR 20.00, tax EUR 18.81: EUR 117.81
        out.println(billed(engine, "gamma")); // EUR 119.00 less EUR 0.00, tax EUR 0.00: EUR 119.00
    }

    private static void service(PrintStream out) {
        BillingStore store = new InMemoryBillingStore();
        opened(Billing4J.builder(store).build());
        Service service = new Service();
        Billing4J billing = Billing4J.builder(store)
                .taxCalculator(
                        TaxCalculatorId.of("service"),
                        questions -> questions.stream().map(service::answer).toList())
                .build();
        BillingEngine engine = billing.forTenant(TenantId.of("acme"));
        engine.settings().update(present -> present.withTaxes(TaxPolicy.DEFAULT.by(TaxCalculatorId.of("service"))));
        engine.taxes()
                .addProfile(TaxProfile.of(CustomerId.of("acme"), LocalDate.parse("2023-11-01"), TaxPlace.of("FR")));

        subscribe(engine, "acme", Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("EUR 10.00"))));
        out.println(billed(engine, "acme")); // EUR 10.00 less EUR 0.00, tax EUR 2.00: EUR 12.00
    }

    /** Somebody outside who says 20 % of each line. */
    private static final class Service {
        TaxAnswer answer(TaxQuestion question) {
            TaxComponent tax = TaxComponent.of(TaxId.of("tva"), "TVA", new BigDecimal("20"));
            return TaxAnswer.of(
                    question.lines().stream()
                            .map(line -> new TaxAnswer.LineAnswer(
                                    TaxTreatment.exclusive(tax),
                                    List.of(line.amount().multipliedBy(new BigDecimal("0.20"), RoundingMode.HALF_UP))))
                            .toList(),
                    "ref-1");
        }
    }

    /** The customer's first document. */
    private static String billed(BillingEngine engine, String customer) {
        engine.timeTravel().advanceTo(Instant.parse("2023-11-02T00:00:00Z"));
        Invoice invoice =
                engine.listInvoices(CustomerId.of(customer), Page.first(1)).get(0);
        return invoice.totals().subtotal() + " less " + invoice.totals().discount() + ", tax "
                + invoice.totals().tax() + ": " + invoice.totals().total();
    }

    private static void subscribe(BillingEngine engine, String customer, Charge charge) {
        PlanId plan = PlanId.of("plan-" + customer);
        engine.catalog().createPlan(plan, customer, CurrencyUnit.EUR, BillingInterval.MONTHLY, List.of(charge));
        engine.subscriptions().create(NewSubscription.of(CustomerId.of(customer), plan, LocalDate.parse("2023-11-01")));
    }

    /** A sandbox on 1 November 2023 with two customers. */
    private static BillingEngine opened(Billing4J billing) {
        billing.createTenant(ACME, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR));
        BillingEngine engine = billing.forTenant(ACME);
        engine.timeTravel().set(Instant.parse("2023-11-01T00:00:00Z"));
        engine.customers().create(NewCustomer.of(CustomerId.of("acme"), "Acme"));
        engine.customers().create(NewCustomer.of(CustomerId.of("gamma"), "Gamma"));
        return engine;
    }
}
