package io.billing4j.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyTimeTest {
    @ParameterizedTest
    @CsvSource({
        // On an ordinary day, before, at and after it.
        "2026-02-01T23:59:59Z, Europe/Berlin, 2026-02-02T00:00:00Z",
        "2026-02-02T00:00:00Z, Europe/Berlin, 2026-02-03T00:00:00Z",
        "2026-02-02T12:00:00Z, Europe/Berlin, 2026-02-03T00:00:00Z",
        "2026-02-02T12:00:00Z, America/St_Johns, 2026-02-03T04:30:00Z",
        // London, Sunday 29 March 2026: 01:00 is 02:00, an hour later. That is 01:00 in UTC; the day after it is
        // midnight.
        "2026-03-28T12:00:00Z, Europe/London, 2026-03-29T01:00:00Z",
        "2026-03-29T01:00:00Z, Europe/London, 2026-03-30T00:00:00Z",
        // London, Sunday 25 October 2026: 01:00 comes at midnight in UTC and an hour later; it is done at the first.
        "2026-10-24T12:00:00Z, Europe/London, 2026-10-25T00:00:00Z",
        "2026-10-25T00:00:00Z, Europe/London, 2026-10-26T01:00:00Z",
        "2026-10-25T00:30:00Z, Europe/London, 2026-10-26T01:00:00Z",
        "2026-10-25T01:00:00Z, Europe/London, 2026-10-26T01:00:00Z",
        // Apia had no 30 December 2011: after Thursday the 29th at 01:00 (11:00 in UTC) comes Saturday the 31st.
        "2011-12-29T11:00:00Z, Pacific/Apia, 2011-12-30T11:00:00Z"
    })
    void it_comes_once_a_day(Instant now, ZoneId zone, Instant next) {
        assertThat(DailyTime.after(now, LocalTime.of(1, 0), zone)).isEqualTo(next);
    }
}
