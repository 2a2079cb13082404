package io.billing4j.usage;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.fixture.Usages.CUSTOMER;
import static io.billing4j.fixture.Usages.SUBSCRIPTION;
import static io.billing4j.fixture.Usages.meter;
import static io.billing4j.fixture.Usages.period;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Usages;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups, single events and what rounding and functions of the host make of them. */
class UsagePartsTest {
    private static final BillingPeriod MARCH = period("2023-03-01T00:00:00Z", "2023-04-01T00:00:00Z", "UTC");
    private static final QuantityRounding FIVE = new QuantityRounding(5, RoundingMode.HALF_UP);

    @Nested
    class Groups {
        @Test
        void are_parts_in_the_order_of_their_values_with_absent_ones_first() {
            Meter meter = meter(Aggregation.max()).groupedBy(List.of("region", "tier"));
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "1", "region", "us", "tier", "b")
                    .event("2023-03-01T00:00:00Z", "2", "region", "eu")
                    .event("2023-03-01T00:00:00Z", "3", "region", "us", "tier", "a")
                    .event("2023-03-01T00:00:00Z", "4", "region", "us", "tier", "a", "other", "x")
                    .event("2023-03-01T00:00:00Z", "5", "tier", "a");

            assertThat(usages.in(MARCH, meter))
                    .isEqualTo(new UsageSummary(
                            new BigDecimal(12),
                            5,
                            List.of(
                                    new UsagePart(Map.of("tier", "a"), null, new BigDecimal(5), 1),
                                    new UsagePart(Map.of("region", "eu"), null, new BigDecimal(2), 1),
                                    new UsagePart(Map.of("region", "us", "tier", "a"), null, new BigDecimal(4), 2),
                                    new UsagePart(Map.of("region", "us", "tier", "b"), null, BigDecimal.ONE, 1))));
        }

        @Test
        void are_left_out_where_the_total_alone_is_asked_for() {
            Meter meter = meter(Aggregation.sum()).groupedBy(List.of("region"));
            Usages usages = new Usages().event("2023-03-01T00:00:00Z", "1", "region", "us");

            assertThat(usages.aggregate(UsageQuery.of(CUSTOMER, SUBSCRIPTION, meter, MARCH)))
                    .isEqualTo(UsageSummary.of(BigDecimal.ONE, 1));
        }
    }

    @Nested
    class SingleEvents {
        @Test
        void are_parts_in_their_order_with_equal_neighbours_as_one() {
            Meter meter = meter(Aggregation.sum()).groupedBy(List.of("card"));
            Usages usages = new Usages()
                    .event("2023-03-03T00:00:00Z", "20")
                    .event("2023-03-01T00:00:00Z", "20.0")
                    .event("2023-03-02T00:00:00Z", "20")
                    .event("2023-03-04T00:00:00Z", "20", "card", "visa")
                    .event("2023-03-05T00:00:00Z", "20");
            UsageQuery query = new UsageQuery(CUSTOMER, SUBSCRIPTION, meter, MARCH, MARCH, UsageDetail.EVENTS);

            assertThat(usages.aggregate(query))
                    .isEqualTo(new UsageSummary(
                            new BigDecimal(100),
                            5,
                            List.of(
                                    part("20", 3),
                                    new UsagePart(Map.of("card", "visa"), null, new BigDecimal(20), 1),
                                    part("20", 1))));
        }

        @Test
        void of_a_meter_that_counts_are_one_each() {
            Usages usages = new Usages().event("2023-03-03T00:00:00Z", "20").event("2023-03-01T00:00:00Z", "30");
            UsageQuery query = new UsageQuery(
                    CUSTOMER, SUBSCRIPTION, meter(Aggregation.count()), MARCH, MARCH, UsageDetail.EVENTS);

            assertThat(usages.aggregate(query))
                    .isEqualTo(new UsageSummary(new BigDecimal(2), 2, List.of(part("1", 2))));
        }

        @Test
        void are_refused_where_they_do_not_add_up_to_the_quantity() {
            for (Aggregation aggregation : List.of(
                    Aggregation.max(),
                    Aggregation.unique("p"),
                    Aggregation.sum().rounded(FIVE),
                    Aggregation.count().per(AggregationWindow.DAY))) {
                assertRefused(
                        ErrorCode.INVALID_METER,
                        "detail",
                        () -> new UsageQuery(
                                CUSTOMER, SUBSCRIPTION, meter(aggregation), MARCH, MARCH, UsageDetail.EVENTS));
            }
        }
    }

    @Nested
    class Rounding {
        @ParameterizedTest
        @CsvSource({
            "123.456, 2, HALF_UP, 123.46",
            "123.456, 0, CEILING, 124",
            "123.456, -2, CEILING, 200",
            "123.456, 0, FLOOR, 123",
            "-123.5, 0, HALF_UP, -124",
            "150, -2, HALF_EVEN, 200",
        })
        void is_of_the_quantity_before_it_is_priced(String value, int scale, RoundingMode mode, String expected) {
            assertThat(new Usages()
                            .event("2023-03-01T00:00:00Z", value)
                            .in(MARCH, Aggregation.sum().rounded(new QuantityRounding(scale, mode))))
                    .isEqualTo(expected);
        }

        @Test
        void is_of_each_group_so_that_they_add_up_to_the_quantity() {
            Meter meter = meter(Aggregation.sum().rounded(new QuantityRounding(0, RoundingMode.CEILING)))
                    .groupedBy(List.of("g"));
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "0.1", "g", "a")
                    .event("2023-03-01T00:00:00Z", "0.1", "g", "b");

            assertThat(usages.in(MARCH, meter).quantity()).isEqualTo("2");
        }
    }

    @Nested
    class ALargeNumber {
        @Test
        void is_exact_to_24_digits_and_refused_beyond() {
            String largest = "9".repeat(24) + "." + "9".repeat(18);
            Usages usages = new Usages().event("2023-03-01T00:00:00Z", largest);
            assertThat(usages.in(MARCH, Aggregation.sum())).isEqualTo(largest);

            usages.event("2023-03-02T00:00:00Z", "0.000000000000000001");
            assertRefused(ErrorCode.INVALID_NUMBER, "quantity", () -> usages.in(MARCH, Aggregation.sum()));
            assertThat(usages.in(
                            MARCH, Aggregation.timeWeightedSum().rounded(new QuantityRounding(0, RoundingMode.DOWN))))
                    .isEqualTo("9".repeat(24));
        }
    }

    @Nested
    class AFunctionOfTheHost {
        private final Aggregation product = Aggregation.custom("product", 1, Map.of("plus", "1"));
        private final Usages usages = new Usages()
                .event("2023-03-02T00:00:00Z", "3", "g", "a")
                .event("2023-03-01T00:00:00Z", "5", "g", "a")
                .event("2023-03-01T00:00:00Z", "7", "g", "b");

        @Test
        void gets_the_events_of_each_group_in_order() {
            CustomAggregations custom = CustomAggregations.NONE.with("product", 1, (events, query, parameters) -> {
                assertThat(events).isSortedAccordingTo(RecordedUsage.ORDER);
                return events.stream()
                        .map(usage -> usage.event().quantity())
                        .reduce(BigDecimal.ONE, BigDecimal::multiply)
                        .add(new BigDecimal(parameters.getOrDefault("plus", "0")));
            });
            UsageQuery query =
                    UsageQuery.of(CUSTOMER, SUBSCRIPTION, meter(product).groupedBy(List.of("g")), MARCH);

            assertThat(new UsageAggregator(custom).summary(query, usages.list()))
                    .isEqualTo(UsageSummary.of(new BigDecimal(16 + 8), 3));
        }

        @Test
        void that_is_not_there_is_refused() {
            assertRefused(ErrorCode.CUSTOM_AGGREGATION_UNKNOWN, "custom", () -> usages.in(MARCH, product));
            CustomAggregations other =
                    CustomAggregations.NONE.with("product", 2, (events, query, parameters) -> BigDecimal.ONE);
            assertRefused(
                    ErrorCode.CUSTOM_AGGREGATION_UNKNOWN,
                    "custom",
                    () -> new UsageAggregator(other)
                            .summary(UsageQuery.of(CUSTOMER, SUBSCRIPTION, meter(product), MARCH), usages.list()));
            assertRefused(
                    ErrorCode.ALREADY_EXISTS,
                    "name",
                    () -> other.with("product", 2, (events, query, parameters) -> BigDecimal.ONE));
        }

        @Test
        void has_a_version_from_1() {
            UsageFunction one = (events, query, parameters) -> BigDecimal.ONE;

            assertRefused(ErrorCode.INVALID_NUMBER, "version", () -> CustomAggregations.NONE.with("product", 0, one));
            assertRefused(ErrorCode.INVALID_NUMBER, "version", () -> CustomAggregations.NONE.with("product", -1, one));
        }

        @Test
        @SuppressWarnings("NullAway") // a host in plain Java may do it
        void that_gives_nothing_is_refused() {
            CustomAggregations custom = CustomAggregations.NONE.with("product", 1, (events, query, parameters) -> null);

            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "aggregation.custom",
                    () -> new UsageAggregator(custom)
                            .summary(UsageQuery.of(CUSTOMER, SUBSCRIPTION, meter(product), MARCH), usages.list()));
        }
    }

    private static UsagePart part(String quantity, long events) {
        return new UsagePart(Map.of(), null, new BigDecimal(quantity), events);
    }
}
