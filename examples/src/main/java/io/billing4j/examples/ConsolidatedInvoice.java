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
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.Consolidation;
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
 * Three subscriptions of one customer. Two of them begin on the first of November and share their documents from then on; the third begins on
 * the fifteenth, and has one of its own on that day of each month. The tax is rounded once for each document: 7 % of 0.50 and of 20.00 are
 * 1.44 (1.435) together.
 */
public final class ConsolidatedInvoice {
    private static final CustomerId ADA = CustomerId.of("ada");

    private ConsolidatedInvoice() {}

    /** Prints Ada's documents until the fifteenth of December. */
    public static void main(String[] args) {
        bill(System.out);
    }

    static void bill(PrintStream out) {
        BillingEngine engine = books();
        engine.settings().update(settings -> settings.withConsolidation(Consolidation.CUSTOMER));
        subscribe(engine, "domain", "2025-11-01");
        subscribe(engine, "hosting", "2025-11-01");
        subscribe(engine, "mail", "2025-11-15");
        engine.timeTravel().advanceTo(Instant.parse("2025-12-15T00:00:00Z"));
        engine.listInvoices(ADA, Page.first(10)).forEach(invoice -> print(out, invoice));
    }

    private static void print(PrintStream out, Invoice invoice) {
        out.println(invoice.number().map(InvoiceNumber::text).orElse("draft"));
        invoice.lines()
                .forEach(line -> out.printf(
                        "    %s %s %s%n",
                        line.key().subscription(),
                        line.description(),
                        line.amount().getAmount()));
        out.printf(
                "  %s + %s = %s%n",
                invoice.totals().subtotal().getAmount(),
                invoice.totals().tax().getAmount(),
                invoice.totals().total().getAmount());
    }

    private static void subscribe(BillingEngine engine, String plan, String from) {
        engine.subscriptions()
                .create(NewSubscription.of(ADA, PlanId.of(plan), LocalDate.parse(from))
                        .withId(SubscriptionId.of("adas-" + plan)));
    }

    /** A sandbox on 1 November 2025 with three plans and one customer, where 7 % are due. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(
                acme,
                TenantKind.SANDBOX,
                TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR).withTaxes(TaxPolicy.DEFAULT));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("seven"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat-de"), "VAT", BigDecimal.valueOf(7))));
        sell(engine, "domain", "Domain", "EUR 0.50");
        sell(engine, "hosting", "Hosting", "EUR 20.00");
        sell(engine, "mail", "Mail", "EUR 3.00");
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.taxes().addProfile(TaxProfile.of(ADA, LocalDate.parse("2025-11-01"), TaxPlace.of("DE")));
        return engine;
    }

    private static void sell(BillingEngine engine, String plan, String name, String price) {
        Charge fee = Charge.fee(ChargeId.of("fee"), name, PriceModel.flat(BigMoney.parse(price)));
        engine.catalog().createPlan(PlanId.of(plan), name, CurrencyUnit.EUR, BillingInterval.MONTHLY, List.of(fee));
    }
}
