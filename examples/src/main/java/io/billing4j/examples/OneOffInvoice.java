package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.engine.OneOffs;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
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
import org.joda.money.Money;

/** What the manual's page on one-off charges shows in Java; a comment is what its line prints. */
public final class OneOffInvoice {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final TaxPlace GERMANY = TaxPlace.of("DE");

    private OneOffInvoice() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        BillingEngine engine = books();
        onTheNextDocument(out, engine);
        byThemselves(out, engine);
        backAgain(out, engine);
    }

    private static void onTheNextDocument(PrintStream out, BillingEngine engine) {
        OneOffs oneOffs = engine.oneOffs();
        NewOneOff wanted = NewOneOff.of(ADA, "Parts", BigMoney.parse("USD 12.50"), new BigDecimal("3"))
                .withIdempotencyKey("order-4711");
        OneOffCharge parts = oneOffs.add(wanted);
        out.println(parts.amount() + " on " + parts.day()); // USD 37.50 on 2025-11-05
        out.println(oneOffs.add(wanted).id().equals(parts.id())); // true
        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        Invoice december = last(engine);
        out.println(text(december.lines().get(0))); // Basic USD 20.00, tax USD 3.80
        out.println(text(december.lines().get(1))); // Parts USD 37.50, tax USD 7.13
        out.println(december.totals().total()); // USD 68.43
    }

    private static void byThemselves(PrintStream out, BillingEngine engine) {
        OneOffs oneOffs = engine.oneOffs();
        OneOffCharge travel = oneOffs.add(NewOneOff.of(ADA, "Travel", Money.parse("USD 80.00")));
        oneOffs.add(NewOneOff.of(ADA, "Setting up", Money.parse("USD 50.00")));
        oneOffs.cancel(travel.id());
        Invoice invoice = oneOffs.billNow(OneOffBilling.all(ADA).withIdempotencyKey("set-up-of-ada"));
        out.println(invoice.number().map(InvoiceNumber::text).orElse("")); // INV-202512-00002
        out.println(text(invoice.lines().get(0))); // Setting up USD 50.00, tax USD 9.50
        out.println(oneOffs.pending(Page.first(100)).size()); // 0
    }

    private static void backAgain(PrintStream out, BillingEngine engine) {
        Invoice invoice = last(engine);
        engine.voidInvoice(invoice.id(), VoidIntent.REISSUE);
        out.println(engine.oneOffs().pending(Page.first(100)).get(0).description()); // Setting up
        engine.timeTravel().advanceTo(Instant.parse("2026-01-01T00:00:00Z"));
        out.println(last(engine).totals().total()); // USD 83.30
    }

    private static Invoice last(BillingEngine engine) {
        List<Invoice> invoices = engine.listInvoices(ADA, Page.first(100));
        return invoices.get(invoices.size() - 1);
    }

    private static String text(InvoiceLine line) {
        return line.description() + " " + line.amount() + ", tax " + line.taxAdded();
    }

    /** A sandbox on 5 November 2025 with a plan of 20.00 a month, one subscription, and 19 % on all of it. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        engine.taxes()
                .addRule(new TaxRule(
                        TaxRuleId.of("standard"),
                        TaxCategory.STANDARD,
                        GERMANY,
                        LocalDate.parse("2021-01-01"),
                        null,
                        new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal("19")), 0)));
        engine.settings()
                .update(present ->
                        present.withTaxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, GERMANY)));
        PlanId basic = PlanId.of("basic");
        Charge fee = Charge.fee(ChargeId.of("fee"), "Basic", PriceModel.flat(BigMoney.parse("USD 20.00")));
        engine.catalog().createPlan(basic, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions().create(NewSubscription.of(ADA, basic, LocalDate.parse("2025-11-01")));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-05T00:00:00Z"));
        return engine;
    }
}
