package io.billing4j.proration;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class ByDay {
        @ParameterizedTest
        @CsvSource({
            // amount,   part of January 2026,     share
            "USD 31.00,  2026-01-01, 2026-01-10, USD 9.00", // R(31·9/31) − 0
            "USD 31.00,  2026-01-10, 2026-02-01, USD 22.00", // R(31) − R(31·9/31) = 31 − 9
            "USD 31.00,  2026-01-01, 2026-02-01, USD 31.00",
            "USD 31.00,  2026-01-10, 2026-01-10, USD 0.00",
            "USD 20.00,  2026-01-20, 2026-02-01, USD 7.74", // R(20) − R(20·19/31 = 12.258…) = 20 − 12.26
            "USD 20.00,  2026-01-01, 2026-01-20, USD 12.26",
            "USD 0.01,   2026-01-01, 2026-01-16, USD 0.00", // 0.01·15/31 = 0.0048…
            "USD 0.01,   2026-01-16, 2026-01-17, USD 0.01", // 0.01·16/31 = 0.0051… first rounds up here
            "USD 0.01,   2026-01-17, 2026-02-01, USD 0.00",
            "USD -20.00, 2026-01-20, 2026-02-01, USD -7.74", // signs mirror each other
            "JPY 1000,   2026-01-01, 2026-01-02, JPY 32", // 32.258…
            "JPY 1000,   2026-01-02, 2026-01-03, JPY 33", // R(64.516…) − 32 = 65 − 32
            "KWD 10.000, 2026-01-01, 2026-01-02, KWD 0.323", // 0.32258…
            "CLF 10,     2026-01-01, 2026-01-02, CLF 0.3226",
        })
        void shares_out_by_dates(String amount, LocalDate start, LocalDate end, String share) {
            Proration january = proration("2026-01-01", "2026-02-01", UTC, ProrationPolicy.BY_DAY);

            assertThat(january.amount(BigMoney.parse(amount), midnight(start, UTC), midnight(end, UTC)))
                    .isEqualTo(Money.parse(share));
        }

        @Test
        void counts_every_date_alike_where_the_clock_changes() {
            // March 2026 in Berlin lacks an hour on Sunday the 29th: 29 of 31 dates, whatever their hours.
            Proration march = proration("2026-03-01", "2026-04-01", BERLIN, ProrationPolicy.BY_DAY);

            assertThat(march.amount(
                            BigMoney.parse("USD 31"),
                            midnight(LocalDate.of(2026, 3, 29), BERLIN),
                            midnight(LocalDate.of(2026, 3, 30), BERLIN)))
                    .isEqualTo(Money.parse("USD 1.00"));
        }

        @Test
        void gives_all_of_a_window_within_one_date_to_the_part_that_ends_it() {
            Instant start = Instant.parse("2026-11-20T10:00:00Z");
            BillingPeriod hour = new BillingPeriod(start, start.plusSeconds(3600), UTC);
            Proration proration = new Proration(hour, ProrationPolicy.BY_DAY, RoundingPolicy.HALF_UP);

            assertThat(proration.amount(BigMoney.parse("USD 5"), start, start.plusSeconds(1800)))
                    .isEqualTo(Money.parse("USD 0.00"));
            assertThat(proration.amount(BigMoney.parse("USD 5"), start.plusSeconds(1800), hour.endExclusive()))
                    .isEqualTo(Money.parse("USD 5.00"));
        }
    }

    @Nested
    class BySecond {
        @ParameterizedTest
        @CsvSource({
            // amount,  part of 30 days of 86,400 seconds,         share
            "USD 30.00, 2026-11-01T00:00:00, 2026-11-02T00:00:00, USD 1.00",
            "USD 30.00, 2026-11-01T00:00:00, 2026-11-01T12:00:00, USD 0.50",
            "USD 20.00, 2026-11-20T00:00:00, 2026-12-01T00:00:00, USD 7.33", // R(20) − R(20·19/30 = 12.666…) = 20 −
            // 12.67
            "USD 20.00, 2026-11-20T13:37:00, 2026-12-01T00:00:00, USD 6.96",
            // 19 d 13 h 37 min = 1,690,620 s of 2,592,000: 20·0.652245… = 13.0449…, 20 − 13.04
            "JPY 100,   2026-11-01T00:00:00, 2026-11-16T00:00:00, JPY 50",
        })
        void shares_out_by_real_time(String amount, LocalDateTime start, LocalDateTime end, String share) {
            Proration november = proration("2026-11-01", "2026-12-01", UTC, ProrationPolicy.BY_SECOND);

            assertThat(november.amount(
                            BigMoney.parse(amount), start.toInstant(ZoneOffset.UTC), end.toInstant(ZoneOffset.UTC)))
                    .isEqualTo(Money.parse(share));
        }

        @Test
        void counts_the_23_hours_of_a_day_without_one() {
            // March 2026 in Berlin has 31·24 − 1 = 743 hours; Sunday the 29th has 23 of them.
            Proration march = proration("2026-03-01", "2026-04-01", BERLIN, ProrationPolicy.BY_SECOND);

            assertThat(march.amount(
                            BigMoney.parse("USD 743"),
                            midnight(LocalDate.of(2026, 3, 29), BERLIN),
                            midnight(LocalDate.of(2026, 3, 30), BERLIN)))
                    .isEqualTo(Money.parse("USD 23.00"));
        }
    }

    @Nested
    class WithoutProration {
        private final Proration november = proration("2026-11-01", "2026-12-01", UTC, ProrationPolicy.NONE);
        private final Instant middle = Instant.parse("2026-11-15T00:00:00Z");

        @Test
        void a_part_that_is_cut_at_its_end_carries_the_whole() {
            assertThat(november.amount(
                            BigMoney.parse("USD 20"), november.window().startInclusive(), middle))
                    .isEqualTo(Money.parse("USD 20.00"));
        }

        @Test
        void what_comes_after_it_carries_nothing() {
            assertThat(november.amount(
                            BigMoney.parse("USD 20"), middle, november.window().endExclusive()))
                    .isEqualTo(Money.parse("USD 0.00"));
        }

        @Test
        void a_short_first_period_carries_the_whole_cut_or_not() {
            // Held from the 15th on: the window begins there.
            Proration held = new Proration(
                    ProrationPolicy.NONE.window(november.window(), middle),
                    ProrationPolicy.NONE,
                    RoundingPolicy.HALF_UP);

            assertThat(held.amount(
                            BigMoney.parse("USD 20"), middle, held.window().endExclusive()))
                    .isEqualTo(Money.parse("USD 20.00"));
            assertThat(held.amount(BigMoney.parse("USD 20"), middle, middle.plusSeconds(1)))
                    .isEqualTo(Money.parse("USD 20.00"));
        }
    }

    @Nested
    class Fixed30Days {
        @ParameterizedTest
        @CsvSource({
            // amount,  window of a month,      part of it,             share
            "USD 30.00, 2026-01-01, 2026-02-01, 2026-01-01, 2026-01-11, USD 10.00", // 30·10/30
            "USD 30.00, 2026-01-01, 2026-02-01, 2026-01-11, 2026-02-01, USD 20.00",
            "USD 30.00, 2026-01-01, 2026-02-01, 2026-01-31, 2026-02-01, USD 0.00", // the 31st
            "USD 30.00, 2026-02-01, 2026-03-01, 2026-02-15, 2026-03-01, USD 16.00", // 30 − 30·14/30
            "USD 10.00, 2026-05-23, 2026-06-23, 2026-05-23, 2026-06-15, USD 7.33", // 10·22/30 = 7.333…
            "USD 10.00, 2026-05-23, 2026-06-23, 2026-06-15, 2026-06-23, USD 2.67",
            "USD 27.00, 2026-01-31, 2026-02-28, 2026-02-01, 2026-02-15, USD 14.00", // a window of 27: 27·14/27
            "USD 9.00,  2026-01-31, 2026-02-01, 2026-01-31, 2026-02-01, USD 9.00", // a window of nothing is all or
            // nothing
        })
        void share_out_by_months_of_thirty_days(
                String amount, String windowStart, String windowEnd, LocalDate start, LocalDate end, String share) {
            Proration window = proration(windowStart, windowEnd, UTC, ProrationPolicy.FIXED_30_DAYS);

            assertThat(window.amount(BigMoney.parse(amount), midnight(start, UTC), midnight(end, UTC)))
                    .isEqualTo(Money.parse(share));
        }
    }

    @Nested
    class AnyPolicy {
        private final Proration november = proration("2026-11-01", "2026-12-01", UTC, ProrationPolicy.BY_SECOND);

        @Test
        void refuses_a_part_that_does_not_lie_in_the_window() {
            Instant start = november.window().startInclusive();
            Instant end = november.window().endExclusive();
            BigMoney amount = BigMoney.parse("USD 20");

            assertRefused(ErrorCode.INVALID_PERIOD, null, () -> november.amount(amount, start.minusNanos(1), end));
            assertRefused(ErrorCode.INVALID_PERIOD, null, () -> november.amount(amount, start, end.plusNanos(1)));
            assertRefused(ErrorCode.INVALID_PERIOD, null, () -> november.amount(amount, end, start));
        }

        @Test
        void rounds_by_the_policy_that_it_is_given() {
            Proration down =
                    new Proration(november.window(), ProrationPolicy.BY_DAY, new RoundingPolicy(RoundingMode.DOWN));
            Instant third = Instant.parse("2026-11-03T00:00:00Z");

            // 10·2/30 = 0.666…
            assertThat(down.amount(BigMoney.parse("USD 10"), november.window().startInclusive(), third))
                    .isEqualTo(Money.parse("USD 0.66"));
            assertThat(down.amount(
                            BigMoney.parse("USD 10"), third, november.window().endExclusive()))
                    .isEqualTo(Money.parse("USD 9.34"));
        }

        @Test
        void takes_a_price_with_more_decimals_than_the_currency_as_it_is() {
            // 0.125·15/30 = 0.0625 -> 0.06, and the whole 0.125 -> 0.13: the rest is 0.07.
            BigMoney amount = BigMoney.parse("USD 0.125");
            Instant middle = Instant.parse("2026-11-16T00:00:00Z");

            assertThat(november.amount(amount, november.window().startInclusive(), middle))
                    .isEqualTo(Money.parse("USD 0.06"));
            assertThat(november.amount(amount, middle, november.window().endExclusive()))
                    .isEqualTo(Money.parse("USD 0.07"));
        }
    }

    private static Proration proration(String start, String end, ZoneId zone, ProrationPolicy policy) {
        BillingPeriod window = BillingPeriod.ofDates(LocalDate.parse(start), LocalDate.parse(end), zone);
        return new Proration(window, policy, RoundingPolicy.HALF_UP);
    }

    private static Instant midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
