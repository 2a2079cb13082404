package io.billing4j.testkit.engine;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotReason;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of usage billed before its period ends start from, beside {@link ChangeBooks}: a plan {@code metered} of 20.00 a month in
 * advance and of units, 1.00 each and from the 101st on 0.50, whose usage is billed at 60.00 and every 100.00 from there on.
 */
abstract class ThresholdBooks extends ChangeBooks {
    static final MeterId UNITS = MeterId.of("units");
    static final PlanId METERED = PlanId.of("metered");
    static final UsageThresholds AT_60 = new UsageThresholds(List.of(usd("60")), usd("100"));

    private final AtomicInteger reports = new AtomicInteger();

    ThresholdBooks(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void sellUnits() {
        engine().catalog().createMeter(UNITS, MeterAggregation.SUM, true);
        sell(METERED, AT_60, fee(), units(UNITS));
    }

    final void sell(PlanId plan, @Nullable UsageThresholds thresholds, Charge... charges) {
        engine().catalog()
                .createPlan(
                        plan, plan.value(), CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charges), thresholds);
    }

    /** 1.00 each, and from the 101st on 0.50. */
    static Charge units(MeterId meter) {
        return Charge.usage(
                ChargeId.of("units"),
                "Units",
                PriceModel.graduated(List.of(Tier.upTo(new BigDecimal("100"), usd("1")), Tier.beyond(usd("0.50")))),
                meter);
    }

    /** Ada's subscription since 1 November, with its first document. */
    final void begun() {
        start(METERED, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
    }

    /** Turns the clock to an instant and reports units of Ada's for it. */
    final void use(String instant, String units) {
        clock.set(instant);
        use(ADA, UNITS, units, instant);
    }

    final void use(CustomerId customer, MeterId meter, String units, String occurredAt) {
        engine().usage().record(List.of(used(customer, meter, units, occurredAt)));
    }

    /** An event that was not reported yet. */
    final UsageEvent used(CustomerId customer, MeterId meter, String units, String occurredAt) {
        return UsageEvent.of(
                EventId.of("r" + reports.incrementAndGet()),
                customer,
                meter,
                new BigDecimal(units),
                Instant.parse(occurredAt));
    }

    /** Turns the clock to an instant and bills usage that has reached an amount; how many documents that made. */
    final int billReachedAt(String instant) {
        clock.set(instant);
        int made = engine().runs().billReached();
        assertProven();
        return made;
    }

    /** Ada's documents of usage so far that stand. */
    final List<Invoice> early() {
        return early(SUB);
    }

    /** A subscription's documents of usage so far that stand. */
    final List<Invoice> early(SubscriptionId subscription) {
        return slots(subscription).stream()
                .filter(slot -> slot.live() && slot.place().reason() == SlotReason.PROGRESSIVE)
                .map(InvoiceSlot::invoice)
                .map(Objects::requireNonNull)
                .map(id -> engine().findInvoice(id).orElseThrow())
                .toList();
    }

    /** The customers whose usage is to be looked at, now or later. */
    final List<CustomerId> marked() {
        return store().inTransaction(
                        tenant,
                        unit -> unit.usage().customersReported(Instant.parse("9998-01-01T00:00:00Z"), null, 100));
    }
}
