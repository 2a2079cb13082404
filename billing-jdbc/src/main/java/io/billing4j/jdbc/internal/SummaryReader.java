package io.billing4j.jdbc.internal;

import io.billing4j.catalog.Meter;
import io.billing4j.id.MeterId;
import io.billing4j.jdbc.internal.row.RollupPlan;
import io.billing4j.store.CatalogStore;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers each query from where that costs least and is exact. */
record SummaryReader(Session session, CatalogStore catalog) {
    /** The answers, {@link UsageSummary#NONE} for queries that count no event. */
    Map<UsageQuery, UsageSummary> answers(Collection<UsageQuery> queries) {
        Map<MeterId, Meter> meters = catalog.findMeters(
                queries.stream().map(query -> query.meter().id()).collect(Collectors.toSet()));
        Map<UsageQuery, UsageSummary> answers = new LinkedHashMap<>();
        Map<RollupPlan.Source, List<UsageQuery>> sources = new EnumMap<>(RollupPlan.Source.class);
        for (UsageQuery query : queries) {
            CustomAggregations.NONE.requireFor(query);
            if (answers.put(query, UsageSummary.NONE) == null) {
                sources.computeIfAbsent(source(query, meters), source -> new ArrayList<>())
                        .add(query);
            }
        }
        sources.forEach((source, own) -> answers.putAll(
                switch (source) {
                    case ALL_EVENTS -> new UsageRollups(session).answers(own);
                    case GROUPS -> new GroupRollups(session).answers(own);
                    case EVENTS -> new EventAnswers(session).answers(own);
                }));
        return answers;
    }

    /** Rollups are what the catalogue's meter made of events; a query may come with another definition. */
    private static RollupPlan.Source source(UsageQuery query, Map<MeterId, Meter> meters) {
        if (query.detail() == UsageDetail.EVENTS) {
            return RollupPlan.Source.EVENTS;
        }
        Meter known = meters.get(query.meter().id());
        RollupPlan kept = known == null ? RollupPlan.PLAIN : RollupPlan.of(known);
        RollupPlan needed = RollupPlan.of(query.meter());
        boolean answers = kept.source() == needed.source()
                && (needed.source() != RollupPlan.Source.GROUPS
                        || (known != null && RollupPlan.alike(known, query.meter())));
        return answers ? needed.source() : RollupPlan.Source.EVENTS;
    }
}
