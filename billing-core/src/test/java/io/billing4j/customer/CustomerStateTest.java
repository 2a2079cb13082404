package io.billing4j.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.DemoBooks;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomerStateTest {
    @ParameterizedTest
    @CsvSource({
        // last record,              now,                            next record
        "2023-11-01T00:00:00Z,        2023-11-01T00:00:01Z,           2023-11-01T00:00:01Z",
        "2023-11-01T00:00:00Z,        2023-11-01T00:00:00.000001999Z, 2023-11-01T00:00:00.000001Z",
        "2023-11-01T00:00:00Z,        2023-11-01T00:00:00Z,           2023-11-01T00:00:00.000001Z", // the clock stands
        "2023-11-01T00:00:00Z,        2023-11-01T00:00:00.000000999Z, 2023-11-01T00:00:00.000001Z", // nothing left when
        // cut
        "2023-11-01T00:00:00.000001Z, 2023-10-31T00:00:00Z,           2023-11-01T00:00:00.000002Z", // the clock went
        // back
    })
    void every_record_is_later_than_the_last_whatever_the_clock_does(Instant last, Instant now, Instant next) {
        assertThat(new CustomerState(DemoBooks.customer("acme"), last).nextRecordedAt(now))
                .isEqualTo(next);
    }

    @Test
    void records_of_a_clock_that_stands_still_are_microseconds_apart() {
        Instant now = Instant.parse("2023-11-01T00:00:00Z");
        CustomerState state = new CustomerState(DemoBooks.customer("acme"), now.minusSeconds(1));

        for (int i = 0; i < 3; i++) {
            Instant next = state.nextRecordedAt(now);
            assertThat(next).isEqualTo(now.plusNanos(1000L * i));
            state = new CustomerState(state.customer(), next);
        }
    }
}
