package io.billing4j.reporter;

import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * Books in memory that count what a reporter sends. Event n has the quantity 2^n: the sum of what was recorded says which
 * events are there, and that none counted twice. (Quantities have up to 24 digits: n up to 79.)
 */
final class Books implements UsageSink {
    static final MeterId TOKENS = MeterId.of("tokens");
    static final CustomerId ADA = CustomerId.of("ada");
    private static final Instant AT = Instant.parse("2025-01-16T18:15:46Z");
    private static final BillingPeriod JANUARY = new BillingPeriod(
            Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-02-01T00:00:00Z"), ZoneId.of("UTC"));

    private final BillingEngine engine;

    Books() {
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        TenantId acme = TenantId.of("acme");
        billing.createTenant(acme, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        engine = billing.forTenant(acme);
        engine.catalog().createMeter(TOKENS, MeterAggregation.SUM, false);
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
    }

    static UsageEvent event(int n) {
        return UsageEvent.of(id(n), ADA, TOKENS, new BigDecimal(BigInteger.ONE.shiftLeft(n)), AT);
    }

    /** One of many, which all have the quantity 1. */
    static UsageEvent one(int n) {
        return UsageEvent.of(id(n), ADA, TOKENS, BigDecimal.ONE, AT);
    }

    /** One that the engine refuses with METER_NOT_FOUND. */
    static UsageEvent poison(int n) {
        return UsageEvent.of(id(n), ADA, MeterId.of("no-such-meter"), BigDecimal.ONE, AT);
    }

    static EventId id(int n) {
        return EventId.of("e" + n);
    }

    static int number(UsageEvent event) {
        return Integer.parseInt(event.id().value().substring(1));
    }

    @Override
    public void record(List<UsageEvent> events) {
        engine.usage().record(events);
    }

    UsageSummary summary() {
        return engine.usage()
                .summary(UsageQuery.of(
                        ADA,
                        SubscriptionId.of("any"),
                        engine.catalog().findMeter(TOKENS).orElseThrow(),
                        JANUARY));
    }

    /** The numbers of the events of the books, as a sum of powers of two. */
    BigInteger recorded() {
        return summary().quantity().toBigIntegerExact();
    }

    /** The sum that has each of these numbers once. */
    static BigInteger sum(Collection<Integer> numbers) {
        return numbers.stream().map(BigInteger.ONE::shiftLeft).reduce(BigInteger.ZERO, BigInteger::or);
    }
}
