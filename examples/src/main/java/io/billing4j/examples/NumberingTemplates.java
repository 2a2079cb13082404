package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
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
 * The same five invoices under one template after another. Ada pays 31.00 a month from 1 November 2025 on, and Bob from 15
 * December on, up to the 1st of January 31.00 − R(31.00 × 14/31) = 17.00.
 */
public final class NumberingTemplates {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final PlanId BASIC = PlanId.of("basic");

    private NumberingTemplates() {}

    /** Prints the invoices once, then their numbers under each template, and a template that is refused. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        NumberingTemplate monthly = NumberingTemplate.of("INV-{yyyyMM}-{seq:5}");
        new InvoicePrinter(out).print(bill(monthly));

        show(out, "begins anew each month", monthly);
        show(out, "begins anew each year", NumberingTemplate.of("{yyyy}/{seq:4}"));
        show(
                out,
                "shows the month and begins anew each year",
                new NumberingTemplate("{yyyyMM}/{seq:4}", SequenceReset.YEARLY));
        show(out, "counts on for ever", NumberingTemplate.of("R-{seq}"));
        show(out, "counts by customer", NumberingTemplate.of("{customer}-{seq:3}", SequenceCounter.CUSTOMER));
        show(
                out,
                "counts by customer and year",
                NumberingTemplate.of("{yyyy}#{customer}-{seq:2}", SequenceCounter.CUSTOMER));
        show(out, "shows in whose name it is issued", NumberingTemplate.of("{entity}/{yyyy}-{seq:4}"));
        try {
            new NumberingTemplate("{yyyy}/{seq:4}", SequenceReset.MONTHLY);
        } catch (BillingException refused) {
            out.println(refused.code() + ": " + refused.detail());
        }
    }

    private static void show(PrintStream out, String what, NumberingTemplate template) {
        out.println(template + "  " + what);
        for (Invoice invoice : bill(template)) {
            InvoiceNumber number = invoice.number().orElseThrow();
            out.printf("    %s  %s  %s%n", number.issueDate(), invoice.customer(), number.text());
        }
    }

    /** All that is due from November to January, in a sandbox of its own. */
    private static List<Invoice> bill(NumberingTemplate template) {
        TenantId acme = TenantId.of("acme");
        TenantSettings settings =
                TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD).withInvoiceTemplate(template);
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, settings);
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Basic", PriceModel.flat(BigMoney.parse("USD 31.00")));
        engine.catalog().createPlan(BASIC, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.customers().create(NewCustomer.of(BOB, "Bob"));
        LocalDate first = LocalDate.parse("2025-11-01");
        engine.subscriptions().create(NewSubscription.of(ADA, BASIC, first));
        engine.subscriptions()
                .create(NewSubscription.of(BOB, BASIC, LocalDate.parse("2025-12-15"))
                        .anchoredOn(first));
        engine.timeTravel().advanceTo(Instant.parse("2026-01-01T00:00:00Z"));
        return engine.listInvoices(null, Page.first(20));
    }
}
