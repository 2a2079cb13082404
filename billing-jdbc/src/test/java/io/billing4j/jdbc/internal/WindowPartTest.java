package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.internal.row.Grain;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a window is cut into what is summed already and what is not. */
class WindowPartTest {
    private static final List<Grain> DAYS_AND_HOURS = List.of(Grain.DAY, Grain.HOUR);

    @Test
    void of_whole_days_is_one() {
        assertThat(parts("2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z"))
                .containsExactly(part(Grain.DAY, "2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z"));
    }

    @Test
    void of_whole_hours_around_whole_days_are_three() {
        assertThat(parts("2023-10-31T23:00:00Z", "2023-11-30T23:00:00Z"))
                .containsExactly(
                        part(Grain.HOUR, "2023-10-31T23:00:00Z", "2023-11-01T00:00:00Z"),
                        part(Grain.DAY, "2023-11-01T00:00:00Z", "2023-11-30T00:00:00Z"),
                        part(Grain.HOUR, "2023-11-30T00:00:00Z", "2023-11-30T23:00:00Z"));
    }

    @Test
    void of_anything_else_are_five() {
        assertThat(parts("2023-11-01T10:30:00Z", "2023-11-03T02:15:00Z"))
                .containsExactly(
                        part(null, "2023-11-01T10:30:00Z", "2023-11-01T11:00:00Z"),
                        part(Grain.HOUR, "2023-11-01T11:00:00Z", "2023-11-02T00:00:00Z"),
                        part(Grain.DAY, "2023-11-02T00:00:00Z", "2023-11-03T00:00:00Z"),
                        part(Grain.HOUR, "2023-11-03T00:00:00Z", "2023-11-03T02:00:00Z"),
                        part(null, "2023-11-03T02:00:00Z", "2023-11-03T02:15:00Z"));
    }

    @Test
    void within_an_hour_is_one_of_events() {
        assertThat(parts("2023-11-01T10:30:00Z", "2023-11-01T10:30:00.000001Z"))
                .containsExactly(part(null, "2023-11-01T10:30:00Z", "2023-11-01T10:30:00.000001Z"));
    }

    @Test
    void of_another_grain_is_cut_at_quarters_of_hours() {
        assertThat(WindowPart.of(
                        Instant.parse("2023-11-01T18:30:00Z"),
                        Instant.parse("2023-11-02T18:30:00.000001Z"),
                        List.of(Grain.HOUR, Grain.QUARTER)))
                .containsExactly(
                        part(Grain.QUARTER, "2023-11-01T18:30:00Z", "2023-11-01T19:00:00Z"),
                        part(Grain.HOUR, "2023-11-01T19:00:00Z", "2023-11-02T18:00:00Z"),
                        part(Grain.QUARTER, "2023-11-02T18:00:00Z", "2023-11-02T18:30:00Z"),
                        part(null, "2023-11-02T18:30:00Z", "2023-11-02T18:30:00.000001Z"));
    }

    @Property
    void cover_the_window_without_overlap_in_whole_buckets(
            @ForAll("instants") Instant start, @ForAll("lengths") long micros, @ForAll("grains") List<Grain> grains) {
        Instant end = start.plus(micros, ChronoUnit.MICROS);
        Instant at = start;
        List<WindowPart> parts = WindowPart.of(start, end, grains);
        for (WindowPart part : parts) {
            assertThat(part.startInclusive()).isEqualTo(at).isBefore(part.endExclusive());
            Grain grain = part.grain();
            if (grain != null) {
                assertThat(grain.bucket(part.startInclusive())).isEqualTo(part.startInclusive());
                assertThat(grain.bucket(part.endExclusive())).isEqualTo(part.endExclusive());
            }
            at = part.endExclusive();
        }
        assertThat(at).isEqualTo(end);
        assertThat(parts).hasSizeLessThanOrEqualTo(2 * grains.size() + 1);
        Grain shortest = grains.get(grains.size() - 1);
        assertThat(parts)
                .filteredOn(part -> part.grain() == null)
                .allSatisfy(part -> assertThat(part.startInclusive().until(part.endExclusive(), ChronoUnit.MICROS))
                        .isLessThan(2 * shortest.seconds() * 1_000_000 - 1));
    }

    @Provide
    Arbitrary<List<Grain>> grains() {
        return Arbitraries.of(
                DAYS_AND_HOURS, List.of(Grain.HOUR, Grain.QUARTER), List.of(Grain.DAY, Grain.HOUR, Grain.QUARTER));
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
        return WindowPart.of(Instant.parse(start), Instant.parse(end), DAYS_AND_HOURS);
    }

    private static WindowPart part(@Nullable Grain grain, String start, String end) {
        return new WindowPart(grain, Instant.parse(start), Instant.parse(end));
    }
}
