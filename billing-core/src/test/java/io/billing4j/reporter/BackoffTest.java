package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(100, 1_500);

    @Test
    void doubles_up_to_the_largest_delay_less_up_to_a_half() {
        // 100, 200, 400, 800, then 1,600 is beyond 1,500
        long[] full = {100, 200, 400, 800, 1_500, 1_500};
        for (int failures = 1; failures <= full.length; failures++) {
            long delay = full[failures - 1];
            int count = failures;
            SplittableRandom chance = new SplittableRandom(7);
            LongStream delays =
                    LongStream.generate(() -> BACKOFF.delay(count, chance)).limit(5_000);

            assertThat(delays.summaryStatistics()).satisfies(seen -> {
                assertThat(seen.getMin()).isBetween(delay / 2, delay / 2 + delay / 20);
                assertThat(seen.getMax()).isBetween(delay - delay / 20, delay);
            });
        }
    }

    @Test
    void stays_at_the_largest_delay_however_often_it_fails() {
        assertThat(new Backoff(1, Long.MAX_VALUE / 2).delay(Integer.MAX_VALUE, new SplittableRandom(7)))
                .isBetween(Long.MAX_VALUE / 4, Long.MAX_VALUE / 2);
        assertThat(new Backoff(5, 5).delay(Integer.MAX_VALUE, new SplittableRandom(7)))
                .isBetween(2L, 5L);
    }
}
