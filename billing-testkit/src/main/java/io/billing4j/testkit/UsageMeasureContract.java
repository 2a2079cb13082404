package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What meters make of events: filters, groups, short windows, single events, levels over time. */
abstract class UsageMeasureContract extends StoreContract {
    /** Ten dates in Berlin; midnight there is 23:00 UTC. */
    private static final BillingPeriod PERIOD =
            BillingPeriod.ofDates(LocalDate.of(2023, 11, 1), LocalDate.of(2023, 11, 11), Samples.ZONE);

    UsageMeasureContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void are_of_the_events_that_a_filter_lets_pass() {
        record(
                event("u-1", "1", 1, "country", "uk", "city", "london"),
                event("u-2", "10", 1, "country", "uk", "city", "leeds"),
                event("u-3", "100", 1, "country", "ca", "city", "london"),
                event("u-4", "1000", 1, "country", "uk"),
                event("u-5", "10000", 1),
                event("u-6", "100000", 1, "country", ""));
        EventFilter notLondonInTheUk =
                EventFilter.ALL.except(Map.of("country", PropertyValues.of("uk"), "city", PropertyValues.of("london")));

        assertThat(filtered(EventFilter.including("country", "uk", "us"))).isEqualTo(of("1011", 3));
        assertThat(filtered(EventFilter.ALL.and("country", PropertyValues.ABSENT)))
                .isEqualTo(of("10000", 1));
        assertThat(filtered(EventFilter.including("country", ""))).isEqualTo(of("100000", 1));
        assertThat(filtered(notLondonInTheUk)).isEqualTo(of("111110", 5));
        assertThat(filtered(notLondonInTheUk.and("city", PropertyValues.of("london"))))
                .isEqualTo(of("100", 1));
    }

    private UsageSummary filtered(EventFilter filter) {
        return summary(meter(Aggregation.sum()).filtered(filter), UsageDetail.TOTAL);
    }

    private static UsageSummary of(String quantity, long events) {
        return UsageSummary.of(new BigDecimal(quantity), events);
    }

    @Test
    void are_parts_by_groups_in_the_order_of_their_values_with_absent_ones_first() {
        record(
                event("u-1", "1", 1, "region", "us", "size", "b"),
                event("u-2", "2", 2, "region", "eu"),
                event("u-3", "3", 3, "region", "us", "size", "a"),
                event("u-4", "4", 4, "region", "us", "size", "a", "other", "x"),
                event("u-5", "5", 5, "size", "a"),
                event("u-6", "6", 6, "region", "", "size", "a"));

        UsageSummary largest =
                summary(meter(Aggregation.max()).groupedBy(List.of("region", "size")), UsageDetail.GROUPS);

        assertThat(shown(largest))
                .containsExactly(
                        "{size=a} 5 of 1",
                        "{region=, size=a} 6 of 1",
                        "{region=eu} 2 of 1",
                        "{region=us, size=a} 4 of 2",
                        "{region=us, size=b} 1 of 1");
        assertThat(largest.quantity()).isEqualTo("18");
        assertThat(largest.events()).isEqualTo(6);
    }

    @Test
    void are_added_up_over_dates_and_hours_of_the_periods_zone() {
        // 23:30 in Berlin is 22:30 UTC: the second event falls on the next date there, not in UTC
        record(
                event("u-1", "5", "2023-11-03T22:30:00Z"),
                event("u-2", "7", "2023-11-03T23:30:00Z"),
                event("u-3", "6", "2023-11-04T12:00:00Z"),
                event("u-4", "4", "2023-11-04T12:59:59.999999Z"));

        UsageSummary daily = summary(meter(Aggregation.max().per(AggregationWindow.DAY)), UsageDetail.GROUPS);
        assertThat(daily.quantity()).isEqualTo("12");
        assertThat(daily.parts())
                .extracting(part -> String.valueOf(part.windowStart()))
                .containsExactly("2023-11-02T23:00:00Z", "2023-11-03T23:00:00Z");
        assertThat(summary(meter(Aggregation.latest().per(AggregationWindow.HOUR)), UsageDetail.TOTAL))
                .isEqualTo(of("16", 4));
    }

    @Test
    void are_of_single_events_in_the_total_order_with_equal_neighbours_as_one() {
        record(
                event("u-3", "2", 3, "card", "visa"),
                event("u-4", "2.0", 4, "card", "visa"),
                event("u-1", "2", 1, "card", "visa"),
                event("u-5", "2", 5, "card", "amex"),
                event("u-2", "9", 2, "card", "visa"),
                event("u-6", "1", 6));

        UsageSummary singly = summary(meter(Aggregation.sum()).groupedBy(List.of("card")), UsageDetail.EVENTS);

        assertThat(shown(singly))
                .containsExactly(
                        "{card=visa} 2 of 1",
                        "{card=visa} 9 of 1",
                        "{card=visa} 2 of 2",
                        "{card=amex} 2 of 1",
                        "{} 1 of 1");
        assertThat(singly.quantity()).isEqualTo("18");
        assertThat(singly.events()).isEqualTo(6);
    }

    @Test
    void are_of_values_of_a_property_and_of_how_many_there_are() {
        record(
                event("u-1", "1", 1, "seat", "ada", "gb", "2.50"),
                event("u-2", "1", 2, "seat", "bob", "gb", "-1"),
                event("u-3", "1", 3, "seat", "ada", "gb", "0"),
                event("u-4", "-1", 4, "seat", "bob", "gb", "0.25"));

        assertThat(total(Aggregation.sum().of("gb"))).isEqualTo(of("1.75", 4));
        assertThat(total(Aggregation.max().of("gb"))).isEqualTo(of("2.5", 4));
        assertThat(total(Aggregation.latest().of("gb"))).isEqualTo(of("0.25", 4));
        assertThat(total(Aggregation.unique("seat"))).isEqualTo(of("1", 4));
        assertThat(total(Aggregation.count())).isEqualTo(of("4", 4));
    }

    @Test
    void carry_levels_over_from_before_the_period() {
        // 10 from before; 5 more from the sixth of ten days on: 10 + 5 × 5/10
        record(
                event("u-1", "10", "2023-09-01T12:00:00Z", "seat", "ada"),
                event("u-2", "5", "2023-11-05T23:00:00Z", "seat", "bob"),
                event("u-3", "99", "2023-11-10T23:00:00Z", "seat", "eve"));

        assertThat(total(Aggregation.timeWeightedSum().carryingOver())).isEqualTo(of("12.5", 2));
        assertThat(total(Aggregation.timeWeightedSum())).isEqualTo(of("2.5", 1));
        assertThat(total(Aggregation.timeWeightedUnique("seat")
                        .measured(TimeMeasure.BY_DAY)
                        .carryingOver()))
                .isEqualTo(of("1.5", 2));
        assertThat(total(Aggregation.unique("seat").carryingOver())).isEqualTo(of("2", 2));
        assertThat(total(Aggregation.sum().carryingOver())).isEqualTo(of("15", 2));
    }

    @Test
    void carry_the_latest_value_over_into_a_period_without_events() {
        record(event("u-1", "10", "2023-09-01T12:00:00Z"));

        assertThat(total(Aggregation.latest().carryingOver())).isEqualTo(of("10", 1));
        assertThat(total(Aggregation.latest())).isEqualTo(UsageSummary.NONE);
    }

    @Test
    void have_the_latest_by_occurrence_then_by_record_then_by_id() {
        recordAt(1, event("z", "1", 9), event("a", "2", 9), event("x", "3", 8));
        assertThat(total(Aggregation.latest())).isEqualTo(of("1", 3));

        recordAt(2, event("b", "4", 9), event("y", "5", 8));
        assertThat(total(Aggregation.latest())).isEqualTo(of("4", 5));
    }

    @Test
    void can_be_made_by_others_from_the_events_in_the_total_order() {
        recordAt(2, event("b", "1", 9), event("a", "2", 9, "country", "uk"));
        recordAt(1, event("d", "3", 9), event("c", "4", 8), event("e", "5", "2023-09-01T12:00:00Z"));
        record(event("f", "6", PERIOD.endExclusive().toString()));
        Meter plain = meter(Aggregation.latest());
        Meter carrying = meter(Aggregation.latest().carryingOver());

        assertThat(events(plain)).containsExactly("c", "d", "a", "b");
        assertThat(events(carrying)).containsExactly("e", "c", "d", "a", "b");
        assertThat(events(plain.filtered(EventFilter.including("country", "uk"))))
                .containsExactly("a");
        List<RecordedUsage> first = read(unit -> unit.usage().events(query(plain, UsageDetail.TOTAL)));
        assertThat(first.get(0)).isEqualTo(new RecordedUsage(event("c", "4", 8), recorded(1)));
    }

    private List<String> events(Meter meter) {
        List<RecordedUsage> events = read(unit -> unit.usage().events(query(meter, UsageDetail.TOTAL)));
        return events.stream().map(usage -> usage.event().id().value()).toList();
    }

    private UsageSummary total(Aggregation aggregation) {
        return summary(meter(aggregation), UsageDetail.TOTAL);
    }

    private UsageSummary summary(Meter meter, UsageDetail detail) {
        UsageQuery query = query(meter, detail);
        Map<UsageQuery, UsageSummary> answers = read(unit -> unit.usage().summaries(List.of(query)));
        return answers.getOrDefault(query, UsageSummary.of(BigDecimal.ONE.negate(), -1));
    }

    private static UsageQuery query(Meter meter, UsageDetail detail) {
        return new UsageQuery(CustomerId.of("c-1"), SubscriptionId.of("s-1"), meter, PERIOD, PERIOD, detail);
    }

    private static Meter meter(Aggregation aggregation) {
        return Meter.of(Samples.STORAGE, aggregation, true, Samples.START);
    }

    private static List<String> shown(UsageSummary summary) {
        List<String> shown = new ArrayList<>();
        summary.parts()
                .forEach(part -> shown.add(new TreeMap<>(part.dimensions()) + " "
                        + part.quantity().toPlainString() + " of " + part.events()));
        return shown;
    }

    private void record(UsageEvent... events) {
        recordAt(0, events);
    }

    private void recordAt(int micros, UsageEvent... events) {
        write(unit -> unit.usage().record(List.of(events), recorded(micros)));
    }

    private static Instant recorded(int micros) {
        return Samples.START.plus(micros, ChronoUnit.MICROS);
    }

    /** An event so many minutes into the period. */
    private static UsageEvent event(String id, String quantity, int minute, String... properties) {
        return event(
                id, quantity, PERIOD.startInclusive().plusSeconds(60L * minute).toString(), properties);
    }

    private static UsageEvent event(String id, String quantity, String at, String... properties) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new UsageEvent(
                EventId.of(id),
                CustomerId.of("c-1"),
                null,
                Samples.STORAGE,
                new BigDecimal(quantity),
                Instant.parse(at),
                null,
                map);
    }
}
