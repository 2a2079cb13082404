package io.billing4j.invoice;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.fixture.PriceArbitraries;
import io.billing4j.fixture.ScheduleArbitraries;
import io.billing4j.id.ChargeId;
import io.billing4j.id.EventId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a plan with charges of every kind, with what was reported for it in every period, from the meters' events
 * to the documents of its first periods; many start late in a period, and some end in one.
 *
 * @param pattern what is reported in each period
 */
record GeneratedBooks(
        PlanVersion plan,
        List<Meter> meters,
        Subscription subscription,
        RoundingPolicy rounding,
        List<Report> pattern) {
    static final InvoiceVerifier VERIFIER = new InvoiceVerifier(PriceArbitraries.CUSTOMS);

    private static final PeriodManager PERIODS = new PeriodManager();
    private static final int PARTS = 24;

    /** An event in a period, after so many of its {@value #PARTS} parts. */
    record Report(
            int after,
            int meter,
            BigDecimal quantity,
            @Nullable String region,
            String size) {}

    private record Priced(PriceModel model, PriceTerms terms, ProrationPolicy proration, boolean storeZeroLine) {}

    private record Ending(int index, int after) {}

    static Arbitrary<GeneratedBooks> any() {
        return Combinators.combine(
                        Arbitraries.oneOf(PriceArbitraries.CURRENCIES.stream()
                                .<Arbitrary<? extends PlanVersion>>map(GeneratedBooks::plans)
                                .toList()),
                        ScheduleArbitraries.schedules(),
                        endings().injectNull(0.4),
                        Arbitraries.of("0.5", "1", "3", "12.25"),
                        PriceArbitraries.roundings(),
                        reports().list().ofMaxSize(12),
                        aggregations().list().ofSize(3))
                .as(GeneratedBooks::of)
                .withoutEdgeCases();
    }

    private static GeneratedBooks of(
            PlanVersion plan,
            BillingSchedule schedule,
            @Nullable Ending ending,
            String quantity,
            RoundingPolicy rounding,
            List<Report> pattern,
            List<Aggregation> aggregations) {
        Subscription subscription = DemoBooks.subscription("acme", plan, schedule, new BigDecimal(quantity));
        if (ending != null) {
            BillingPeriod last =
                    schedule.containing(schedule.boundary(ending.index() + 1).minusNanos(1000));
            subscription = DemoBooks.endedAt(subscription, at(last, ending.after() + 1));
        }
        List<Meter> meters = new ArrayList<>();
        for (Charge charge : plan.charges()) {
            if (charge.meter() != null) {
                Aggregation any = aggregations.get(meters.size());
                boolean events = charge.price().partsNeeded() == PartsNeeded.EVENTS;
                meters.add(Meter.of(charge.meter(), events ? Aggregation.sum() : any, !events, DemoBooks.NOVEMBER)
                        .groupedBy(PriceArbitraries.DIMENSIONS));
            }
        }
        return new GeneratedBooks(plan, meters, subscription, rounding, pattern);
    }

    /** Fees in advance and in arrears, and up to three prices of usage. */
    private static Arbitrary<PlanVersion> plans(CurrencyUnit currency) {
        Arbitrary<PriceModel> fees = Arbitraries.oneOf(
                PriceArbitraries.prices(currency).map(PriceModel::flat), PriceArbitraries.ofTotals(currency));
        return Combinators.combine(
                        priced(currency, fees).list().ofMinSize(1).ofMaxSize(2),
                        priced(currency, fees).list().ofMaxSize(1),
                        priced(currency, PriceArbitraries.models(currency))
                                .list()
                                .ofMaxSize(3))
                .as((advance, arrears, usage) -> {
                    List<Charge> charges = new ArrayList<>();
                    advance.forEach(fee -> charges.add(charge(charges.size(), fee, BillingTiming.IN_ADVANCE, null)));
                    arrears.forEach(fee -> charges.add(charge(charges.size(), fee, BillingTiming.IN_ARREARS, null)));
                    for (int i = 0; i < usage.size(); i++) {
                        MeterId meter = MeterId.of("meter-" + i);
                        charges.add(charge(charges.size(), usage.get(i), BillingTiming.IN_ARREARS, meter));
                    }
                    PlanVersionRef ref = new PlanVersionRef(PlanId.of("generated"), 1);
                    return new PlanVersion(ref, currency, BillingInterval.MONTHLY, charges, DemoBooks.NOVEMBER);
                });
    }

    private static Charge charge(int number, Priced priced, BillingTiming timing, @Nullable MeterId meter) {
        ChargeId id = ChargeId.of("charge-" + number);
        return new Charge(
                id,
                "Charge " + number,
                priced.model(),
                timing,
                meter,
                priced.proration(),
                priced.storeZeroLine(),
                priced.terms());
    }

    /**
     * Terms for either kind of price are drawn, and one is taken: terms drawn once the price is known would be a generator for
     * each price, and jqwik spends most of its time comparing those.
     */
    private static Arbitrary<Priced> priced(CurrencyUnit currency, Arbitrary<PriceModel> models) {
        return Combinators.combine(
                        models,
                        PriceArbitraries.terms(currency, true),
                        PriceArbitraries.terms(currency, false),
                        Arbitraries.of(ProrationPolicy.class),
                        Arbitraries.of(true, false))
                .as((model, ofTotal, other, proration, zero) ->
                        new Priced(model, PriceArbitraries.ofTotal(model) ? ofTotal : other, proration, zero));
    }

    private static Arbitrary<Ending> endings() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, PARTS - 1))
                .as(Ending::new);
    }

    private static Arbitrary<Report> reports() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, PARTS - 1),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(-4, 30).map(halves -> BigDecimal.valueOf(halves * 5L, 1)),
                        Arbitraries.of("eu", "us", "ap").injectNull(0.2),
                        Arbitraries.of("big", "small"))
                .as(Report::new);
    }

    private static Arbitrary<Aggregation> aggregations() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.latest(),
                Aggregation.unique("size"),
                Aggregation.timeWeightedSum(),
                Aggregation.sum().per(AggregationWindow.DAY),
                Aggregation.max().per(AggregationWindow.HOUR));
    }

    /** The documents of the first periods, in their order. */
    List<InvoiceDraft> documents() {
        return facts(false).stream().map(new InvoiceAssembler()::assemble).toList();
    }

    /** What is known for each of them; the same known from last to first gives the same facts. */
    List<BillingFacts> facts(boolean backwards) {
        List<BillingFacts> facts = new ArrayList<>();
        for (SlotPlace place : PERIODS.due(
                subscription,
                Slots.start(subscription),
                List.of(),
                subscription.schedule().boundary(4),
                3)) {
            facts.add(facts(place, backwards));
        }
        return facts;
    }

    private BillingFacts facts(SlotPlace place, boolean backwards) {
        Map<MeterId, Meter> byId = new HashMap<>();
        meters.forEach(meter -> byId.put(meter.id(), meter));
        Catalogue catalogue = new Catalogue(Map.of(plan.ref(), plan), byId);
        List<UsageQuery> queries =
                new ArrayList<>(new InvoiceAssembler().usageNeeded(subscription, place, null, catalogue));
        if (backwards) {
            Collections.reverse(queries);
        }
        Map<UsageQuery, UsageSummary> usage = new LinkedHashMap<>();
        queries.forEach(query -> usage.put(query, summary(query, backwards)));
        Customer customer = DemoBooks.customer(subscription.customer().value());
        return new BillingFacts(
                InvoiceId.of(new UUID(place.sequence(), 1)),
                Assembly.RECORDED_AT,
                rounding,
                customer,
                Money.zero(subscription.currency()),
                subscription,
                place,
                null,
                catalogue,
                usage,
                PriceArbitraries.CUSTOMS);
    }

    private UsageSummary summary(UsageQuery query, boolean backwards) {
        List<RecordedUsage> events = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            Report report = pattern.get(i);
            if (query.meter().id().value().equals("meter-" + report.meter())) {
                events.add(event(i, report, query));
            }
        }
        if (backwards) {
            Collections.reverse(events);
        }
        return new UsageAggregator(CustomAggregations.NONE).summary(query, events);
    }

    private static RecordedUsage event(int number, Report report, UsageQuery query) {
        Map<String, String> properties = new HashMap<>(Map.of("size", report.size()));
        if (report.region() != null) {
            properties.put("region", report.region());
        }
        Instant at = at(query.service(), report.after());
        UsageEvent event = new UsageEvent(
                EventId.of("e" + number),
                query.customer(),
                null,
                query.meter().id(),
                query.meter().negativeAllowed()
                        ? report.quantity()
                        : report.quantity().abs(),
                at,
                null,
                properties);
        return new RecordedUsage(event, at);
    }

    private static Instant at(BillingPeriod period, int part) {
        long micros = ChronoUnit.MICROS.between(period.startInclusive(), period.endExclusive());
        return period.startInclusive().plus(micros * part / PARTS, ChronoUnit.MICROS);
    }
}
