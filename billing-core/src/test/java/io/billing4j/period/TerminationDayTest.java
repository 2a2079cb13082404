package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.ScheduleArbitraries;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationDayTest {
    @ParameterizedTest
    @CsvSource({
        // ended at,                   zone,             the day excluded,          the day included
        "2024-06-20T12:30:00Z,         Z,                2024-06-20T12:30:00Z,      2024-06-21T00:00:00Z",
        "2024-06-20T00:00:00Z,         Z,                2024-06-20T00:00:00Z,      2024-06-21T00:00:00Z",
        "2024-06-20T23:59:59.999999Z,  Z,                2024-06-20T23:59:59.999999Z, 2024-06-21T00:00:00Z",
        "2024-06-20T23:30:00Z,         Europe/Berlin,    2024-06-20T23:30:00Z,      2024-06-21T22:00:00Z", // 21 June
        // there
        "2011-12-29T12:00:00Z,         Pacific/Apia,     2011-12-29T12:00:00Z,      2011-12-30T10:00:00Z", // no 30th
        // there
    })
    void says_where_the_service_ends(Instant endedAt, ZoneId zone, Instant excluded, Instant included) {
        assertThat(TerminationDay.EXCLUDED.serviceEnd(endedAt, zone)).isEqualTo(excluded);
        assertThat(TerminationDay.INCLUDED.serviceEnd(endedAt, zone)).isEqualTo(included);
    }

    @Test
    void that_is_included_counts_as_one_more_date() {
        // 20 May to 20 June, ended in the middle of 20 June: 31 dates, or 32 with the last.
        BillingPeriod quarter = new BillingPeriod(
                Instant.parse("2024-05-20T00:00:00Z"), Instant.parse("2024-08-20T00:00:00Z"), ZoneOffset.UTC);
        Instant ended = Instant.parse("2024-06-20T12:00:00Z");

        assertThat(ProrationPolicy.BY_DAY.passed(quarter, TerminationDay.EXCLUDED.serviceEnd(ended, quarter.zone())))
                .isEqualTo(31);
        assertThat(ProrationPolicy.BY_DAY.passed(quarter, TerminationDay.INCLUDED.serviceEnd(ended, quarter.zone())))
                .isEqualTo(32);
    }

    @Test
    void is_one_of_the_calendar() {
        for (TerminationDay day : TerminationDay.values()) {
            assertRefused(ErrorCode.INVALID_DATE, "canceledAt", () -> day.serviceEnd(Instant.MAX, ZoneOffset.UTC));
            assertRefused(ErrorCode.INVALID_DATE, "canceledAt", () -> day.serviceEnd(Instant.MIN, ZoneOffset.UTC));
        }
    }

    @Property
    void that_is_included_bills_one_more_date_and_never_ends_before_the_instant(
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = 631_152_000_000_000L, max = 2_051_222_400_000_000L) long micros) {
        Instant endedAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        BillingPeriod window =
                new BillingPeriod(endedAt.minus(40, ChronoUnit.DAYS), endedAt.plus(40, ChronoUnit.DAYS), zone);

        Instant end = TerminationDay.INCLUDED.serviceEnd(endedAt, zone);

        assertThat(end).isAfter(endedAt).isBeforeOrEqualTo(endedAt.plus(26, ChronoUnit.HOURS));
        assertThat(ProrationPolicy.BY_DAY.passed(window, end))
                .isGreaterThan(ProrationPolicy.BY_DAY.passed(window, endedAt));
        assertThat(ProrationPolicy.BY_DAY.passed(window, end.minus(1, ChronoUnit.MICROS)))
                .isEqualTo(ProrationPolicy.BY_DAY.passed(window, endedAt));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return ScheduleArbitraries.zones();
    }
}
