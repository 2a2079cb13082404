package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthly;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.on;
import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.invoice.Slots.billed;
import static io.billing4j.invoice.Slots.day;
import static io.billing4j.invoice.Slots.due;
import static io.billing4j.invoice.Slots.invoiced;
import static io.billing4j.invoice.Slots.period;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodManagerTest {
    private static final Instant NOVEMBER = DemoBooks.NOVEMBER;

    private final PeriodManager periods = new PeriodManager();
    private final Subscription open = on(monthlyFromNovember());
    private final Subscription ended = endedAt(open, day("2024-02-01"));

    @Nested
    class APeriodThatIsAskedFor {
        @Test
        void has_exactly_the_bounds_of_one_of_the_subscription() {
            assertThat(periods.validatePeriod(open, day("2023-11-01"), day("2023-12-01")))
                    .isZero();
            assertThat(periods.validatePeriod(open, day("2024-02-01"), day("2024-03-01")))
                    .isEqualTo(3);
        }

        @ParameterizedTest
        @CsvSource({
            "2023-10-01, 2023-11-01", // before the start
            "2023-11-01, 2023-12-02",
            "2023-11-01, 2023-11-30",
            "2023-11-02, 2023-12-01",
            "2023-11-01, 2024-01-01", // two months
            "2023-12-01, 2023-11-01", // turned around
            "2023-12-01, 2023-12-01",
        })
        void with_any_other_is_refused(String start, String end) {
            assertRefused(
                    ErrorCode.PERIOD_NOT_ON_BOUNDARY,
                    "periodStart",
                    () -> periods.validatePeriod(open, day(start), day(end)));
        }

        @Test
        void is_cut_at_the_start_and_the_end_of_the_subscription() {
            Subscription cut = endedAt(on(monthly("2024-01-10", "2024-01-01", ZoneOffset.UTC)), day("2024-02-20"));

            assertThat(periods.validatePeriod(cut, day("2024-01-10"), day("2024-02-01")))
                    .isZero();
            assertThat(periods.validatePeriod(cut, day("2024-02-01"), day("2024-02-20")))
                    .isEqualTo(1);
            for (List<String> bounds : List.of(
                    List.of("2024-01-01", "2024-02-01"),
                    List.of("2024-02-01", "2024-03-01"),
                    List.of("2024-03-01", "2024-04-01"))) {
                assertRefused(
                        ErrorCode.PERIOD_NOT_ON_BOUNDARY,
                        "periodStart",
                        () -> periods.validatePeriod(cut, day(bounds.get(0)), day(bounds.get(1))));
            }
        }

        @Test
        void outside_the_years_of_the_books_is_refused_as_a_date() {
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "periodStart",
                    () -> periods.validatePeriod(open, Instant.MAX, Instant.MAX));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "periodEnd",
                    () -> periods.validatePeriod(open, day("2023-11-01"), Instant.MAX));
        }
    }

    @Nested
    class WhatIsDue {
        @Test
        void is_nothing_before_the_start_and_the_first_period_at_it() {
            assertThat(due(open, List.of(), NOVEMBER.minusNanos(1000))).isEmpty();
            assertThat(due(open, List.of(), NOVEMBER)).containsExactly("CYCLE 1/1 " + open.period(0));
        }

        @Test
        void is_every_period_that_has_begun_oldest_first() {
            assertThat(due(open, List.of(), day("2024-01-31")))
                    .containsExactly(
                            "CYCLE 1/1 [2023-11-01, 2023-12-01) Z",
                            "CYCLE 1/2 [2023-12-01, 2024-01-01) Z",
                            "CYCLE 1/3 [2024-01-01, 2024-02-01) Z");
        }

        @Test
        void is_a_final_document_at_the_end_and_nothing_after_it() {
            List<InvoiceSlot> slots = billed(ended, 3);

            assertThat(due(ended, slots, day("2024-02-01").minusNanos(1000))).isEmpty();
            assertThat(due(ended, slots, day("2024-02-01"))).containsExactly("FINAL 1/4 [2024-01-01, 2024-02-01) Z");
            assertThat(due(ended, List.of(), day("2030-01-01"))).hasSize(4);
        }

        @Test
        void of_a_subscription_that_ends_within_a_period_is_that_period_cut() {
            Subscription cut = endedAt(open, day("2023-12-15"));

            assertThat(due(cut, List.of(), day("2024-01-01")))
                    .containsExactly(
                            "CYCLE 1/1 [2023-11-01, 2023-12-01) Z",
                            "CYCLE 1/2 [2023-12-01, 2023-12-15) Z",
                            "FINAL 1/3 [2023-12-01, 2023-12-15) Z");
        }

        @Test
        void of_a_subscription_that_ended_before_it_began_is_nothing() {
            Subscription never = endedAt(open, NOVEMBER);

            assertThat(due(never, List.of(), day("2030-01-01"))).isEmpty();
            assertThat(periods.next(never, BillingCursor.start(NOVEMBER), List.of()))
                    .isNull();
        }

        @Test
        void goes_on_over_a_date_that_the_zone_skips() {
            // Samoa went from Thursday 29 to Saturday 31 December 2011.
            Subscription daily = on(BillingSchedule.of(
                    LocalDate.of(2011, 12, 29),
                    LocalDate.of(2011, 12, 29),
                    new BillingInterval(IntervalUnit.DAY, 1),
                    ZoneId.of("Pacific/Apia")));
            Instant endOfSaturday = Instant.parse("2011-12-31T10:00:00Z");

            assertThat(due(daily, List.of(), endOfSaturday.minusSeconds(1)))
                    .containsExactly(
                            "CYCLE 1/1 [2011-12-29, 2011-12-31) Pacific/Apia",
                            "CYCLE 1/2 [2011-12-31, 2012-01-01) Pacific/Apia");
            assertThat(due(endedAt(daily, Instant.parse("2011-12-30T10:00:00Z")), List.of(), endOfSaturday))
                    .containsExactly(
                            "CYCLE 1/1 [2011-12-29, 2011-12-31) Pacific/Apia",
                            "FINAL 1/2 [2011-12-29, 2011-12-31) Pacific/Apia");
        }

        @Test
        void next_is_the_first_without_a_live_document_whether_due_or_not() {
            BillingCursor start = BillingCursor.start(NOVEMBER);

            assertThat(periods.next(open, start, List.of())).hasToString("CYCLE 1/1 [2023-11-01, 2023-12-01) Z");
            assertThat(periods.next(ended, start, billed(ended, 2)))
                    .hasToString("CYCLE 1/1 [2024-01-01, 2024-02-01) Z");
            assertThat(periods.next(ended, start, billed(ended, 4))).isNull();
        }

        @Test
        void leaves_out_what_was_billed_out_of_turn() {
            InvoiceSlot december = invoiced(open, periods.placeFor(open, BillingCursor.start(NOVEMBER), List.of(), 1));

            assertThat(due(open, List.of(december), day("2024-01-01")))
                    .containsExactly("CYCLE 1/2 [2023-11-01, 2023-12-01) Z", "CYCLE 1/3 [2024-01-01, 2024-02-01) Z");
        }
    }

    @Nested
    class APlaceThatIsAskedFor {
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 7})
        void is_there_whether_due_or_not(int index) {
            SlotPlace place = periods.placeFor(open, BillingCursor.start(NOVEMBER), List.of(), index);

            assertThat(place).isEqualTo(new SlotPlace(1, 1, 0, index, SlotReason.CYCLE, period(open, index)));
            assertThat(periods.dueAt(place)).isEqualTo(period(open, index).startInclusive());
        }

        @Test
        void beyond_the_end_is_the_final_one_or_none() {
            BillingCursor start = BillingCursor.start(NOVEMBER);

            assertThat(periods.placeFor(ended, start, List.of(), 3))
                    .isEqualTo(new SlotPlace(1, 1, 0, 3, SlotReason.FINAL, period(ended, 2)));
            assertRefused(
                    ErrorCode.PERIOD_NOT_ON_BOUNDARY,
                    "periodStart",
                    () -> periods.placeFor(ended, start, List.of(), 4));
        }

        @Test
        void and_is_billed_is_refused() {
            assertRefused(
                    ErrorCode.PERIOD_ALREADY_BILLED,
                    "periodStart",
                    () -> periods.placeFor(open, BillingCursor.start(NOVEMBER), billed(open, 1), 0));
        }
    }
}
