package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.run;
import static io.billing4j.testkit.DocumentSamples.runId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class RunContract extends StoreContract {
    RunContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        return Stream.of("1900-01-01T00:00:00Z", "2024-02-29T12:34:56.789012Z", "9998-12-31T23:59:59.999999Z")
                .map(Instant::parse)
                .map(cutOff -> dynamicTest(cutOff.toString(), () -> {
                    tenant = newTenant();
                    BillingRun run = new BillingRun(
                            runId(1),
                            cutOff,
                            LocalDate.of(2024, 2, 29),
                            RunStatus.RUNNING,
                            RunProgress.NONE.expecting(1_000_000_000_000L),
                            cutOff,
                            null);
                    assertValue(unit -> unit.runs().findOrInsert(run)).isEqualTo(run);
                    assertThat(find(1)).isEqualTo(run);
                    assertOptional(unit -> unit.runs().findByCutOff(cutOff)).contains(run);
                }));
    }

    @Test
    void are_not_found_unless_they_are_there() {
        write(unit -> unit.runs().findOrInsert(run(1)));

        assertOptional(unit -> unit.runs().find(runId(2))).isEmpty();
        assertOptional(unit -> unit.runs().findByCutOff(run(1).cutOff().plusNanos(1000)))
                .isEmpty();
        assertOptional(unit -> unit.runs().find(runId(1))).contains(run(1));
    }

    @Test
    void exist_once_for_a_cut_off() {
        write(unit -> unit.runs().findOrInsert(run(1)));
        write(unit -> unit.runs().advance(runId(1), 1, 1, 0, 0));

        assertValue(unit -> unit.runs().findOrInsert(withId(2, run(1))))
                .isEqualTo(run(1).with(run(1).progress().plus(1, 1, 0, 0)));
        assertList(unit -> unit.runs().list(Page.first(10))).hasSize(1);
    }

    @Test
    void exist_once_for_a_cut_off_that_many_ask_for_at_once() {
        List<RunId> given = background.together(
                8,
                number -> read(unit ->
                        unit.runs().findOrInsert(withId(number + 1, run(1))).id()));

        assertThat(given).hasSize(8).containsOnly(given.get(0)).doesNotContainNull();
        assertList(unit -> unit.runs().list(Page.first(10)))
                .extracting(BillingRun::id)
                .containsExactly(given.get(0));
    }

    @Test
    void are_listed_in_the_order_of_their_ids() {
        for (int n : List.of(4, 2, 5, 1, 3)) {
            write(unit -> unit.runs().findOrInsert(withId(n, run(10 - n))));
        }

        for (int size : List.of(1, 2, Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.runs().list(page)),
                            run -> run.id().toString()))
                    .extracting(BillingRun::id)
                    .containsExactly(runId(1), runId(2), runId(3), runId(4), runId(5));
        }
    }

    @Test
    void add_up_what_their_parts_have_done() {
        writeTwo();
        write(unit -> {
            unit.runs().advance(runId(1), 10, 8, 1, 1);
            unit.runs().advance(runId(1), 5, 4, 3, 2);
        });
        assertValue(unit -> unit.runs().advance(runId(1), 0, 1, 0, -2)).isEqualTo(new RunProgress(15, 15, 13, 4, 1));

        assertThat(find(1)).isEqualTo(run(1).with(new RunProgress(15, 15, 13, 4, 1)));
        assertThat(find(2)).isEqualTo(run(2));
    }

    @Test
    void end_with_what_they_have_done_by_then() {
        writeTwo();
        write(unit -> unit.runs().advance(runId(1), 3, 2, 1, 0));
        write(unit -> unit.runs().finish(with(run(1), RunStatus.COMPLETED, run(1).progress(), at(99))));

        assertThat(find(1)).isEqualTo(with(run(1), RunStatus.COMPLETED, new RunProgress(3, 3, 2, 1, 0), at(99)));
        assertThat(find(2)).isEqualTo(run(2));
    }

    @Test
    void begin_again_with_another_expectation() {
        writeTwo();
        write(unit -> {
            unit.runs().advance(runId(1), 3, 2, 0, 1);
            unit.runs().finish(with(run(1), RunStatus.COMPLETED_WITH_FAILURES, run(1).progress(), at(99)));
            unit.runs().reopen(runId(1), 42);
        });

        assertThat(find(1)).isEqualTo(run(1).with(new RunProgress(42, 3, 2, 0, 1)));
        assertThat(find(2)).isEqualTo(run(2));
    }

    @Test
    void list_their_failures_in_the_order_of_customers() {
        writeTwo();
        write(unit -> {
            Pages.KEYS_SHUFFLED.forEach(key -> unit.runs().putFailure(runId(1), failure(key, 1)));
            unit.runs().putFailure(runId(2), failure("of-another-run", 1));
        });

        assertThat(failures(1))
                .isEqualTo(
                        Pages.KEYS_IN_ORDER.stream().map(key -> failure(key, 1)).toList());
        assertThat(failures(2)).containsExactly(failure("of-another-run", 1));
        assertList(unit -> unit.runs().failures(runId(3))).isEmpty();
    }

    @Test
    void keep_the_last_failure_of_a_customer() {
        writeTwo();
        RunFailure again = new RunFailure(CustomerId.of("a"), ErrorCode.STORE_CONTENTION, "Again.", Integer.MAX_VALUE);
        assertValue(unit -> unit.runs().putFailure(runId(1), failure("a", 1))).isEqualTo(0);
        assertValue(unit -> unit.runs().putFailure(runId(1), failure("b", 1))).isEqualTo(0);
        assertValue(unit -> unit.runs().putFailure(runId(1), again)).isEqualTo(1);

        assertThat(failures(1)).containsExactly(again, failure("b", 1));
    }

    @Test
    void forget_the_failures_of_customers_that_were_billed_after_all() {
        writeTwo();
        write(unit -> {
            List.of("a", "b", "c", "d").forEach(key -> unit.runs().putFailure(runId(1), failure(key, 2)));
            unit.runs().putFailure(runId(2), failure("a", 1));
        });
        assertValue(unit -> unit.runs()
                        .clearFailures(
                                runId(1),
                                Stream.of("a", "unknown", "c")
                                        .map(CustomerId::of)
                                        .toList()))
                .isEqualTo(2);
        assertValue(unit -> unit.runs().clearFailures(runId(1), List.of())).isEqualTo(0);

        assertThat(failures(1)).containsExactly(failure("b", 2), failure("d", 2));
        assertThat(failures(2)).containsExactly(failure("a", 1));
        assertValue(unit -> unit.runs().putFailure(runId(1), failure("a", 1))).isEqualTo(0);
        assertThat(failures(1)).containsExactly(failure("a", 1), failure("b", 2), failure("d", 2));
    }

    private void writeTwo() {
        write(unit -> {
            unit.runs().findOrInsert(run(1));
            unit.runs().findOrInsert(run(2));
        });
    }

    private BillingRun find(int n) {
        return read(unit -> unit.runs().find(runId(n)).orElseThrow());
    }

    private List<RunFailure> failures(int n) {
        return read(unit -> unit.runs().failures(runId(n)));
    }

    private static RunFailure failure(String customer, int attempts) {
        return new RunFailure(CustomerId.of(customer), ErrorCode.INTERNAL, Samples.HOSTILE, attempts);
    }

    private static BillingRun withId(int n, BillingRun run) {
        return new BillingRun(
                runId(n),
                run.cutOff(),
                run.businessDate(),
                run.status(),
                run.progress(),
                run.startedAt(),
                run.finishedAt());
    }

    private static BillingRun with(
            BillingRun run, RunStatus status, RunProgress progress, @Nullable Instant finishedAt) {
        return new BillingRun(
                run.id(), run.cutOff(), run.businessDate(), status, progress, run.startedAt(), finishedAt);
    }
}
