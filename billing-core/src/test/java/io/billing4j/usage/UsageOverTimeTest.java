package io.billing4j.usage;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.fixture.Usages.CUSTOMER;
import static io.billing4j.fixture.Usages.SUBSCRIPTION;
import static io.billing4j.fixture.Usages.meter;
import static io.billing4j.fixture.Usages.period;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Usages;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Levels and values that hold for a time, and windows shorter than the period: worked by hand. */
class UsageOverTimeTest {
    private static final BillingPeriod MARCH = period("2023-03-01T00:00:00Z", "2023-04-01T00:00:00Z", "UTC");
    private static final QuantityRounding FIVE = new QuantityRounding(5, RoundingMode.HALF_UP);

    @Nested
    class ShortWindows {
        @Test
        void are_aggregated_alone_and_added_up() {
            Usages usages = new Usages()
                    .event("2023-03-01T00:00:00Z", "5")
                    .event("2023-03-01T23:59:59.999999Z", "7")
                    .event("2023-03-02T00:00:00Z", "3")
                    .event("2023-03-09T00:00:00Z", "-2");

            assertThat(usages.in(MARCH, meter(Aggregation.max().per(AggregationWindow.DAY))))
                    .isEqualTo(new UsageSummary(
                            new BigDecimal(8),
                            4,
                            List.of(
                                    window("2023-03-01T00:00:00Z", "7", 2),
                                    window("2023-03-02T00:00:00Z", "3", 1),
                                    window("2023-03-09T00:00:00Z", "-2", 1))));
            assertThat(usages.in(MARCH, Aggregation.max().per(AggregationWindow.MONTH)))
                    .isEqualTo("7");
        }

        @Test
        void follow_the_clock_of_the_zone_when_it_is_put_forward_and_back() {
            // Berlin: 26 March 2023 has 23 hours, from 23:00Z to 22:00Z; 29 October has 25, from 22:00Z to 23:00Z.
            BillingPeriod year = period("2022-12-31T23:00:00Z", "2023-12-31T23:00:00Z", "Europe/Berlin");
            Usages usages = new Usages()
                    .event("2023-03-25T23:00:00Z", "1")
                    .event("2023-03-26T21:59:59.999999Z", "1")
                    .event("2023-03-26T22:00:00Z", "1")
                    .event("2023-10-28T22:00:00Z", "1")
                    .event("2023-10-29T22:59:59.999999Z", "1")
                    .event("2023-10-29T23:00:00Z", "1");

            assertThat(usages.in(year, meter(Aggregation.count().per(AggregationWindow.DAY)))
                            .parts())
                    .containsExactly(
                            window("2023-03-25T23:00:00Z", "2", 2),
                            window("2023-03-26T22:00:00Z", "1", 1),
                            window("2023-10-28T22:00:00Z", "2", 2),
                            window("2023-10-29T23:00:00Z", "1", 1));
        }

        @Test
        void of_an_hour_that_is_shown_twice_are_two() {
            // Berlin shows 02:00 to 03:00 from 00:00Z to 01:00Z and again to 02:00Z.
            BillingPeriod october = period("2023-09-30T22:00:00Z", "2023-10-31T23:00:00Z", "Europe/Berlin");
            Usages usages = new Usages().event("2023-10-29T00:30:00Z", "1").event("2023-10-29T01:30:00Z", "1");

            assertThat(usages.in(october, meter(Aggregation.max().per(AggregationWindow.HOUR)))
                            .parts())
                    .containsExactly(window("2023-10-29T00:00:00Z", "1", 1), window("2023-10-29T01:00:00Z", "1", 1));
        }

        @Test
        void start_at_half_past_where_the_zone_does() {
            BillingPeriod march = period("2023-02-28T18:30:00Z", "2023-03-31T18:30:00Z", "Asia/Kolkata");
            Usages usages = new Usages().event("2023-03-05T12:29:59Z", "1").event("2023-03-05T12:30:00Z", "1");

            assertThat(usages.in(march, meter(Aggregation.sum().per(AggregationWindow.HOUR)))
                            .parts())
                    .containsExactly(window("2023-03-05T11:30:00Z", "1", 1), window("2023-03-05T12:30:00Z", "1", 1));
            assertThat(usages.in(march, meter(Aggregation.sum().per(AggregationWindow.MINUTE)))
                            .parts())
                    .containsExactly(window("2023-03-05T12:29:00Z", "1", 1), window("2023-03-05T12:30:00Z", "1", 1));
        }
    }

    @Nested
    class ALevel {
        @Test
        void in_a_part_of_the_window_counts_for_that_part() {
            // 10 from February on; 16–31 March are 16 of 31 days: 160/31
            Usages usages = new Usages().event("2023-02-01T00:00:00Z", "10");
            UsageQuery query = new UsageQuery(
                    Usages.CUSTOMER,
                    Usages.SUBSCRIPTION,
                    Usages.meter(Aggregation.timeWeightedSum().carryingOver().rounded(FIVE)),
                    period("2023-03-16T00:00:00Z", "2023-04-01T00:00:00Z", "UTC"),
                    MARCH,
                    UsageDetail.TOTAL);

            assertThat(usages.aggregate(query).quantity()).isEqualByComparingTo("5.16129");
        }

        @Test
        void counts_for_the_share_of_the_window_that_it_holds() {
            // 1000 × 27/31, https://github.com/getlago/lago-api
            assertThat(new Usages()
                            .event("2023-03-05T00:00:00Z", "1000")
                            .in(MARCH, Aggregation.timeWeightedSum().rounded(FIVE)))
                    .isEqualTo("870.96774");
        }

        @Test
        void has_eighteen_decimals_half_up_where_nothing_is_said() {
            assertThat(new Usages().event("2023-03-11T00:00:00Z", "1").in(MARCH, Aggregation.timeWeightedSum()))
                    .isEqualTo("0.677419354838709677"); // 21/31
        }

        @Test
        void goes_on_from_the_window_before_where_the_meter_carries_over() {
            Usages usages = new Usages()
                    .event("2023-02-10T00:00:00Z", "2500")
                    .event("2023-03-04T00:00:00Z", "-2000")
                    .event("2023-03-06T00:00:00Z", "-200");

            // (2500 × 3 + 500 × 2 + 300 × 26) / 31
            assertThat(usages.in(
                            MARCH, Aggregation.timeWeightedSum().carryingOver().rounded(FIVE)))
                    .isEqualTo("525.80645");
        }

        @Test
        void by_the_second_counts_the_hour_that_a_clock_change_adds() {
            // A day of 25 hours: one unit for its first hour is 1/25.
            BillingPeriod day = period("2023-10-28T22:00:00Z", "2023-10-29T23:00:00Z", "Europe/Berlin");
            Usages usages = new Usages().event("2023-10-28T22:00:00Z", "1").event("2023-10-28T23:00:00Z", "-1");

            assertThat(usages.in(day, Aggregation.timeWeightedSum())).isEqualTo("0.04");
        }

        @Test
        void by_the_day_counts_from_the_start_of_its_date_in_the_zone() {
            // 21:30Z on 10 March is 00:30 of the 11th in Bucharest, which leaves 21 of 31 dates.
            BillingPeriod march = period("2023-02-28T22:00:00Z", "2023-03-31T21:00:00Z", "Europe/Bucharest");
            Usages usages = new Usages().event("2023-03-10T22:30:00Z", "31");

            assertThat(usages.in(march, Aggregation.timeWeightedSum().measured(TimeMeasure.BY_DAY)))
                    .isEqualTo("21");
        }

        @Test
        void of_a_part_is_weighed_against_the_whole_window() {
            BillingPeriod firstHalf = period("2023-03-01T00:00:00Z", "2023-03-16T12:00:00Z", "UTC");
            Usages usages = new Usages().event("2023-03-01T00:00:00Z", "8");
            UsageQuery query = new UsageQuery(
                    CUSTOMER, SUBSCRIPTION, meter(Aggregation.timeWeightedSum()), firstHalf, MARCH, UsageDetail.TOTAL);

            assertThat(usages.aggregate(query).quantity()).isEqualTo("4");
        }

        @Test
        void without_a_date_to_weigh_by_is_refused() {
            BillingPeriod hour = period("2023-03-01T00:00:00Z", "2023-03-01T01:00:00Z", "UTC");
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    "window",
                    () -> UsageQuery.of(
                            CUSTOMER,
                            SUBSCRIPTION,
                            meter(Aggregation.timeWeightedSum().measured(TimeMeasure.BY_DAY)),
                            hour));
        }
    }

    @Nested
    class AValueThatIsInForATime {
        private static final BillingPeriod APRIL = period("2023-04-01T00:00:00Z", "2023-05-01T00:00:00Z", "UTC");

        @Test
        void counts_by_the_second_from_when_it_is_put_in_until_it_is_taken_out() {
            Usages usages = new Usages()
                    .event("2023-03-20T00:00:00Z", "1", "seat", "ada")
                    .event("2023-04-10T00:00:00Z", "1", "seat", "ada")
                    .event("2023-04-16T00:00:00Z", "-1", "seat", "ada")
                    .event("2023-04-20T00:00:00Z", "-1", "seat", "ada")
                    .event("2023-04-25T00:00:00Z", "1", "seat", "bob");
            Aggregation seats = Aggregation.timeWeightedUnique("seat");

            // ada 15 of 30 days, or 6 without March; bob 6
            assertThat(usages.in(APRIL, seats.carryingOver())).isEqualTo("0.7");
            assertThat(usages.in(APRIL, seats)).isEqualTo("0.4");
        }

        @Test
        void counts_by_the_day_for_every_date_that_it_was_in_on_once() {
            // https://github.com/getlago/lago-api, prorated unique count: in and out four times on one date is one date
            Usages usages = new Usages()
                    .event("2023-04-02T00:00:00Z", "1", "seat", "ada")
                    .event("2023-04-02T01:00:00Z", "-1", "seat", "ada")
                    .event("2023-04-02T02:00:00Z", "1", "seat", "ada")
                    .event("2023-04-02T02:00:01Z", "-1", "seat", "ada")
                    .event("2023-04-02T03:00:00Z", "1", "seat", "ada")
                    .event("2023-04-03T00:00:00Z", "-1", "seat", "ada")
                    .event("2023-04-03T01:00:00Z", "1", "seat", "ada")
                    .event("2023-04-03T02:00:00Z", "-1", "seat", "ada");

            assertThat(byDay(usages)).isEqualTo("0.06667"); // 2/30
        }

        @Test
        void that_was_taken_out_before_the_window_does_not_count() {
            assertThat(byDay(new Usages()
                            .event("2023-03-01T00:00:00Z", "1", "seat", "ada")
                            .event("2023-03-31T23:59:59Z", "-1", "seat", "ada")))
                    .isEqualTo("0");
            assertThat(byDay(new Usages()
                            .event("2023-03-01T00:00:00Z", "1", "seat", "ada")
                            .event("2023-04-01T00:00:00Z", "-1", "seat", "ada")))
                    .isEqualTo("0.03333");
        }

        @Test
        void that_is_taken_out_on_the_last_date_counts_in_full() {
            assertThat(byDay(new Usages()
                            .event("2023-03-01T00:00:00Z", "1", "seat", "ada")
                            .event("2023-04-30T23:59:59Z", "-1", "seat", "ada")))
                    .isEqualTo("1");
        }

        private static BigDecimal byDay(Usages usages) {
            return usages.in(
                    APRIL,
                    Aggregation.timeWeightedUnique("seat")
                            .carryingOver()
                            .measured(TimeMeasure.BY_DAY)
                            .rounded(FIVE));
        }
    }

    private static UsagePart window(String start, String quantity, long events) {
        return new UsagePart(Map.of(), Instant.parse(start), new BigDecimal(quantity), events);
    }
}
