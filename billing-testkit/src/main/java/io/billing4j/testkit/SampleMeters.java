package io.billing4j.testkit;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.id.MeterId;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Meters that have everything that a meter can have, between them. */
final class SampleMeters {
    private static final Instant CREATED = Instant.parse("2024-02-29T12:34:56.789012Z");

    private SampleMeters() {}

    static List<Meter> all() {
        List<Meter> meters = new ArrayList<>();
        for (Aggregation aggregation : aggregations()) {
            meters.add(Meter.of(MeterId.of("m-" + meters.size()), aggregation, meters.size() % 2 == 0, CREATED));
        }
        for (RoundingMode mode : RoundingMode.values()) {
            if (mode != RoundingMode.UNNECESSARY) {
                Aggregation rounded = Aggregation.sum().rounded(new QuantityRounding(meters.size() % 40 - 20, mode));
                meters.add(Meter.of(MeterId.of("rounded-" + mode), rounded, true, CREATED));
            }
        }
        EventFilter filter = EventFilter.including("región", "eu", "us", "", "'; DROP TABLE meter; --")
                .and("tier", PropertyValues.ABSENT)
                .and("size", new PropertyValues(Set.of("l"), true))
                .except(Map.of("city", PropertyValues.of("caen")))
                .except(Map.of("city", PropertyValues.of("łódź", "𝔏𝔬𝔫𝔡𝔬𝔫"), "country", PropertyValues.ABSENT));
        meters.add(Meter.of(MeterId.of("filtered"), Aggregation.count(), false, CREATED)
                .filtered(filter)
                .groupedBy(List.of("z", "a", "\"quoted\"")));
        return meters;
    }

    private static List<Aggregation> aggregations() {
        List<Aggregation> all = new ArrayList<>();
        for (MeterAggregation kind : MeterAggregation.values()) {
            if (!kind.distinguishes() && kind != MeterAggregation.CUSTOM) {
                all.add(Aggregation.of(kind));
            }
        }
        for (AggregationWindow window : AggregationWindow.values()) {
            all.add(Aggregation.max().of("bytes").per(window));
        }
        for (TimeMeasure measure : TimeMeasure.values()) {
            all.add(Aggregation.timeWeightedUnique("seat").measured(measure).carryingOver());
        }
        all.add(Aggregation.unique("user id").carryingOver());
        all.add(Aggregation.custom("p95", 2, Map.of("percentile", "95", "note", "as agreed")));
        return all;
    }
}
