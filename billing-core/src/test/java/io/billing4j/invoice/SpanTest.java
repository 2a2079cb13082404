package io.billing4j.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    /** Spans are seconds: 1-4 holds 1, 2 and 3. */
    @ParameterizedTest
    @CsvSource({
        // spans,    others,        minus,           both
        "1-9,        '',            1-9,             ''",
        "'',         1-9,           '',              ''",
        "1-9,        1-9,           '',              1-9",
        "1-9,        3-5,           1-3 5-9,         3-5",
        "1-9,        1-5,           5-9,             1-5",
        "1-9,        5-9,           1-5,             5-9",
        "1-9,        0-20,          '',              1-9",
        "1-9,        9-12,          1-9,             ''", // touching at an end is not overlapping
        "1-9,        0-1,           1-9,             ''",
        "1-9,        2-3 5-6,       1-2 3-5 6-9,     2-3 5-6",
        "1-3 5-9,    2-6,           1-2 6-9,         2-3 5-6",
        "1-3 5-9,    3-5,           1-3 5-9,         ''",
        "1-3 5-9,    0-2 8-12,      2-3 5-8,         1-2 8-9",
    })
    void minus_leaves_what_is_not_in_the_others_and_both_what_is(
            String spans, String others, String minus, String both) {
        assertThat(shown(Span.minus(spans(spans), spans(others)))).isEqualTo(minus);
        assertThat(shown(Span.both(spans(spans), spans(others)))).isEqualTo(both);
    }

    @Property
    void both_and_minus_share_out_every_second(
            @ForAll @Size(20) List<Boolean> first, @ForAll @Size(20) List<Boolean> second) {
        List<Span> minus = Span.minus(spans(first), spans(second));
        List<Span> both = Span.both(spans(first), spans(second));

        assertThat(seconds(minus)).isEqualTo(where(i -> first.get(i) && !second.get(i)));
        assertThat(seconds(both)).isEqualTo(where(i -> first.get(i) && second.get(i)));
        assertThat(Span.both(minus, both)).isEmpty();
    }

    @Property
    void nothing_is_left_of_spans_less_themselves(@ForAll @Size(20) List<Boolean> held) {
        assertThat(Span.minus(spans(held), spans(held))).isEmpty();
        assertThat(seconds(Span.both(spans(held), spans(held)))).isEqualTo(where(held::get));
    }

    private static Set<Integer> where(IntPredicate held) {
        return IntStream.range(0, 20).filter(held).boxed().collect(Collectors.toSet());
    }

    private static Set<Integer> seconds(List<Span> spans) {
        return IntStream.range(0, 20)
                .filter(i -> spans.stream()
                        .anyMatch(
                                span -> !at(i).isBefore(span.startInclusive()) && at(i).isBefore(span.endExclusive())))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** As long as they can be. */
    private static List<Span> spans(List<Boolean> held) {
        return IntStream.range(0, held.size())
                .filter(i -> held.get(i) && (i == 0 || !held.get(i - 1)))
                .mapToObj(i -> new Span(
                        at(i),
                        at(i
                                + (int) held.subList(i, held.size()).stream()
                                        .takeWhile(one -> one)
                                        .count())))
                .toList();
    }

    private static List<Span> spans(String text) {
        return Arrays.stream(text.split(" "))
                .filter(one -> !one.isEmpty())
                .map(one -> one.split("-"))
                .map(ends -> new Span(at(Integer.parseInt(ends[0])), at(Integer.parseInt(ends[1]))))
                .toList();
    }

    private static String shown(List<Span> spans) {
        return spans.stream()
                .map(span -> span.startInclusive().getEpochSecond() + "-"
                        + span.endExclusive().getEpochSecond())
                .collect(Collectors.joining(" "));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
