package io.billing4j.usage;

import io.billing4j.catalog.Meter;
import io.billing4j.fixture.ScheduleArbitraries;
import io.billing4j.fixture.Usages;
import io.billing4j.id.EventId;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * Events before, in and after a window, in no order; many at the same instant, some of them recorded at the same too.
 *
 * @param cut an instant in the window, at its start or at its end
 */
record UsageBooks(BillingPeriod window, Instant cut, List<RecordedUsage> usages) {
    private static final long PARTS = 48;

    private record Draft(
            long at, int hundredths, int recorded, @Nullable String region, String seat) {}

    /** Windows of 1 to 40 days in any zone, by up to 30 events. */
    static Arbitrary<UsageBooks> any() {
        Arbitrary<BillingPeriod> windows = Combinators.combine(
                        ScheduleArbitraries.dates(), Arbitraries.integers().between(1, 40), ScheduleArbitraries.zones())
                // Where a zone skips a date, there is no window of that date alone.
                .filter((date, days, zone) -> start(date, zone).isBefore(start(date.plusDays(days), zone)))
                .as((date, days, zone) -> new BillingPeriod(start(date, zone), start(date.plusDays(days), zone), zone));
        // a coarse grid, so that events meet each other, the cut and both ends of the window
        Arbitrary<Draft> drafts = Combinators.combine(
                        Arbitraries.longs().between(-PARTS / 4, PARTS + PARTS / 8),
                        Arbitraries.integers().between(-300, 500),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of("eu", "us", "").injectNull(0.3),
                        Arbitraries.of("ada", "bob", "eve"))
                .as(Draft::new);
        return Combinators.combine(
                        windows,
                        Arbitraries.longs().between(0, PARTS),
                        drafts.list().ofMaxSize(30))
                .as((window, cut, list) -> new UsageBooks(window, at(window, cut), recorded(window, list)))
                .withoutEdgeCases();
    }

    private static Instant start(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static Instant at(BillingPeriod window, long part) {
        long micros = ChronoUnit.MICROS.between(window.startInclusive(), window.endExclusive());
        return window.startInclusive().plus(micros * part / PARTS, ChronoUnit.MICROS);
    }

    private static List<RecordedUsage> recorded(BillingPeriod window, List<Draft> drafts) {
        List<RecordedUsage> usages = new ArrayList<>();
        for (Draft draft : drafts) {
            Map<String, String> properties = new HashMap<>(Map.of("seat", draft.seat()));
            if (draft.region() != null) {
                properties.put("region", draft.region());
            }
            usages.add(new RecordedUsage(
                    new UsageEvent(
                            EventId.of("e" + usages.size()),
                            Usages.CUSTOMER,
                            null,
                            Usages.METER,
                            BigDecimal.valueOf(draft.hundredths(), 2),
                            at(window, draft.at()),
                            null,
                            properties),
                    Usages.CREATED.plus(draft.recorded(), ChronoUnit.MICROS)));
        }
        return usages;
    }

    UsageBooks with(List<RecordedUsage> others) {
        return new UsageBooks(window, cut, others);
    }

    /** The same events with other quantities. */
    UsageBooks changed(UnaryOperator<BigDecimal> change) {
        return with(usages.stream()
                .map(usage -> new RecordedUsage(
                        new UsageEvent(
                                usage.event().id(),
                                Usages.CUSTOMER,
                                null,
                                Usages.METER,
                                change.apply(usage.event().quantity()),
                                usage.event().occurredAt(),
                                null,
                                usage.event().properties()),
                        usage.recordedAt()))
                .toList());
    }

    /** The events that the window holds. */
    List<RecordedUsage> inside() {
        return usages.stream()
                .filter(usage -> !usage.event().occurredAt().isBefore(window.startInclusive())
                        && usage.event().occurredAt().isBefore(window.endExclusive()))
                .toList();
    }

    UsageSummary summary(Meter meter) {
        return summary(meter, window, UsageDetail.GROUPS);
    }

    BigDecimal quantity(Meter meter) {
        return summary(meter).quantity();
    }

    UsageSummary summary(Meter meter, BillingPeriod service, UsageDetail detail) {
        return new UsageAggregator(CustomAggregations.NONE)
                .summary(new UsageQuery(Usages.CUSTOMER, Usages.SUBSCRIPTION, meter, service, window, detail), usages);
    }

    /** The sum over the parts of the window before and from the cut on; an empty one holds nothing. */
    BigDecimal quantityInHalves(Meter meter) {
        return half(meter, window.startInclusive(), cut).add(half(meter, cut, window.endExclusive()));
    }

    long eventsInHalves(Meter meter) {
        return halfEvents(meter, window.startInclusive(), cut) + halfEvents(meter, cut, window.endExclusive());
    }

    private BigDecimal half(Meter meter, Instant from, Instant until) {
        return from.equals(until)
                ? BigDecimal.ZERO
                : summary(meter, new BillingPeriod(from, until, window.zone()), UsageDetail.TOTAL)
                        .quantity();
    }

    private long halfEvents(Meter meter, Instant from, Instant until) {
        return from.equals(until)
                ? 0
                : summary(meter, new BillingPeriod(from, until, window.zone()), UsageDetail.TOTAL)
                        .events();
    }
}
