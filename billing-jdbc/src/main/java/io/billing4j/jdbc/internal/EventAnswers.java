package io.billing4j.jdbc.internal;

import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers from events alone, in one statement per shape. */
record EventAnswers(Session session) {
    /** The answers, without those queries that count no event. */
    Map<UsageQuery, UsageSummary> answers(List<UsageQuery> queries) {
        Map<UsageShape, List<EventRange>> shapes = new LinkedHashMap<>();
        for (UsageQuery query : queries) {
            shapes.computeIfAbsent(UsageShape.of(query), shape -> new ArrayList<>())
                    .add(EventRange.of(query));
        }
        Map<UsageQuery, UsageSummary> answers = new HashMap<>();
        shapes.forEach((shape, own) ->
                RowSet.inChunks(own, chunk -> answers.putAll(new UsageStatement(shape, chunk).answers(session))));
        return answers;
    }
}
