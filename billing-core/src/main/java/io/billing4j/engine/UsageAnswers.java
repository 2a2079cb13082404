package io.billing4j.engine;

import io.billing4j.store.UsageStore;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers what was used: by the store, but by the host's own functions where a meter names one. */
record UsageAnswers(CustomAggregations custom) {
    /** The answer to each query; CUSTOM_AGGREGATION_UNKNOWN where a function is missing. */
    Map<UsageQuery, UsageSummary> answers(UsageStore store, Collection<UsageQuery> queries) {
        Map<UsageQuery, UsageSummary> answers = new HashMap<>();
        List<UsageQuery> forTheStore = new ArrayList<>();
        UsageAggregator aggregator = new UsageAggregator(custom);
        for (UsageQuery query : queries) {
            if (query.meter().aggregation().custom() == null) {
                forTheStore.add(query);
            } else {
                custom.requireFor(query);
                answers.put(query, aggregator.summary(query, store.events(query)));
            }
        }
        if (!forTheStore.isEmpty()) {
            answers.putAll(store.summaries(forTheStore));
        }
        return answers;
    }
}
