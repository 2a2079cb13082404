package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.MeterAggregation;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What meters of the catalogue make of generated events, against the definition, to the last digit and whatever order the
 * events came in.
 */
abstract class UsageOfEveryMeterContract extends StoreContract {
    private static final int EVENTS = 24;
    private static final int QUERIES = 8;
    private static final int BATCH = 60;
    private static final int THREADS = 6;

    private final List<RecordedUsage> recorded = Collections.synchronizedList(new ArrayList<>());

    UsageOfEveryMeterContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void is_what_the_definition_makes_of_it_where_it_comes_in_the_order_of_time() {
        GeneratedUsage usage = usage(1);
        List<UsageEvent> events = usage.events(EVENTS);
        events.sort(Comparator.comparing(UsageEvent::occurredAt));
        batches(events).forEach(this::record);

        assertAsDefined(usage);
    }

    @Test
    void is_what_the_definition_makes_of_it_where_it_comes_in_any_order() {
        for (long seed = 2; seed <= 3; seed++) {
            GeneratedUsage usage = usage(seed);
            List<UsageEvent> events = usage.events(EVENTS);
            Collections.shuffle(events, new Random(seed));
            batches(events).forEach(this::record);

            assertAsDefined(usage);
            tenant = newTenant();
            recorded.clear();
            write(SampleBooks::writeParties);
        }
    }

    @Test
    void is_what_the_definition_makes_of_it_where_many_report_at_once() {
        GeneratedUsage usage = usage(4);
        List<UsageEvent> events = usage.events(EVENTS);
        Collections.shuffle(events, new Random(4));
        List<List<UsageEvent>> batches = batches(events);

        background.together(THREADS, thread -> {
            for (int i = thread; i < batches.size(); i += THREADS) {
                record(batches.get(i));
            }
            return thread;
        });

        assertAsDefined(usage);
    }

    private GeneratedUsage usage(long seed) {
        GeneratedUsage usage = new GeneratedUsage(seed);
        write(unit -> usage.meters().forEach(unit.catalog()::insertMeter));
        return usage;
    }

    /** Of all sizes up to one that mixes most of the meters. */
    private static List<List<UsageEvent>> batches(List<UsageEvent> events) {
        List<List<UsageEvent>> batches = new ArrayList<>();
        int from = 0;
        for (int size = 1; from < events.size(); size = size % BATCH + 7) {
            int until = Math.min(events.size(), from + size);
            batches.add(events.subList(from, until));
            from = until;
        }
        return batches;
    }

    /** Two batches in a row are of one instant. */
    private void record(List<UsageEvent> batch) {
        Instant recordedAt = Samples.START.plus(batch.get(0).hashCode() & 3, ChronoUnit.MICROS);
        write(unit -> unit.usage().record(batch, recordedAt));
        batch.forEach(event -> recorded.add(new RecordedUsage(event, recordedAt)));
    }

    private void assertAsDefined(GeneratedUsage usage) {
        UsageAggregator definition = new UsageAggregator(CustomAggregations.NONE);
        List<UsageQuery> queries = usage.queries(QUERIES);

        Map<UsageQuery, UsageSummary> found = read(unit -> unit.usage().summaries(queries));

        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(queries);
        for (UsageQuery query : queries) {
            assertThat(found.get(query)).as("%s", query).isEqualTo(definition.summary(query, recorded));
        }
        for (MeterAggregation kind : MeterAggregation.values()) {
            if (kind != MeterAggregation.CUSTOM) {
                assertThat(queries.stream()
                                .filter(query -> query.meter().aggregation().kind() == kind)
                                .map(found::get)
                                .filter(summary -> summary != null
                                        && summary.events() > 3
                                        && summary.quantity().signum() != 0))
                        .as("%s of more than a few events", kind)
                        .hasSizeGreaterThan(15);
            }
        }
    }
}
