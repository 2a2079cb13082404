package io.billing4j.proration;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    private final BillingPeriod january =
            BillingPeriod.ofDates(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 2, 1), ZoneOffset.UTC);

    @Test
    void is_a_fraction_of_the_window() {
        Share share = Share.of(
                ProrationPolicy.BY_DAY, january, Instant.parse("2025-01-17T00:00:00Z"), january.endExclusive());

        assertThat(share).isEqualTo(new Share(15, 31)).hasToString("15/31");
        assertThat(share.decimal(9, RoundingMode.HALF_UP)).isEqualTo("0.483870968"); // 15/31 = 0.48387096774…
        assertThat(share.of(new BigDecimal("62"), 2, RoundingMode.HALF_UP)).isEqualTo("30.00");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-31T00:00:00Z, 1", // before the start: all of it
        "2025-01-01T00:00:00Z, 1",
        "2025-01-16T12:00:00Z, 0.5", // 15.5 of 31 days
        "2025-02-01T00:00:00Z, 0",
        "2025-03-15T00:00:00Z, 0", // after the end: nothing
    })
    void remains_of_the_window_from_an_instant_on(Instant from, BigDecimal remaining) {
        assertThat(Share.remaining(ProrationPolicy.BY_SECOND, january, from).decimal(8, RoundingMode.HALF_UP))
                .isEqualByComparingTo(remaining);
    }

    @Test
    void of_a_window_in_which_nothing_counts_lies_at_its_end() {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        BillingPeriod hour = new BillingPeriod(start, start.plusSeconds(3600), ZoneOffset.UTC);
        Instant middle = start.plusSeconds(1800);

        assertThat(Share.of(ProrationPolicy.BY_DAY, hour, start, middle)).isEqualTo(new Share(0, 1));
        assertThat(Share.of(ProrationPolicy.BY_DAY, hour, middle, hour.endExclusive()))
                .isEqualTo(new Share(1, 1));
        assertThat(Share.of(ProrationPolicy.BY_DAY, hour, hour.endExclusive(), hour.endExclusive()))
                .isEqualTo(new Share(0, 1));
    }

    @Test
    void refuses_what_is_no_part() {
        assertRefused(ErrorCode.INVALID_NUMBER, "share", () -> new Share(-1, 2));
        assertRefused(ErrorCode.INVALID_NUMBER, "share", () -> new Share(3, 2));
        assertRefused(ErrorCode.INVALID_NUMBER, "share", () -> new Share(0, 0));
        assertRefused(
                ErrorCode.INVALID_PERIOD,
                null,
                () -> Share.of(
                        ProrationPolicy.BY_DAY,
                        january,
                        january.startInclusive(),
                        january.endExclusive().plusNanos(1000)));
    }
}
