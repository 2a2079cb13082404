package io.billing4j.jdbc.internal;

import io.billing4j.jdbc.internal.row.GroupKey;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Cursor;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Counts the different values of groups by the last slots in which they were put in and taken out. Where that is one slot, and
 * nothing came after it, its events decide. Values pass by one at a time, however many there are.
 */
final class UniqueValues {
    private static final int FETCHED_AT_ONCE = 5_000;
    private static final int PARTS_AT_ONCE = 10_000;

    private final Session session;
    private final Totals totals;
    private final Map<EventRange, Set<Uncertain>> uncertain = new LinkedHashMap<>();

    /** A value of a group, and what is known of it in short windows so far. */
    private record Named(UsageQuery query, GroupKey group, String value, Map<@Nullable Instant, ValueSlot> last) {
        boolean isOf(SlotPart part, GroupKey otherGroup, String otherValue) {
            return query.equals(part.query()) && group.equals(otherGroup) && value.equals(otherValue);
        }
    }

    private record Uncertain(Cell cell, String value) {}

    /**
     * Counts for those of the queries that tell values apart.
     *
     * @param totals with what was seen at the edges
     */
    UniqueValues(Session session, Totals totals) {
        this.session = session;
        this.totals = totals;
    }

    /** Adds what slots say. */
    void count() {
        List<SlotPart> parts = new ArrayList<>();
        int order = 0;
        for (QueryTotals own : totals.all()) {
            if (!own.tellsApart()) {
                continue;
            }
            // the parts of a query go into one statement: it brings them together by value
            if (parts.size() >= PARTS_AT_ONCE) {
                countParts(parts);
                parts.clear();
            }
            for (WindowPart slots : own.layout().slots()) {
                parts.add(new SlotPart(order, own.query(), slots));
            }
            order++;
        }
        countParts(parts);
        countUncertain();
    }

    private void countParts(List<SlotPart> parts) {
        if (parts.isEmpty()) {
            return;
        }
        Named named = null;
        try (Cursor<? extends Record> rows =
                SlotPart.search(session, parts).fetchSize(FETCHED_AT_ONCE).fetchLazy()) {
            for (Record row : rows) {
                SlotPart part = parts.get(row.get(SlotPart.NUMBER));
                GroupKey group = new GroupKey(row.get(SlotPart.KEY), row.get(SlotPart.GROUP_VALUES));
                String value = row.get(SlotPart.VALUE);
                if (named == null || !named.isOf(part, group, value)) {
                    count(named);
                    named = new Named(part.query(), group, value, new HashMap<>());
                }
                named.last.merge(
                        totals.of(part.query()).window(part.slots().startInclusive()), part.last(row), ValueSlot::with);
            }
        }
        count(named);
    }

    private void count(@Nullable Named named) {
        if (named == null) {
            return;
        }
        UsageQuery query = named.query;
        Map<String, String> dimensions = named.group.dimensions(query.meter().groupBy());
        named.last.forEach((window, last) -> {
            Cell cell = new Cell(dimensions, window);
            if (!totals.of(query).cell(cell).count(named.value, last)) {
                Instant start = Instant.ofEpochSecond(last.startSeconds());
                uncertain
                        .computeIfAbsent(
                                new EventRange(query, start, start.plusSeconds(last.seconds())),
                                range -> new HashSet<>())
                        .add(new Uncertain(cell, named.value));
            }
        });
    }

    private void countUncertain() {
        Map<UsageShape, List<EventRange>> ranges = new LinkedHashMap<>();
        uncertain
                .keySet()
                .forEach(range -> ranges.computeIfAbsent(UsageShape.of(range.query()), shape -> new ArrayList<>())
                        .add(range));
        ranges.forEach((shape, own) -> RowSet.inChunks(
                own,
                chunk -> new UsageStatement(shape, chunk).forEachValue(session, (range, cell, seen) -> {
                    if (seen.puts() && isUncertain(range, cell, seen.value())) {
                        totals.of(range.query()).cell(cell).countIf(true);
                    }
                })));
    }

    private boolean isUncertain(EventRange range, Cell cell, String value) {
        return uncertain.getOrDefault(range, Set.of()).contains(new Uncertain(cell, value));
    }
}
