package io.billing4j.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochMicrosTest {
    /** 253,370,764,799 seconds to the last second of 9998, 2,208,988,800 from the first of 1900. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1969-12-31T23:59:59.999999Z, -1",
        "1900-01-01T00:00:00Z, -2208988800000000",
        "2262-04-12T00:00:00Z, 9223372800000000",
        "9998-12-31T23:59:59.999999Z, 253370764799999999"
    })
    void are_counted_for_every_instant_that_the_books_know(Instant instant, long micros) {
        assertThat(EpochMicros.of(instant)).isEqualTo(micros);
        assertThat(EpochMicros.instant(micros)).isEqualTo(instant);
    }

    @Test
    void are_cut_towards_the_past() {
        assertThat(EpochMicros.of(Instant.parse("1970-01-01T00:00:00.000001999Z")))
                .isEqualTo(1);
        assertThat(EpochMicros.of(Instant.parse("1969-12-31T23:59:59.999998999Z")))
                .isEqualTo(-2);
    }
}
