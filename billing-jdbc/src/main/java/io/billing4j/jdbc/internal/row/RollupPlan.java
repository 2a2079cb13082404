package io.billing4j.jdbc.internal.row;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.TimeMeasure;
import java.util.List;
import java.util.Objects;

/**
 * What of a meter's events is rolled up, and in which buckets. Only what a meter's answers are made of: a plain sum pays
 * nothing for what others need.
 *
 * @param source what answers it
 * @param grains the buckets that its answers are made of, the longest first; none where events answer
 */
public record RollupPlan(Source source, List<Grain> grains) {
    /** What answers a meter. */
    public enum Source {
        /** All events of days and hours, whatever a meter asks for. */
        ALL_EVENTS,
        /** What groups hold of buckets. */
        GROUPS,
        /** The events themselves. */
        EVENTS
    }

    /** Of a meter that adds up the quantities of all its events, and of one that nobody knows. */
    public static final RollupPlan PLAIN = new RollupPlan(Source.ALL_EVENTS, List.of(Grain.DAY, Grain.HOUR));

    private static final RollupPlan NONE = new RollupPlan(Source.EVENTS, List.of());

    /** What a meter's windows may cut is a day, at full hours; or an hour, at full quarters. */
    public static RollupPlan of(Meter meter) {
        Aggregation aggregation = meter.aggregation();
        if (isPlain(meter)) {
            return PLAIN;
        }
        if (needsEvents(aggregation)) {
            return NONE;
        }
        boolean byClock = aggregation.measure() == TimeMeasure.BY_DAY
                || aggregation.window() == AggregationWindow.DAY
                || aggregation.window() == AggregationWindow.HOUR;
        if (!byClock) {
            return new RollupPlan(Source.GROUPS, List.of(Grain.DAY, Grain.HOUR));
        }
        return new RollupPlan(
                Source.GROUPS,
                aggregation.carriesOver()
                        ? List.of(Grain.DAY, Grain.HOUR, Grain.QUARTER)
                        : List.of(Grain.HOUR, Grain.QUARTER));
    }

    /** Whether what was rolled up for one meter answers for the other: all but rounding and what events may be like. */
    public static boolean alike(Meter one, Meter other) {
        Aggregation a = one.aggregation();
        Aggregation b = other.aggregation();
        return a.kind() == b.kind()
                && Objects.equals(a.valueProperty(), b.valueProperty())
                && a.carriesOver() == b.carriesOver()
                && a.window() == b.window()
                && a.measure() == b.measure()
                && one.filter().equals(other.filter())
                && one.groupBy().equals(other.groupBy());
    }

    /** What a bit stands for where values are told apart: the shortest of the buckets. */
    public Grain slot() {
        return grains.get(grains.size() - 1);
    }

    private static boolean isPlain(Meter meter) {
        Aggregation aggregation = meter.aggregation();
        boolean adds = aggregation.kind() == MeterAggregation.SUM || aggregation.kind() == MeterAggregation.COUNT;
        return adds
                && aggregation.valueProperty() == null
                && aggregation.window() == null
                && meter.filter().isAll()
                && meter.groupBy().isEmpty();
    }

    /**
     * A minute holds too few events for a row of its own. When a value comes and goes must be known to the microsecond and in
     * order, which only the events say; there are as many of them as there would be rows.
     */
    private static boolean needsEvents(Aggregation aggregation) {
        return aggregation.window() == AggregationWindow.MINUTE
                || aggregation.kind() == MeterAggregation.TIME_WEIGHTED_UNIQUE
                || aggregation.kind() == MeterAggregation.CUSTOM;
    }
}
