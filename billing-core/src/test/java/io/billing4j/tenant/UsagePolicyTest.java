package io.billing4j.tenant;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.tenant.UsagePolicy.Range;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UsagePolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Nested
    class ByDefault {
        @Test
        void usage_is_kept_for_seven_years_and_taken_in_for_a_year_less() {
            // 7 × 365 days and two leap days; 2,557 − 366.
            assertThat(UsagePolicy.DEFAULT.retention()).isEqualTo(Duration.ofDays(7 * 365 + 2));
            assertThat(UsagePolicy.DEFAULT.oldest()).isEqualTo(Duration.ofDays(2191));
            assertThat(UsagePolicy.DEFAULT.oldestPossible()).isEqualTo(Duration.ofDays(2191));
        }

        @Test
        void an_event_is_expected_from_the_oldest_instant_to_a_year_ahead() {
            assertThat(rangeOf("2020-01-02T00:00:00Z")).isEqualTo(Range.EXPECTED);
            assertThat(rangeOf("2020-01-01T23:59:59.999999Z")).isEqualTo(Range.TOO_OLD);
            assertThat(rangeOf("2027-01-02T00:00:00Z")).isEqualTo(Range.EXPECTED);
            assertThat(rangeOf("2027-01-02T00:00:00.000001Z")).isEqualTo(Range.FAR_AHEAD);
        }

        private Range rangeOf(String occurredAt) {
            return UsagePolicy.DEFAULT.rangeOf(Instant.parse(occurredAt), NOW);
        }
    }

    @Nested
    class WhatMayStillArrive {
        @Test
        void finds_the_year_before_it_kept() {
            UsagePolicy policy = UsagePolicy.DEFAULT.keptFor(Duration.ofDays(1000));

            assertThat(policy.aged(Duration.ofDays(634), OutOfRangeUsage.REFUSE).oldest())
                    .isEqualTo(Duration.ofDays(634));
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "usage.maxAge",
                    () -> policy.aged(Duration.ofDays(634).plusSeconds(1), OutOfRangeUsage.REFUSE));
        }

        @Test
        void is_looked_at_also_where_the_retention_is_made_shorter() {
            UsagePolicy policy = UsagePolicy.DEFAULT.aged(Duration.ofDays(635), OutOfRangeUsage.REFUSE);

            assertRefused(ErrorCode.INVALID_NUMBER, "usage.maxAge", () -> policy.keptFor(Duration.ofDays(1000)));
        }
    }

    @Test
    void takes_no_limits_outside_their_ranges() {
        assertRefused(
                ErrorCode.INVALID_NUMBER, "usage.retention", () -> UsagePolicy.DEFAULT.keptFor(Duration.ofDays(399)));
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "usage.retention",
                () -> UsagePolicy.DEFAULT.keptFor(Duration.ofDays(36_526)));
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "usage.maxAge",
                () -> UsagePolicy.DEFAULT.aged(Duration.ofMinutes(59), OutOfRangeUsage.REFUSE));
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "usage.maxAhead",
                () -> UsagePolicy.DEFAULT.ahead(Duration.ofDays(3661), OutOfRangeUsage.REFUSE));
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "usage.maxAhead",
                () -> UsagePolicy.DEFAULT.ahead(Duration.ofSeconds(-1), OutOfRangeUsage.REFUSE));
    }

    @Test
    void is_cut_to_microseconds() {
        assertThat(UsagePolicy.DEFAULT
                        .ahead(Duration.ofNanos(1_999), OutOfRangeUsage.REFUSE)
                        .maxAhead())
                .isEqualTo(Duration.ofNanos(1_000));
    }
}
