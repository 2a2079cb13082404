package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.NoteNumbering;
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

/** What the manual's page on which document something is on shows in Java; a comment is what its line prints. */
public final class WhichDocument {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final EntityId US = EntityId.of("us");
    private static final SubscriptionId MAIL = SubscriptionId.of("mail");
    private static final PlanId DOMAIN = PlanId.of("domain");
    private static final PlanId SERVER = PlanId.of("server");

    private WhichDocument() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        groups(out, books());
        minimum(out, books());
        entities(out, books());
    }

    private static void groups(PrintStream out, BillingEngine engine) {
        LocalDate start = LocalDate.parse("2025-11-01");
        engine.settings().update(present -> present.withConsolidation(Consolidation.GROUP));
        engine.subscriptions()
                .create(NewSubscription.of(ADA, DOMAIN, start).withId(MAIL).withGroup("PO-1"));
        engine.subscriptions().create(NewSubscription.of(ADA, SERVER, start).withGroup("PO-1"));
        engine.subscriptions().create(NewSubscription.of(ADA, SERVER, start).withGroup("PO-2"));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        out.println(shown(engine, 0)); // INV-202511-00001 PO-1 USD 34.00
        out.println(shown(engine, 1)); // INV-202511-00002 PO-2 USD 30.00
        engine.subscriptions().setGroup(MAIL, "PO-2");
        engine.timeTravel().advanceTo(Instant.parse("2025-12-02T00:00:00Z"));
        out.println(shown(engine, 2)); // INV-202512-00001 PO-1 USD 30.00
        out.println(shown(engine, 3)); // INV-202512-00002 PO-2 USD 34.00
    }

    private static void minimum(PrintStream out, BillingEngine engine) {
        engine.settings().update(present -> present.withMinimums(Minimums.of(Money.parse("USD 10.00"))));
        engine.subscriptions().create(NewSubscription.of(ADA, DOMAIN, LocalDate.parse("2025-11-01")));
        engine.timeTravel().advanceTo(Instant.parse("2025-12-02T00:00:00Z"));
        out.println(engine.listInvoices(ADA, Page.first(100)).size()); // 0
        engine.timeTravel().advanceTo(Instant.parse("2026-01-02T00:00:00Z"));
        Invoice january = engine.listInvoices(ADA, Page.first(100)).get(0);
        out.println(january.totals().total()); // USD 12.00
        out.println(january.lines().get(0).key().service().startDate()); // 2025-11-01
        out.println(january.lines().get(2).key().service().startDate()); // 2026-01-01
    }

    private static void entities(PrintStream out, BillingEngine engine) {
        engine.settings()
                .update(present -> present.withInvoiceTemplate(NumberingTemplate.of("INV/{entity}/{yyyyMM}-{seq:5}"))
                        .withCreditNotes(NoteNumbering.of(NumberingTemplate.of("CN/{entity}/{yyyyMM}-{seq:5}"))));
        engine.entities().create(US, "Acme Inc.");
        engine.customers().create(NewCustomer.of(BOB, "Bob").withEntity(US));
        engine.subscriptions().create(NewSubscription.of(ADA, SERVER, LocalDate.parse("2025-11-01")));
        engine.subscriptions().create(NewSubscription.of(BOB, SERVER, LocalDate.parse("2025-11-01")));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        out.println(number(engine, ADA, 0)); // INV/main/202511-00001
        out.println(number(engine, BOB, 0)); // INV/us/202511-00001
        engine.customers().moveTo(ADA, US);
        engine.timeTravel().advanceTo(Instant.parse("2025-12-02T00:00:00Z"));
        out.println(number(engine, ADA, 1)); // INV/us/202512-00001
    }

    private static String number(BillingEngine engine, CustomerId customer, int place) {
        Invoice invoice = engine.listInvoices(customer, Page.first(100)).get(place);
        return invoice.number().map(InvoiceNumber::text).orElse("draft");
    }

    private static String shown(BillingEngine engine, int place) {
        Invoice invoice = engine.listInvoices(ADA, Page.first(100)).get(place);
        return invoice.number().map(InvoiceNumber::text).orElse("draft") + " " + invoice.group() + " "
                + invoice.totals().total();
    }

    /** A sandbox with plans of 4.00 and of 30.00 a month, and one customer. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        sell(engine, DOMAIN, "USD 4.00");
        sell(engine, SERVER, "USD 30.00");
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        return engine;
    }

    private static void sell(BillingEngine engine, PlanId plan, String fee) {
        Charge charge = Charge.fee(ChargeId.of("fee"), plan.value(), PriceModel.flat(BigMoney.parse(fee)));
        engine.catalog().createPlan(plan, plan.value(), CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
    }
}
