package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private final Delays delays = new Delays(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void are_twice_as_long_each_time_up_to_the_longest() {
        long[] seconds = {1, 2, 4, 8, 16, 30, 30};
        for (int times = 1; times <= seconds.length; times++) {
            assertThat(delays.after(times, 0))
                    .isEqualTo(Duration.ofSeconds(seconds[times - 1]).toNanos());
        }
        assertThat(delays.after(Integer.MAX_VALUE, 0))
                .isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void are_up_to_a_fifth_shorter_by_chance() {
        long fifth = Duration.ofMillis(200).toNanos();
        assertThat(delays.after(1, fifth)).isEqualTo(Duration.ofMillis(800).toNanos());
        // One more begins anew, and a number below zero is one like others.
        assertThat(delays.after(1, fifth + 1)).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(delays.after(1, -1)).isEqualTo(Duration.ofMillis(800).toNanos());
    }

    @Test
    void differ_from_call_to_call() {
        assertThat(LongStream.generate(() -> delays.after(3))
                        .limit(20)
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void may_all_be_the_same() {
        Delays same = new Delays(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(same.after(1, 0))
                .isEqualTo(same.after(9, 0))
                .isEqualTo(Duration.ofSeconds(10).toNanos());
    }
}
