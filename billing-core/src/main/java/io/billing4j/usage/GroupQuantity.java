package io.billing4j.usage;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The quantity of one group of a query's events in one short window: at least one event, in the total order. */
record GroupQuantity(UsageQuery query, CustomAggregations custom) {
    BigDecimal of(List<RecordedUsage> usages) {
        Aggregation aggregation = query.meter().aggregation();
        return switch (aggregation.kind()) {
            case COUNT -> aggregation.quantity(BigDecimal.valueOf(usages.size()));
            case SUM -> aggregation.quantity(usages.stream().map(this::value).reduce(BigDecimal.ZERO, BigDecimal::add));
            case MAX ->
                aggregation.quantity(
                        usages.stream().map(this::value).reduce(BigDecimal::max).orElse(BigDecimal.ZERO));
            case LATEST -> aggregation.quantity(value(usages.get(usages.size() - 1)));
            case UNIQUE ->
                aggregation.quantity(BigDecimal.valueOf(byValue(usages).stream()
                        .filter(own -> puts(own.get(own.size() - 1)))
                        .count()));
            case TIME_WEIGHTED_SUM -> aggregation.mean(integral(usages), whole());
            case TIME_WEIGHTED_UNIQUE ->
                aggregation.mean(
                        BigDecimal.valueOf(
                                byValue(usages).stream().mapToLong(this::timeIn).sum()),
                        whole());
            case CUSTOM -> {
                var named = Objects.requireNonNull(aggregation.custom());
                yield aggregation.quantity(given(custom.require(named).quantity(usages, query, named.parameters())));
            }
        };
    }

    /** A host in plain Java may give nothing. */
    private static BigDecimal given(@Nullable BigDecimal quantity) {
        if (quantity == null) {
            throw ErrorCode.INVALID_NUMBER.at("aggregation.custom", "the aggregation gave no quantity");
        }
        return quantity;
    }

    private BigDecimal value(RecordedUsage usage) {
        return EventValues.value(query.meter(), usage.event());
    }

    /** Every event's value for as long as the service goes on after it. */
    private BigDecimal integral(List<RecordedUsage> usages) {
        BigDecimal integral = BigDecimal.ZERO;
        for (RecordedUsage usage : usages) {
            long lasts = end() - Math.max(start(), passed(usage));
            integral = integral.add(value(usage).multiply(BigDecimal.valueOf(lasts)));
        }
        return integral;
    }

    /** How long one value is in; a date on which it is put in several times counts once. */
    private long timeIn(List<RecordedUsage> usages) {
        long timeIn = 0;
        long counted = start();
        for (int i = 0; i < usages.size(); i++) {
            if (puts(usages.get(i))) {
                long from = Math.max(counted, passed(usages.get(i)));
                long until = i + 1 == usages.size() ? end() : Math.min(end(), leaves(usages.get(i + 1)));
                if (until > from) {
                    timeIn += until - from;
                    counted = until;
                }
            }
        }
        return timeIn;
    }

    private Collection<List<RecordedUsage>> byValue(List<RecordedUsage> usages) {
        Map<String, List<RecordedUsage>> byValue = new LinkedHashMap<>();
        for (RecordedUsage usage : usages) {
            byValue.computeIfAbsent(EventValues.distinguished(query.meter(), usage.event()), value -> new ArrayList<>())
                    .add(usage);
        }
        return byValue.values();
    }

    private static boolean puts(RecordedUsage usage) {
        return usage.event().quantity().signum() >= 0;
    }

    private long passed(RecordedUsage usage) {
        return measure().passed(query.window(), usage.event().occurredAt());
    }

    /** When what is in before this event is no longer in because of what came before it. */
    private long leaves(RecordedUsage usage) {
        return puts(usage)
                ? passed(usage)
                : measure().passedWhenTakenOut(query.window(), usage.event().occurredAt());
    }

    private long start() {
        return measure().passed(query.window(), query.service().startInclusive());
    }

    private long end() {
        return measure().passed(query.window(), query.service().endExclusive());
    }

    private long whole() {
        return measure().whole(query.window());
    }

    private TimeMeasure measure() {
        return Objects.requireNonNull(query.meter().aggregation().measure());
    }
}
