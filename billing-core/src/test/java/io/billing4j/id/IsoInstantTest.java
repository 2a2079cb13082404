package io.billing4j.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {
    @Property
    void any_instant_reads_as_the_platform_writes_it(
            @ForAll @LongRange(min = -70_000_000_000L, max = 260_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        Instant instant = Instant.ofEpochSecond(second, nano);

        assertThat(IsoInstant.append(new StringBuilder(), instant)).hasToString(instant.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "9999-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "2024-02-29T12:30:00Z",
                "2024-02-29T12:30:00.100Z",
                "2024-02-29T12:30:00.000001Z",
                "2024-02-29T12:30:00.000000001Z"
            })
    void decimals_of_the_second_come_in_threes_and_years_beyond_four_digits_have_a_sign(String text) {
        assertThat(IsoInstant.append(new StringBuilder("at "), Instant.parse(text)))
                .hasToString("at " + text);
    }
}
