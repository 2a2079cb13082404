package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsagePart;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What meters make of events. The value of an event is one of its properties; removing a value is a quantity below zero. */
final class AggregationTopic implements Topic {
    private static final CustomerId CUSTOMER = CustomerId.of("customer");
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of("subscription");
    private static final MeterId METER = MeterId.of("meter");
    private static final Instant RECORDED = Instant.parse("2020-01-01T00:00:00Z");
    private static final String VALUE = "the value";

    @Override
    public String name() {
        return "aggregation";
    }

    @Override
    public Answer answer(CaseInput input) {
        BillingPeriod service = service(input);
        Meter meter = new Meter(METER, aggregation(input), filter(input), groupBy(input), true, RECORDED);
        List<RecordedUsage> initial = initial(input, service);
        List<RecordedUsage> events = new ArrayList<>(initial);
        events.addAll(events(input, service, initial.isEmpty() || input.on("ignore_lower_bound")));
        UsageQuery query =
                new UsageQuery(CUSTOMER, SUBSCRIPTION, meter, service, window(input, service), UsageDetail.GROUPS);

        UsageSummary summary = new UsageAggregator(CustomAggregations.NONE).summary(query, events);

        Answer answer = Answer.of("value", value(input, meter, summary))
                // a level that the case gives without an event is an event here
                .and("events_count", summary.events() - initial.size());
        if (input.has("group_by")) {
            answer = answer.and(
                    "groups",
                    summary.parts().stream()
                            .map(part -> group(input, meter, part))
                            .toList());
        }
        if (input.has("window")) {
            answer = answer.and(
                    "windows",
                    summary.parts().stream()
                            .map(part -> group(input, meter, part))
                            .toList());
        }
        return answer;
    }

    private static Map<String, @Nullable Object> group(CaseInput input, Meter meter, UsagePart part) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        meter.groupBy().forEach(name -> key.put(name, part.dimensions().get(name)));
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        if (part.windowStart() != null) {
            group.put("start", part.windowStart().toString());
        }
        if (!key.isEmpty()) {
            group.put("key", key);
        }
        group.put("value", value(input, meter, UsageSummary.of(part.quantity(), part.events())));
        group.put("events_count", part.events());
        return group;
    }

    private static BigDecimal value(CaseInput input, Meter meter, UsageSummary summary) {
        RatedQuantity quantity = RatedQuantity.metered(meter, summary);
        // below zero is priced as zero here as well, but shown as measured
        return input.on("negative_as_zero") ? quantity.value().max(BigDecimal.ZERO) : quantity.value();
    }

    private static Aggregation aggregation(CaseInput input) {
        Aggregation aggregation = switch (input.text("aggregation")) {
            case "count" -> Aggregation.count();
            case "sum", "unit_rounding" -> Aggregation.sum().of(VALUE);
            case "max" -> Aggregation.max().of(VALUE);
            case "latest" -> Aggregation.latest().of(VALUE);
            case "unique_count" -> Aggregation.unique(VALUE);
            case "weighted_sum" -> Aggregation.timeWeightedSum().of(VALUE);
            case "prorated_sum" -> Aggregation.timeWeightedSum().of(VALUE).measured(TimeMeasure.BY_DAY);
            case "prorated_unique_count" ->
                Aggregation.timeWeightedUnique(VALUE).measured(TimeMeasure.BY_DAY);
            default -> throw new IllegalArgumentException("no such aggregation: " + input);
        };
        if (input.on("ignore_lower_bound") || input.has("initial")) {
            aggregation = aggregation.carryingOver();
        }
        if (input.has("window")) {
            aggregation = aggregation.per(
                    AggregationWindow.valueOf(input.text("window").toUpperCase(Locale.ROOT)));
        }
        if (input.has("rounding")) {
            CaseInput rounding = input.object("rounding");
            aggregation = aggregation.rounded(new QuantityRounding(
                    rounding.decimal("scale", BigDecimal.ZERO).intValueExact(),
                    RoundingMode.valueOf(rounding.text("mode").toUpperCase(Locale.ROOT))));
        }
        return aggregation;
    }

    private static EventFilter filter(CaseInput input) {
        Map<String, PropertyValues> include =
                input.has("filter") ? conditions(input.json().get("filter")) : Map.of();
        List<Map<String, PropertyValues>> exclude = new ArrayList<>();
        for (CaseInput part : input.objects("exclude_filters")) {
            Map<String, PropertyValues> conditions = conditions(part.json());
            // the peer takes no notice of an exclusion that names no value
            if (!conditions.isEmpty()) {
                exclude.add(conditions);
            }
        }
        return new EventFilter(include, exclude);
    }

    private static Map<String, PropertyValues> conditions(JsonNode node) {
        Map<String, PropertyValues> conditions = new HashMap<>();
        node.properties().forEach(field -> {
            Set<String> values = new HashSet<>();
            boolean absent = false;
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                if (value.isNull()) {
                    absent = true;
                } else {
                    values.add(value.asText());
                }
            }
            if (absent || !values.isEmpty()) {
                conditions.put(field.getKey(), new PropertyValues(values, absent));
            }
        });
        return conditions;
    }

    private static List<String> groupBy(CaseInput input) {
        List<String> groupBy = new ArrayList<>();
        input.texts("group_by").forEach(name -> groupBy.add(String.valueOf(name)));
        return groupBy;
    }

    private static BillingPeriod service(CaseInput input) {
        return new BillingPeriod(
                Instant.parse(input.text("from", "2024-01-01T00:00:00Z")),
                Instant.parse(input.text("to", "2024-02-01T00:00:00Z")),
                ZoneId.of(input.text("timezone", "UTC")));
    }

    private static BillingPeriod window(CaseInput input, BillingPeriod service) {
        return input.has("period_days")
                ? BillingPeriod.ofDates(
                        service.startDate(), service.startDate().plusDays(input.integer("period_days")), service.zone())
                : service;
    }

    /** Levels that the case gives are events just before the service: one, or one for each group. */
    private static List<RecordedUsage> initial(CaseInput input, BillingPeriod service) {
        List<RecordedUsage> initial = new ArrayList<>();
        if (input.has("initial")) {
            JsonNode given = input.json().get("initial");
            for (JsonNode level : given.isArray() ? given : List.of(given)) {
                Map<String, String> properties = new HashMap<>();
                level.path("key").properties().forEach(field -> {
                    if (!field.getValue().isNull()) {
                        properties.put(field.getKey(), field.getValue().asText());
                    }
                });
                properties.put(VALUE, (level.isObject() ? level.get("value") : level).asText());
                initial.add(usage(
                        "initial-" + initial.size(),
                        service.startInclusive().minus(1, ChronoUnit.MICROS),
                        initial.size(),
                        BigDecimal.ONE,
                        properties));
            }
        }
        return initial;
    }

    private static List<RecordedUsage> events(CaseInput input, BillingPeriod service, boolean before) {
        List<RecordedUsage> events = new ArrayList<>();
        if (!input.has("from")) {
            events.add(usage("e", service.startInclusive(), 0, BigDecimal.ONE, Map.of(VALUE, input.text("value"))));
        }
        Map<List<String>, Integer> identities = new HashMap<>();
        for (CaseInput event : input.objects("events")) {
            Instant at = Instant.parse(event.text("at"));
            if (before || !at.isBefore(service.startInclusive())) {
                List<String> identity = new ArrayList<>();
                input.texts("dedupe_on").forEach(field -> identity.add(event.text(String.valueOf(field), "")));
                int number =
                        identity.isEmpty() ? events.size() : identities.computeIfAbsent(identity, key -> events.size());
                BigDecimal quantity =
                        new BigDecimal(event.text("operation", "add").equals("remove") ? -1 : 1);
                events.add(usage("e" + number, at, events.size(), quantity, properties(event)));
            }
        }
        return events;
    }

    private static Map<String, String> properties(CaseInput event) {
        Map<String, String> properties = new HashMap<>();
        if (event.has("properties")) {
            event.object("properties").json().properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    properties.put(field.getKey(), field.getValue().asText());
                }
            });
        }
        if (event.has("value")) {
            properties.put(VALUE, event.text("value"));
        }
        return properties;
    }

    private static RecordedUsage usage(
            String id, Instant at, int number, BigDecimal quantity, Map<String, String> properties) {
        return new RecordedUsage(
                new UsageEvent(EventId.of(id), CUSTOMER, SUBSCRIPTION, METER, quantity, at, null, properties),
                RECORDED.plus(number, ChronoUnit.MICROS));
    }
}
