package io.billing4j.benchmarks;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BillingFacts;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.jdbc.internal.json.DerivationJson;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How many invoices one core assembles in a second, and, with {@code -prof gc}, how many bytes each allocates: derivations
 * and line hashes included, with and without their JSON. No store, no number, no document hash.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AssemblerBenchmark {
    private static final int CUSTOMERS = 1024;
    private static final Instant NOVEMBER = Instant.parse("2023-11-01T00:00:00Z");

    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private final PeriodManager periods = new PeriodManager();

    /** What stands on each document. */
    @Param
    public DocumentShape shape = DocumentShape.FLAT;

    private BillingFacts[] facts = {};
    private int next;

    /** Made by JMH. */
    public AssemblerBenchmark() {}

    /** Facts of many customers, no two with the same usage, so that nothing can be computed once for all. */
    @Setup
    public void loadFacts() {
        facts = new BillingFacts[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            facts[i] = facts(i);
        }
    }

    /** The document of the second period: the first one's usage and the second one's fees. */
    @Benchmark
    public InvoiceDraft assembled() {
        next = (next + 1) % CUSTOMERS;
        return assembler.assemble(facts[next]);
    }

    /** The same, and the derivation of each line as it is stored. */
    @Benchmark
    public InvoiceDraft assembledWithJson(Blackhole blackhole) {
        InvoiceDraft draft = assembled();
        for (InvoiceLine line : draft.lines()) {
            blackhole.consume(new DerivationJson(line.derivation(), line.adjustments()).write());
        }
        return draft;
    }

    private BillingFacts facts(int customer) {
        List<Charge> charges = shape.charges();
        PlanVersion plan = new PlanVersion(
                new PlanVersionRef(PlanId.of("assistant"), 1),
                CurrencyUnit.USD,
                BillingInterval.MONTHLY,
                charges,
                NOVEMBER);
        Subscription subscription = subscription(customer, plan);
        SlotPlace place =
                periods.placeFor(subscription, BillingCursor.start(subscription.startInclusive()), List.of(), 1);
        Map<MeterId, Meter> meters = new HashMap<>();
        plan.meters().forEach(id -> meters.put(id, DocumentShape.meter(id, NOVEMBER)));
        Catalogue catalogue = new Catalogue(Map.of(plan.ref(), plan), meters);
        Map<UsageQuery, UsageSummary> usage = assembler.usageNeeded(subscription, place, null, catalogue).stream()
                .collect(Collectors.toMap(
                        query -> query, query -> UsageSummary.of(BigDecimal.valueOf(500_000L + 37L * customer), 485)));
        return new BillingFacts(
                InvoiceId.of(new UUID(0x018c2251_3800_7000L, customer)),
                Instant.parse("2023-12-01T00:00:00Z"),
                RoundingPolicy.HALF_UP,
                new Customer(
                        subscription.customer(),
                        "Customer " + customer,
                        CurrencyUnit.USD,
                        ZoneOffset.UTC,
                        Customer.MAIN_ENTITY,
                        NOVEMBER),
                Money.zero(CurrencyUnit.USD),
                subscription,
                place,
                null,
                catalogue,
                usage,
                CustomPrices.NONE);
    }

    private static Subscription subscription(int customer, PlanVersion plan) {
        LocalDate start = LocalDate.of(2023, 11, 1);
        BillingSchedule schedule = BillingSchedule.of(start, start, plan.interval(), ZoneOffset.UTC);
        return new Subscription(
                SubscriptionId.of("subscription-" + customer),
                CustomerId.of("customer-" + customer),
                plan.currency(),
                schedule,
                List.of(new SubscriptionChange.Created(
                        schedule.startInclusive(), schedule.startInclusive(), plan.ref(), BigDecimal.ONE)));
    }
}
