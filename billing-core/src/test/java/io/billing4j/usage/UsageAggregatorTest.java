package io.billing4j.usage;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.fixture.Usages.CUSTOMER;
import static io.billing4j.fixture.Usages.SUBSCRIPTION;
import static io.billing4j.fixture.Usages.meter;
import static io.billing4j.fixture.Usages.period;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Usages;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageAggregatorTest {
    private static final BillingPeriod MARCH = period("2023-03-01T00:00:00Z", "2023-04-01T00:00:00Z", "UTC");

    @Nested
    class AWindow {
        private final Usages usages = new Usages()
                .event("2023-02-28T23:59:59.999999Z", "100")
                .event("2023-03-01T00:00:00Z", "1.5")
                .event("2023-03-31T23:59:59.999999Z", "-4")
                .event("2023-03-05T12:00:00Z", "2.5")
                .event("2023-04-01T00:00:00Z", "1000");

        @Test
        void holds_its_start_and_not_its_end() {
            assertThat(usages.in(MARCH, meter(Aggregation.sum())))
                    .isEqualTo(new UsageSummary(BigDecimal.ZERO, 3, List.of(part("0", 3))));
            assertThat(usages.in(MARCH, Aggregation.count())).isEqualTo("3");
            assertThat(usages.in(MARCH, Aggregation.max())).isEqualTo("2.5");
            assertThat(usages.in(MARCH, Aggregation.latest())).isEqualTo("-4");
        }

        @Test
        void holds_everything_before_its_end_where_the_meter_carries_over() {
            assertThat(usages.in(MARCH, Aggregation.sum().carryingOver())).isEqualTo("100");
            assertThat(usages.in(MARCH, Aggregation.max().carryingOver())).isEqualTo("100");
            assertThat(usages.in(MARCH, Aggregation.count().carryingOver())).isEqualTo("4");
        }

        @Test
        void without_events_gives_zero_of_every_kind() {
            for (Aggregation aggregation : List.of(
                    Aggregation.count(),
                    Aggregation.sum(),
                    Aggregation.max(),
                    Aggregation.latest(),
                    Aggregation.unique("p"),
                    Aggregation.timeWeightedSum(),
                    Aggregation.timeWeightedUnique("p"),
                    Aggregation.max().per(AggregationWindow.DAY))) {
                assertThat(new Usages().in(MARCH, meter(aggregation))).isEqualTo(UsageSummary.NONE);
            }
        }

        @Test
        void with_values_below_zero_alone_has_a_maximum_below_zero() {
            assertThat(new Usages()
                            .event("2023-03-02T00:00:00Z", "-3")
                            .event("2023-03-03T00:00:00Z", "-1")
                            .in(MARCH, Aggregation.max()))
                    .isEqualTo("-1");
        }
    }

    @Nested
    class TheOrder {
        @Test
        void is_of_occurrence_then_of_record_then_of_ids() {
            Usages usages = new Usages()
                    .add("b", "2023-03-05T00:00:00Z", "2")
                    .add("a", "2023-03-05T00:00:00Z", "3")
                    .add("z", "2023-03-04T23:59:59.999999Z", "9");
            assertThat(usages.in(MARCH, Aggregation.latest())).isEqualTo("3");

            List<RecordedUsage> together = usages.list().stream()
                    .map(usage -> new RecordedUsage(usage.event(), Usages.CREATED))
                    .toList();
            UsageQuery query = UsageQuery.of(CUSTOMER, SUBSCRIPTION, meter(Aggregation.latest()), MARCH);
            assertThat(new UsageAggregator(CustomAggregations.NONE)
                            .summary(query, together)
                            .quantity())
                    .isEqualTo("2");
        }

        @Test
        void of_ids_that_are_given_twice_has_the_last_one_given() {
            // https://github.com/getlago/lago-api, an_event_store.rb:88: 10 and then 5 under one id
            Usages usages = new Usages()
                    .add("a", "2023-03-05T00:00:00Z", "10")
                    .add("a", "2023-03-05T00:00:00Z", "5")
                    .add("b", "2023-03-06T00:00:00Z", "1");

            assertThat(usages.in(MARCH, meter(Aggregation.sum())))
                    .isEqualTo(new UsageSummary(new BigDecimal(6), 2, List.of(part("6", 2))));
        }
    }

    @Nested
    class DifferentValues {
        @Test
        void are_those_whose_last_event_does_not_take_them_out() {
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "1", "seat", "ada")
                    .event("2023-03-02T00:00:00Z", "1", "seat", "ada")
                    .event("2023-03-02T00:00:00Z", "0", "seat", "bob")
                    .event("2023-03-03T00:00:00Z", "1", "seat", "Ada")
                    .event("2023-03-04T00:00:00Z", "1", "seat", "")
                    .event("2023-03-05T00:00:00Z", "1", "seat", "eve")
                    .event("2023-03-06T00:00:00Z", "-1", "seat", "eve")
                    .event("2023-03-06T00:00:00Z", "-1", "seat", "never-in");

            assertThat(usages.in(MARCH, meter(Aggregation.unique("seat"))).quantity())
                    .isEqualTo("4");
        }

        @Test
        void need_the_property() {
            Usages usages = new Usages().event("2023-03-01T00:00:00Z", "1");

            assertRefused(
                    ErrorCode.MISSING_FIELD, "properties.seat", () -> usages.in(MARCH, Aggregation.unique("seat")));
        }
    }

    @Nested
    class AValueOfAProperty {
        @Test
        void takes_the_place_of_the_quantity() {
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "1", "gb", "2.50")
                    .event("2023-03-02T00:00:00Z", "1", "gb", "-1");

            assertThat(usages.in(MARCH, Aggregation.sum().of("gb"))).isEqualTo("1.5");
            assertThat(usages.in(MARCH, Aggregation.latest().of("gb"))).isEqualTo("-1");
        }

        @ParameterizedTest
        @CsvSource({"1e3", "0x10", "NaN", "'1,5'", "' 1'", "+1", "''", "1_000", "\u0661", ".5", "5."})
        void that_is_no_plain_decimal_is_refused_and_never_zero(String text) {
            Usages usages = new Usages().event("2023-03-01T00:00:00Z", "1", "gb", text);

            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "properties.gb",
                    () -> usages.in(MARCH, Aggregation.sum().of("gb")));
        }

        @Test
        void of_an_event_that_is_filtered_out_may_be_anything() {
            Meter meter = meter(Aggregation.sum().of("gb")).filtered(EventFilter.including("kind", "disk"));
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "1", "kind", "ram", "gb", "lots")
                    .event("2023-03-01T00:00:00Z", "1", "kind", "disk", "gb", "7");

            assertThat(usages.in(MARCH, meter).quantity()).isEqualTo("7");
        }
    }

    @Nested
    class Filters {
        private final Usages usages = new Usages()
                .event("2023-03-01T00:00:00Z", "1", "country", "uk", "city", "london")
                .event("2023-03-01T00:00:00Z", "10", "country", "uk", "city", "leeds")
                .event("2023-03-01T00:00:00Z", "100", "country", "ca", "city", "london")
                .event("2023-03-01T00:00:00Z", "1000", "country", "uk")
                .event("2023-03-01T00:00:00Z", "10000");

        @Test
        void include_events_with_one_of_the_values_of_every_property() {
            assertThat(sum(EventFilter.including("country", "uk", "us"))).isEqualTo("1011");
            assertThat(sum(EventFilter.including("country", "uk").and("city", PropertyValues.of("london"))))
                    .isEqualTo("1");
            assertThat(sum(EventFilter.ALL.and("city", PropertyValues.ABSENT))).isEqualTo("11000");
            assertThat(sum(EventFilter.ALL.and("city", new PropertyValues(Set.of("leeds"), true))))
                    .isEqualTo("11010");
        }

        @Test
        void leave_out_events_that_match_a_whole_exclusion() {
            EventFilter notLondonInTheUk = EventFilter.ALL.except(
                    Map.of("country", PropertyValues.of("uk"), "city", PropertyValues.of("london")));

            assertThat(sum(notLondonInTheUk)).isEqualTo("11110");
            assertThat(sum(notLondonInTheUk.except(Map.of("country", PropertyValues.ABSENT))))
                    .isEqualTo("1110");
        }

        private BigDecimal sum(EventFilter filter) {
            return usages.in(MARCH, meter(Aggregation.sum()).filtered(filter)).quantity();
        }
    }

    private static UsagePart part(String quantity, long events) {
        return new UsagePart(Map.of(), null, new BigDecimal(quantity), events);
    }
}
