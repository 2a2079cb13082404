package io.billing4j.testkit;

import static io.billing4j.testkit.RequestSamples.CALL;
import static io.billing4j.testkit.RequestSamples.answer;
import static io.billing4j.testkit.RequestSamples.answered;
import static io.billing4j.testkit.RequestSamples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.RequestKey;
import io.billing4j.store.Remembered;
import io.billing4j.store.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

abstract class RequestContract extends StoreContract {
    private static final RequestKey KEY = RequestKey.of("key");
    private static final RequestKey OTHER_KEY = RequestKey.of("Key");
    private static final Remembered UNANSWERED = Remembered.claimed(CALL, request(1));

    RequestContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void are_kept_from_the_first_claim_on() {
        assertOptional(unit -> claim(unit, KEY)).isEmpty();

        assertOptional(unit -> unit.requests().find(KEY)).contains(UNANSWERED);
        assertOptional(unit -> claim(unit, KEY)).contains(UNANSWERED);
        assertOptional(unit -> unit.requests().find(OTHER_KEY)).isEmpty();
    }

    @Test
    void have_the_answer_that_was_given_byte_for_byte() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        write(unit -> {
            claim(unit, KEY);
            unit.requests().answer(KEY, every);
            claim(unit, OTHER_KEY);
            unit.requests().answer(OTHER_KEY, new byte[0]);
        });

        assertOptional(unit -> claim(unit, KEY)).contains(UNANSWERED.with(every));
        assertOptional(unit -> claim(unit, OTHER_KEY)).contains(UNANSWERED.with(new byte[0]));
    }

    @Test
    void have_the_last_answer_where_there_are_several() {
        write(unit -> claimAndAnswer(unit, "first"));
        write(unit -> unit.requests().answer(KEY, answer("second")));

        assertOptional(unit -> unit.requests().find(KEY)).contains(answered(1, "second"));
    }

    @Test
    void are_what_they_were_whatever_is_claimed_under_their_key_later() {
        write(unit -> claimAndAnswer(unit, "first"));

        assertOptional(unit -> unit.requests().claim(KEY, "ArchivePlan", request(2)))
                .contains(answered(1, "first"));
        assertOptional(unit -> unit.requests().find(KEY)).contains(answered(1, "first"));
    }

    @Test
    void leave_nothing_where_their_transaction_is_undone() {
        write(unit -> claimAndAnswer(unit, "kept"));
        undo(unit -> {
            claim(unit, OTHER_KEY);
            unit.requests().answer(OTHER_KEY, answer("undone"));
        });

        assertOptional(unit -> claim(unit, OTHER_KEY)).isEmpty();
        assertOptional(unit -> claim(unit, KEY)).contains(answered(1, "kept"));
    }

    @Test
    void have_no_answer_before_they_are_claimed() {
        assertRefused(ErrorCode.INTERNAL, unit -> unit.requests().answer(KEY, answer("to nobody")));
    }

    @Test
    void make_another_with_their_key_wait_and_have_the_answer() {
        OpenTransaction<Optional<Remembered>> first = open(answering("first"));

        assertThat(behind(first, first::commit, answering("second"))).contains(answered(1, "first"));
    }

    @Test
    void leave_their_key_to_whoever_waits_once_they_are_undone() {
        OpenTransaction<Optional<Remembered>> first = open(answering("first"));

        assertThat(behind(first, first::rollback, answering("second"))).isEmpty();
        assertOptional(unit -> unit.requests().find(KEY)).contains(answered(1, "second"));
    }

    @Test
    void are_had_by_one_at_a_time_also_where_they_are_kept() {
        write(unit -> claim(unit, KEY));
        OpenTransaction<Optional<Remembered>> first = open(claiming(KEY));

        assertThat(behind(first, first::commit, answering("second"))).contains(UNANSWERED);
        assertThat(first.result()).contains(UNANSWERED);
        assertOptional(unit -> unit.requests().find(KEY)).contains(answered(1, "second"));
    }

    @Test
    void hold_up_no_other_key() {
        OpenTransaction<Optional<Remembered>> first = open(answering("first"));

        assertThat(beside(first, first::commit, claiming(OTHER_KEY))).isEmpty();
        assertOptional(unit -> unit.requests().find(KEY)).contains(answered(1, "first"));
    }

    @Test
    void are_claimed_by_one_of_many_who_come_at_once() {
        List<Optional<Remembered>> seen =
                background.together(16, number -> read(unit -> claimAndAnswer(unit, "of " + number)));

        assertThat(seen).filteredOn(Optional::isEmpty).hasSize(1);
        int winner = seen.indexOf(Optional.<Remembered>empty());
        assertThat(seen)
                .filteredOn(Optional::isPresent)
                .hasSize(15)
                .containsOnly(Optional.of(answered(1, "of " + winner)));
    }

    @Test
    void are_each_tenants_own() {
        write(unit -> claimAndAnswer(unit, "ours"));
        writeAs(other, unit -> claimAndAnswer(unit, "theirs"));

        assertOptional(unit -> claim(unit, KEY)).contains(answered(1, "ours"));
        assertThat(seenBy(other, unit -> unit.requests().find(KEY))).isEqualTo(Optional.of(answered(1, "theirs")));
    }

    @Test
    void are_forgotten_by_their_age_the_oldest_first() {
        List<RequestKey> keys = List.of(RequestKey.of("k-3"), RequestKey.of("k-2"), RequestKey.of("k-1"));
        keys.forEach(key -> write(unit -> claim(unit, key)));
        writeAs(other, unit -> claim(unit, KEY));

        assertValue(unit -> unit.requests().forgetOlderThan(Duration.ofHours(24), 10))
                .isEqualTo(0);
        assertValue(unit -> unit.requests().forgetOlderThan(Duration.ZERO, 2)).isEqualTo(2);
        assertList(unit -> keys.stream()
                        .filter(key -> unit.requests().find(key).isPresent())
                        .toList())
                .containsExactly(keys.get(2));
        assertValue(unit -> unit.requests().forgetOlderThan(Duration.ZERO, 2)).isEqualTo(1);
        assertThat(seenBy(other, unit -> unit.requests().find(KEY))).isEqualTo(Optional.of(UNANSWERED));
    }

    @Test
    void leave_their_keys_to_others_once_they_are_forgotten() {
        write(unit -> claimAndAnswer(unit, "first"));
        assertValue(unit -> unit.requests().forgetOlderThan(Duration.ZERO, 10)).isEqualTo(1);

        assertOptional(unit -> claimAndAnswer(unit, "second")).isEmpty();
        assertOptional(unit -> claim(unit, KEY)).contains(answered(1, "second"));
    }

    private static Optional<Remembered> claim(UnitOfWork unit, RequestKey key) {
        return unit.requests().claim(key, CALL, request(1));
    }

    private static Function<UnitOfWork, Optional<Remembered>> claiming(RequestKey key) {
        return unit -> claim(unit, key);
    }

    private static Function<UnitOfWork, Optional<Remembered>> answering(String answer) {
        return unit -> claimAndAnswer(unit, answer);
    }

    /** Answers what has no answer. */
    private static Optional<Remembered> claimAndAnswer(UnitOfWork unit, String answer) {
        Optional<Remembered> kept = claim(unit, KEY);
        if (kept.flatMap(Remembered::answer).isEmpty()) {
            unit.requests().answer(KEY, answer(answer));
        }
        return kept;
    }
}
