package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionCommand;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of changes start from, beside {@link EngineBooks}: plans {@code basic} (30.00 a month), {@code pro} (60.00), {@code
 * seats} (10.00 a seat), {@code yearly} (365.00 a year) and an add-on {@code backup} (31.00 a month), all in advance and by the
 * second.
 */
abstract class ChangeBooks extends EngineBooks {
    /** 30.00 a month. */
    protected static final PlanId BASIC = PlanId.of("basic");

    /** 60.00 a month. */
    protected static final PlanId PRO = PlanId.of("pro");

    /** 10.00 a seat and month. */
    protected static final PlanId SEATS = PlanId.of("seats");

    /** 365.00 a year. */
    protected static final PlanId YEARLY = PlanId.of("yearly");

    /** 31.00 a month. */
    protected static final PlanId BACKUP = PlanId.of("backup");

    /** The one subscription. */
    protected static final SubscriptionId SUB = SubscriptionId.of("sub");

    ChangeBooks(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void sellMore() {
        sell(BASIC, BillingInterval.MONTHLY, PriceModel.flat(usd("30.00")));
        sell(PRO, BillingInterval.MONTHLY, PriceModel.flat(usd("60.00")));
        sell(SEATS, BillingInterval.MONTHLY, PriceModel.perUnit(usd("10.00")));
        sell(YEARLY, BillingInterval.YEARLY, PriceModel.flat(usd("365.00")));
        sell(BACKUP, BillingInterval.MONTHLY, PriceModel.flat(usd("31.00")));
    }

    /** A plan of one fee in advance, named like the plan. */
    protected final void sell(PlanId plan, BillingInterval interval, PriceModel price) {
        engine().catalog()
                .createPlan(
                        plan,
                        plan.value(),
                        CurrencyUnit.USD,
                        interval,
                        List.of(Charge.fee(ChargeId.of("fee"), plan.value(), price)));
    }

    /** A customer whose periods follow the dates of a zone. */
    protected final CustomerId customerIn(String zone) {
        CustomerId id = CustomerId.of("c-" + zone.replace('/', '-'));
        engine().customers().create(new NewCustomer(id, "In " + zone, null, ZoneId.of(zone)));
        return id;
    }

    /** Subscribes Ada to a plan. */
    protected final Subscription start(PlanId plan, String startDate) {
        return start(NewSubscription.of(ADA, plan, LocalDate.parse(startDate)));
    }

    /** Subscribes as asked, under the one key. */
    protected final Subscription start(NewSubscription wanted) {
        return engine().subscriptions().create(wanted.withId(SUB));
    }

    /** Asks for a change at an instant, to which the clock is turned. */
    protected final Subscription at(String instant, SubscriptionCommand command) {
        clock.set(instant);
        return engine().subscriptions().change(SUB, command);
    }

    /** Turns the clock to an instant and bills all that is due by then. */
    protected final void billAt(String instant) {
        clock.set(instant);
        engine().runs().run(Instant.parse(instant));
        assertProven();
    }

    /** Another plan, now. */
    protected static SubscriptionCommand plan(PlanId plan) {
        return plan(plan, ChangeTiming.now(), null);
    }

    /** Another plan. */
    protected static SubscriptionCommand plan(PlanId plan, ChangeTiming timing, @Nullable ChangeSettlement settlement) {
        return new SubscriptionCommand.ChangePlan(plan, null, timing, settlement);
    }

    /** Another number of seats, now. */
    protected static SubscriptionCommand seats(String quantity) {
        return new SubscriptionCommand.ChangeQuantity(new BigDecimal(quantity), ChangeTiming.now(), null);
    }

    /** At an instant, past or future. */
    protected static ChangeTiming when(String instant) {
        return ChangeTiming.at(Instant.parse(instant));
    }

    /** The end, now. */
    protected static SubscriptionCommand cancel() {
        return new SubscriptionCommand.Cancel(ChangeTiming.now(), null);
    }

    /** A document's lines as {@code basic [2023-11-16, 2023-12-01) -15.00}. */
    protected static List<String> lines(Invoice invoice) {
        return invoice.lines().stream().map(ChangeBooks::text).toList();
    }

    /** The lines of the last document. */
    protected final List<String> lastLines() {
        return lines(last());
    }

    /** The document that was made last. */
    protected final Invoice last() {
        List<Invoice> all = invoices();
        return all.get(all.size() - 1);
    }

    /** What all documents that count have asked for, in total. */
    protected final Money asked() {
        return invoices().stream()
                .filter(invoice -> invoice.status() != InvoiceStatus.VOIDED)
                .map(invoice -> invoice.totals().subtotal())
                .reduce(Money.zero(CurrencyUnit.USD), Money::plus);
    }

    /** What the books owe Ada. */
    protected final String balance() {
        return store().inTransaction(tenant, unit -> unit.customers().state(ADA))
                .orElseThrow()
                .balance()
                .getAmount()
                .toPlainString();
    }

    /** The slots of a subscription, in the order of their sequences. */
    protected final List<InvoiceSlot> slots(SubscriptionId id) {
        return store().inTransaction(tenant, unit -> unit.slots().from(Map.of(id, 0)))
                .getOrDefault(id, List.of());
    }

    /** Voids the last document. */
    protected final void voidLast(VoidIntent intent) {
        engine().voidInvoice(last().id(), intent);
    }

    /** Asserts that every document proves itself. */
    protected final void assertProven() {
        invoices()
                .forEach(invoice ->
                        assertThat(engine().verifyInvoice(invoice.id())).isEmpty());
    }

    private static String text(InvoiceLine line) {
        String period = line.key().service().toString();
        return line.description() + " " + period.substring(0, period.indexOf(')') + 1) + " "
                + line.amount().getAmount().toPlainString();
    }
}
