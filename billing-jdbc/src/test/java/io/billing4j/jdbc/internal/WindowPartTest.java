package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.internal.WindowPart.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** How a window is cut into what is summed already and what is not. */
class WindowPartTest {
    @Test
    void of_whole_days_is_one() {
        assertThat(parts("2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z"))
                .containsExactly(part(Source.DAY, "2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z"));
    }

    @Test
    void of_whole_hours_around_whole_days_are_three() {
        assertThat(parts("2023-10-31T23:00:00Z", "2023-11-30T23:00:00Z"))
                .containsExactly(
                        part(Source.HOUR, "2023-10-31T23:00:00Z", "2023-11-01T00:00:00Z"),
                        part(Source.DAY, "2023-11-01T00:00:00Z", "2023-11-30T00:00:00Z"),
                        part(Source.HOUR, "2023-11-30T00:00:00Z", "2023-11-30T23:00:00Z"));
    }

    @Test
    void of_anything_else_are_five() {
        assertThat(parts("2023-11-01T10:30:00Z", "2023-11-03T02:15:00Z"))
                .containsExactly(
                        part(Source.EVENTS, "2023-11-01T10:30:00Z", "2023-11-01T11:00:00Z"),
                        part(Source.HOUR, "2023-11-01T11:00:00Z", "2023-11-02T00:00:00Z"),
                        part(Source.DAY, "2023-11-02T00:00:00Z", "2023-11-03T00:00:00Z"),
                        part(Source.HOUR, "2023-11-03T00:00:00Z", "2023-11-03T02:00:00Z"),
                        part(Source.EVENTS, "2023-11-03T02:00:00Z", "2023-11-03T02:15:00Z"));
    }

    @Test
    void within_an_hour_is_one_of_events() {
        assertThat(parts("2023-11-01T10:30:00Z", "2023-11-01T10:30:00.000001Z"))
                .containsExactly(part(Source.EVENTS, "2023-11-01T10:30:00Z", "2023-11-01T10:30:00.000001Z"));
    }

    @Property
    void cover_the_window_without_overlap_in_whole_buckets(
            @ForAll("instants") Instant start, @ForAll("lengths") long micros) {
        Instant end = start.plus(micros, ChronoUnit.MICROS);
        Instant at = start;
        List<WindowPart> parts = WindowPart.of(start, end);
        for (WindowPart part : parts) {
            assertThat(part.startInclusive()).isEqualTo(at).isBefore(part.endExclusive());
            assertThat(part.source().bucket(part.startInclusive())).isEqualTo(part.startInclusive());
            assertThat(part.source().bucket(part.endExclusive())).isEqualTo(part.endExclusive());
            at = part.endExclusive();
        }
        assertThat(at).isEqualTo(end);
        assertThat(parts).hasSizeLessThanOrEqualTo(5);
        assertThat(parts.stream()
                        .filter(part -> part.source() == Source.EVENTS)
                        .mapToLong(part -> part.startInclusive().until(part.endExclusive(), ChronoUnit.MICROS))
                        .max()
                        .orElse(0))
                .isLessThan(3_600_000_000L);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(-2_000_000_000_000_000L, 4_000_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    @Provide
    Arbitrary<Long> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1, 7_200_000_000L),
                Arbitraries.longs().between(1, 10_000_000_000_000L));
    }

    private static List<WindowPart> parts(String start, String end) {
        return WindowPart.of(Instant.parse(start), Instant.parse(end));
    }

    private static WindowPart part(Source source, String start, String end) {
        return new WindowPart(source, Instant.parse(start), Instant.parse(end));
    }
}
