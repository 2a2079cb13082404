package io.billing4j.testkit;

import static io.billing4j.testkit.TaxSetupSamples.ANSWER;
import static io.billing4j.testkit.TaxSetupSamples.OTHER_ANSWER;
import static io.billing4j.testkit.TaxSetupSamples.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.ContentHash;
import io.billing4j.tax.TaxAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class TaxAnswerContract extends StoreContract {
    private static final Instant NOON = Instant.parse("2023-11-01T12:00:00.000001Z");
    private static final Instant DAY_BEFORE = NOON.minus(Duration.ofDays(1));
    private static final ContentHash Q1 = question(1);
    private static final ContentHash Q2 = question(2);

    TaxAnswerContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void come_back_as_they_were_kept() {
        keep(Map.of(Q1, ANSWER, Q2, OTHER_ANSWER), NOON);

        assertMap(unit -> unit.taxes().answers(List.of(Q2, question(3), Q1, Q1), DAY_BEFORE))
                .containsOnly(Map.entry(Q1, ANSWER), Map.entry(Q2, OTHER_ANSWER));
        assertMap(unit -> unit.taxes().answers(List.of(), DAY_BEFORE)).isEmpty();
        assertThat(ANSWER.reference()).isNotNull();
        assertThat(OTHER_ANSWER.reference()).isNull();
    }

    @Test
    void are_none_once_they_are_old() {
        keep(Map.of(Q1, ANSWER), NOON);

        assertMap(unit -> unit.taxes().answers(List.of(Q1), NOON)).containsOnlyKeys(Q1);
        assertMap(unit -> unit.taxes().answers(List.of(Q1), NOON.plusNanos(1_000)))
                .isEmpty();
    }

    @Test
    void stay_where_another_is_kept() {
        keep(Map.of(Q1, ANSWER), NOON);
        keep(Map.of(Q1, OTHER_ANSWER, Q2, OTHER_ANSWER), NOON.plusSeconds(1));

        assertMap(unit -> unit.taxes().answers(List.of(Q1, Q2), DAY_BEFORE))
                .containsOnly(Map.entry(Q1, ANSWER), Map.entry(Q2, OTHER_ANSWER));
    }

    @Test
    void are_replaced_once_they_are_old() {
        keep(Map.of(Q1, ANSWER), NOON);
        Instant later = NOON.plus(Duration.ofDays(2));
        write(unit -> unit.taxes().keepAnswers(Map.of(Q1, OTHER_ANSWER), later, NOON.plusNanos(1_000)));

        assertMap(unit -> unit.taxes().answers(List.of(Q1), later)).containsOnly(Map.entry(Q1, OTHER_ANSWER));
    }

    @Test
    void are_forgotten_by_their_questions_or_by_their_time() {
        keep(Map.of(Q1, ANSWER), NOON);
        keep(Map.of(Q2, ANSWER, question(3), ANSWER), NOON.plusSeconds(1));

        write(unit -> unit.taxes().forgetAnswers(List.of(question(3), question(4))));
        assertMap(unit -> unit.taxes().answers(List.of(Q1, Q2, question(3)), DAY_BEFORE))
                .containsOnlyKeys(Q1, Q2);
        assertValue(unit -> unit.taxes().forgetAnswersBefore(NOON.plusSeconds(1)))
                .isEqualTo(1);
        assertMap(unit -> unit.taxes().answers(List.of(Q1, Q2), DAY_BEFORE)).containsOnlyKeys(Q2);
    }

    /** Of more questions than a statement counts in its text. */
    @Test
    void are_of_many_questions_at_once() {
        Map<ContentHash, TaxAnswer.Answered> many = new HashMap<>();
        IntStream.range(0, 200).forEach(i -> many.put(question(i), i % 2 == 0 ? ANSWER : OTHER_ANSWER));
        keep(many, NOON);

        assertMap(unit -> unit.taxes().answers(many.keySet(), DAY_BEFORE)).isEqualTo(many);
    }

    private void keep(Map<ContentHash, TaxAnswer.Answered> answers, Instant at) {
        write(unit -> unit.taxes().keepAnswers(answers, at, DAY_BEFORE));
    }
}
