package io.billing4j.jdbc.internal;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.jdbc.internal.row.GroupKey;
import io.billing4j.jdbc.internal.row.RollupState;
import io.billing4j.usage.UsagePart;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a query's cells so far, and where the rest of it is to be found. */
final class QueryTotals {
    private final UsageQuery query;
    private final WindowLayout layout;
    private final Aggregation aggregation;
    private final Map<Cell, CellTotal> cells = new HashMap<>();

    QueryTotals(UsageQuery query, WindowLayout layout) {
        this.query = query;
        this.layout = layout;
        this.aggregation = query.meter().aggregation();
    }

    UsageQuery query() {
        return query;
    }

    WindowLayout layout() {
        return layout;
    }

    /** Whether it counts different values. */
    boolean tellsApart() {
        return aggregation.kind() == MeterAggregation.UNIQUE;
    }

    /** The start of the short window that holds the instant; null where the meter has none. */
    @Nullable
    Instant window(Instant instant) {
        AggregationWindow window = aggregation.window();
        return window == null ? null : window.startOf(instant, query.window().zone());
    }

    CellTotal cell(Cell cell) {
        return cells.computeIfAbsent(cell, key -> new CellTotal());
    }

    /**
     * Adds what a group holds.
     *
     * @param bucketStart of the one bucket that it is of; null where it is of several whose starts do not matter, those of
     *     before the service among them
     */
    void add(GroupKey group, @Nullable Instant bucketStart, RollupState state) {
        Cell cell =
                new Cell(group.dimensions(query.meter().groupBy()), bucketStart == null ? null : window(bucketStart));
        cell(cell).add(state.events(), weighted(bucketStart, state), state.largest(), state.latest());
    }

    /** The answer, once all parts are there. */
    UsageSummary summary() {
        List<UsagePart> parts = cells.entrySet().stream()
                .filter(entry -> entry.getValue().any())
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .toList();
        return parts.isEmpty() ? UsageSummary.NONE : UsageSummary.ofGroups(query, parts);
    }

    private UsagePart part(Cell cell, CellTotal total) {
        TimeMeasure measure = aggregation.measure();
        BigDecimal aggregate = total.aggregate(query.meter());
        return new UsagePart(
                cell.dimensions(),
                cell.window(),
                measure == null
                        ? aggregation.quantity(aggregate)
                        : aggregation.mean(aggregate, measure.whole(query.window())),
                total.events());
    }

    /** A level counts for as long as the service goes on after it; a moment is what of a bucket was over by then. */
    private BigDecimal weighted(@Nullable Instant bucketStart, RollupState state) {
        TimeMeasure measure = aggregation.measure();
        if (measure == null) {
            return state.total();
        }
        Instant from = bucketStart == null ? query.service().startInclusive() : bucketStart;
        long lasts =
                measure.passed(query.window(), query.service().endExclusive()) - measure.passed(query.window(), from);
        BigDecimal whole = state.total().multiply(BigDecimal.valueOf(lasts));
        return bucketStart == null || state.moment() == null ? whole : whole.subtract(state.moment());
    }
}
