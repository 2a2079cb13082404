package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.ChangePreview;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.Subscriptions;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangePlan;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.subscription.SubscriptionCommand.Withdraw;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the manual's page on subscriptions shows in Java; a comment is what its line prints. */
public final class SubscriptionChanges {
    private static final SubscriptionId ID = SubscriptionId.of("adas");
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final PlanId PRO = PlanId.of("pro");
    private static final PlanId SEATS = PlanId.of("seats");
    private static final TenantSettings SETTINGS = TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD);

    private SubscriptionChanges() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        scheduled(out);
        feeTimings(out);
        migration(out);
        stretches(out);
        balance(out);
        voided(out);
        grace(out);
    }

    private static void scheduled(PrintStream out) {
        BillingEngine engine = subscribed(BASIC, SETTINGS);
        Subscriptions subscriptions = engine.subscriptions();
        ChangeTiming march = ChangeTiming.at(Instant.parse("2026-03-01T00:00:00Z"));
        subscriptions.change(ID, new ChangePlan(PRO, null, march, null));
        out.println(subscriptions.scheduled(ID).get(0).number()); // 2
        subscriptions.change(ID, new Withdraw(2));
        out.println(subscriptions.scheduled(ID).size()); // 0
    }

    private static void feeTimings(PrintStream out) {
        out.println(upgradeOn("2025-11-16T18:00:00Z", FeeTiming.AT_INSTANT)); // [USD -14.25, USD 28.50]
        out.println(upgradeOn("2025-11-16T18:00:00Z", FeeTiming.START_OF_DAY)); // [USD -15.00, USD 30.00]
        out.println(upgradeOn("2025-11-16T18:00:00Z", FeeTiming.NEXT_PERIOD)); // []
    }

    private static void migration(PrintStream out) {
        BillingEngine engine = subscribed(BASIC, SETTINGS);
        Subscriptions subscriptions = engine.subscriptions();
        engine.catalog().addVersion(BASIC, BillingInterval.MONTHLY, List.of(fee("Basic", "USD 33.00")));
        ChangePlan migration = new ChangePlan(BASIC, 2, ChangeTiming.periodEnd(), null);
        ChangePreview preview = subscriptions.previewChange(ID, migration);
        out.println(preview.difference().orElseThrow().invoice().isPresent()); // false
        out.println(total(preview.next())); // USD 33.00
        subscriptions.change(ID, migration);
    }

    private static void stretches(PrintStream out) {
        BillingEngine engine = subscribed(SEATS, SETTINGS);
        engine.timeTravel().advanceTo(Instant.parse("2025-11-11T00:00:00Z"));
        engine.subscriptions().change(ID, new ChangeQuantity(new BigDecimal(4), ChangeTiming.now(), null));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-21T00:00:00Z"));
        engine.subscriptions().change(ID, new ChangeQuantity(new BigDecimal(2), ChangeTiming.now(), null));
        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        out.println(amounts(last(engine))); // [USD -6.67, USD 13.34, USD 6.67, USD 20.00]
    }

    private static void balance(PrintStream out) {
        BillingEngine engine = subscribed(PRO, SETTINGS);
        ChangePlan downgrade = new ChangePlan(BASIC, null, ChangeTiming.now(), ChangeSettlement.IMMEDIATE);
        engine.timeTravel().advanceTo(Instant.parse("2025-11-16T00:00:00Z"));
        engine.subscriptions().change(ID, downgrade);
        Invoice atOnce = last(engine);
        out.println(atOnce.totals().subtotal()); // USD -15.00
        out.println(atOnce.totals().credit()); // USD -15.00
        out.println(atOnce.totals().total()); // USD 0.00
        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        Invoice december = last(engine);
        out.println(december.totals().subtotal()); // USD 30.00
        out.println(december.totals().credit()); // USD 15.00
        out.println(december.totals().total()); // USD 15.00
    }

    private static void voided(PrintStream out) {
        BillingEngine engine = subscribed(BASIC, SETTINGS);
        engine.voidInvoice(last(engine).id(), VoidIntent.REISSUE);
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        out.println(amounts(last(engine))); // [USD 30.00]
        engine.voidInvoice(last(engine).id(), VoidIntent.WAIVE);
        engine.timeTravel().advanceTo(Instant.parse("2025-11-16T00:00:00Z"));
        engine.subscriptions().change(ID, new ChangePlan(PRO, null, ChangeTiming.now(), null));
        engine.timeTravel().advanceTo(Instant.parse("2025-12-01T00:00:00Z"));
        out.println(amounts(last(engine))); // [USD 60.00]
        out.println(engine.countFindings().get(FindingReason.PERIOD_WAIVED)); // 1
    }

    private static void grace(PrintStream out) {
        BillingEngine engine = subscribed(BASIC, SETTINGS.withGrace(Duration.ofDays(10)));
        out.println(last(engine).status()); // DRAFT
        engine.timeTravel().advanceTo(Instant.parse("2025-11-06T00:00:00Z"));
        engine.subscriptions().change(ID, new ChangePlan(PRO, null, ChangeTiming.now(), null));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-11T00:00:00Z"));
        out.println(last(engine).status()); // FINALIZED
        out.println(amounts(last(engine))); // [USD 5.00, USD 50.00]
    }

    /** The lines of a document that settles an upgrade at once, where a tenant lets fees follow it in a certain way. */
    private static List<String> upgradeOn(String instant, FeeTiming timing) {
        ChangePolicy policy = new ChangePolicy(timing, timing, timing, timing, false, false);
        BillingEngine engine = subscribed(BASIC, SETTINGS.withChanges(policy));
        engine.timeTravel().advanceTo(Instant.parse(instant));
        ChangePlan upgrade = new ChangePlan(PRO, null, ChangeTiming.now(), null);
        return engine.subscriptions()
                .previewChange(ID, upgrade)
                .difference()
                .flatMap(InvoiceOutcome::invoice)
                .map(SubscriptionChanges::amounts)
                .orElse(List.of());
    }

    /** A sandbox with one subscription, whose November 2025 is billed. */
    private static BillingEngine subscribed(PlanId plan, TenantSettings settings) {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, settings);
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        sell(engine, BASIC, fee("Basic", "USD 30.00"));
        sell(engine, PRO, fee("Pro", "USD 60.00"));
        PriceModel seat = PriceModel.perUnit(BigMoney.parse("USD 10.00"));
        sell(engine, SEATS, Charge.fee(ChargeId.of("fee"), "Seats", seat));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse("2025-11-01"))
                        .withId(ID));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-01T00:00:00Z"));
        return engine;
    }

    private static void sell(BillingEngine engine, PlanId plan, Charge charge) {
        engine.catalog()
                .createPlan(plan, charge.description(), CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
    }

    private static Charge fee(String name, String price) {
        return Charge.fee(ChargeId.of("fee"), name, PriceModel.flat(BigMoney.parse(price)));
    }

    private static Invoice last(BillingEngine engine) {
        List<Invoice> all = engine.listInvoices(ADA, Page.first(100));
        return all.get(all.size() - 1);
    }

    private static Money total(Optional<InvoiceOutcome> document) {
        return document.flatMap(InvoiceOutcome::invoice).orElseThrow().totals().total();
    }

    private static List<String> amounts(Invoice invoice) {
        return invoice.lines().stream().map(line -> line.amount().toString()).toList();
    }
}
