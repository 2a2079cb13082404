package io.billing4j.usage;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.fixture.Usages;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;

/** Meters and what was reported for them, for laws. */
abstract class UsageLaws {
    @Provide
    Arbitrary<UsageBooks> books() {
        return UsageBooks.any();
    }

    /** Meters whose quantity is a sum over events, with and without a filter and groups. */
    @Provide
    Arbitrary<Meter> adding() {
        Arbitrary<EventFilter> filters = Arbitraries.of(
                EventFilter.ALL,
                EventFilter.including("seat", "ada", "bob"),
                EventFilter.ALL.except(
                        Map.of("seat", PropertyValues.of("ada"), "region", new PropertyValues(Set.of("eu"), true))));
        return Combinators.combine(Arbitraries.of(Aggregation.sum(), Aggregation.count()), filters, groupings())
                .as((aggregation, filter, by) ->
                        Usages.meter(aggregation).filtered(filter).groupedBy(by));
    }

    @Provide
    Arbitrary<Meter> meters() {
        return Combinators.combine(aggregations(), groupings())
                .as((aggregation, by) -> Usages.meter(aggregation).groupedBy(by));
    }

    @Provide
    Arbitrary<Aggregation> aggregations() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.max().per(AggregationWindow.DAY),
                Aggregation.latest(),
                Aggregation.latest().carryingOver(),
                Aggregation.latest().per(AggregationWindow.HOUR),
                Aggregation.unique("seat"),
                Aggregation.unique("seat").carryingOver(),
                Aggregation.unique("seat").per(AggregationWindow.MONTH),
                Aggregation.timeWeightedSum(),
                Aggregation.timeWeightedSum().carryingOver().measured(TimeMeasure.BY_DAY),
                Aggregation.timeWeightedUnique("seat"),
                Aggregation.timeWeightedUnique("seat").carryingOver().measured(TimeMeasure.BY_DAY));
    }

    @Provide
    Arbitrary<Aggregation> shortened() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.latest(),
                Aggregation.unique("seat"));
    }

    @Provide
    Arbitrary<Aggregation> scalable() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.max(),
                Aggregation.latest().carryingOver(),
                Aggregation.max().per(AggregationWindow.DAY),
                Aggregation.timeWeightedSum(),
                Aggregation.timeWeightedSum().carryingOver());
    }

    @Provide
    Arbitrary<Aggregation> numbers() {
        return Arbitraries.of(
                Aggregation.count(),
                Aggregation.unique("seat"),
                Aggregation.timeWeightedUnique("seat").carryingOver());
    }

    @Provide
    Arbitrary<List<String>> groupings() {
        return Arbitraries.of(List.of(), List.of("region"), List.of("region", "seat"), List.of("nothing"));
    }

    @Provide
    Arbitrary<PropertyValues> values() {
        return Arbitraries.of(
                PropertyValues.of("eu"),
                PropertyValues.of("eu", "us"),
                PropertyValues.of(""),
                PropertyValues.ABSENT,
                new PropertyValues(Set.of("us"), true));
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1000000"), new BigDecimal("1000000"))
                .ofScale(6);
    }
}
