package io.billing4j.testkit;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.store.BillingStore;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Stores that keep the contract but for one thing about usage. */
final class BrokenUsage {
    private BrokenUsage() {}

    /** Counts events that a filter leaves out. */
    static BillingStore overlookingFilters() {
        return asking(meter -> meter.filtered(EventFilter.ALL));
    }

    /** Puts all events into one group. */
    static BillingStore overlookingGroups() {
        return asking(meter -> meter.groupedBy(List.of()));
    }

    /** Begins every period with a level of nothing. */
    static BillingStore forgettingLevels() {
        return asking(meter -> {
            Aggregation own = meter.aggregation();
            return with(
                    meter,
                    new Aggregation(
                            own.kind(),
                            own.valueProperty(),
                            false,
                            own.window(),
                            own.measure(),
                            own.rounding(),
                            own.custom()));
        });
    }

    /** Measures a period as a whole where its days or hours are asked for. */
    static BillingStore overlookingShortWindows() {
        return asking(meter -> {
            Aggregation own = meter.aggregation();
            return with(
                    meter,
                    new Aggregation(
                            own.kind(),
                            own.valueProperty(),
                            own.carriesOver(),
                            null,
                            own.measure(),
                            own.rounding(),
                            own.custom()));
        });
    }

    /** Reads events by occurrence and id, whenever they were recorded. */
    static BillingStore overlookingWhenEventsWereRecorded() {
        return BrokenStores.intercepted("usage.events", call -> {
            List<RecordedUsage> events = new ArrayList<>();
            for (Object usage : (List<?>) Objects.requireNonNull(call.proceed())) {
                events.add((RecordedUsage) usage);
            }
            events.sort(Comparator.<RecordedUsage, Instant>comparing(
                            usage -> usage.event().occurredAt())
                    .thenComparing(usage -> usage.event().id()));
            return events;
        });
    }

    private static Meter with(Meter meter, Aggregation aggregation) {
        return new Meter(
                meter.id(), aggregation, meter.filter(), meter.groupBy(), meter.negativeAllowed(), meter.createdAt());
    }

    /** Answers with what it makes of another meter. */
    private static BillingStore asking(UnaryOperator<Meter> change) {
        return BrokenStores.intercepted("usage.summaries", call -> {
            Map<UsageQuery, UsageSummary> answers = new LinkedHashMap<>();
            for (UsageQuery query : BrokenStores.<UsageQuery>list(call)) {
                UsageQuery other = new UsageQuery(
                        query.customer(),
                        query.subscription(),
                        change.apply(query.meter()),
                        query.service(),
                        query.window(),
                        query.detail());
                answers.putAll(Map.of(
                        query, call.unit().usage().summaries(List.of(other)).getOrDefault(other, UsageSummary.NONE)));
            }
            return answers;
        });
    }
}
