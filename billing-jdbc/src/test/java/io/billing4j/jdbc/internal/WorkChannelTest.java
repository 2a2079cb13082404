package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkChannelTest {
    @Test
    void is_named_after_the_schema() {
        assertThat(WorkChannel.of("billing")).isEqualTo("billing4j.billing");
    }

    /** 10 and 53 are the 63 bytes that PostgreSQL takes. */
    @Test
    void of_a_long_name_is_as_long_as_can_be_and_no_other_schemas() {
        String longest = "b".repeat(53);

        assertThat(WorkChannel.of(longest)).isEqualTo("billing4j." + longest).hasSize(63);
        assertThat(WorkChannel.of(longest + "a"))
                .hasSizeLessThanOrEqualTo(63)
                .isNotEqualTo(WorkChannel.of(longest + "b"));
        assertThat(WorkChannel.of("b".repeat(63))).hasSizeLessThanOrEqualTo(63);
    }
}
