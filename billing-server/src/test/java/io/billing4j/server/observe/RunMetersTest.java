package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.ChunkFailure.Items;
import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunMetersTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId OTHER = TenantId.of("other");
    private static final Instant CUT_OFF = Instant.parse("2026-02-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMeters meters = new RunMeters(registry);

    @Test
    void all_of_them_are_there_at_zero_before_anything_happens() {
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactlyInAnyOrder(
                        "billing.run.open",
                        "billing.run.customers",
                        "billing.run.customers",
                        "billing.run.documents",
                        "billing.run.failures",
                        "billing.run.begun",
                        "billing.run.left",
                        "billing.run.customers.failed",
                        "billing.run.finished",
                        "billing.run.finished",
                        "billing.run.chunks.failed",
                        "billing.run.chunks.failed");
        assertThat(registry.getMeters())
                .allSatisfy(meter ->
                        assertThat(meter.measure().iterator().next().getValue()).isZero());
    }

    @Test
    void the_progress_of_open_runs_is_added_up() {
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 0, 0, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 500, 700, 3, 2)));
        // The same id of another tenant is another run.
        meters.runProgressed(OTHER, running(1, new RunProgress(30, 10, 11, 0, 1)));

        assertThat(gauge("billing.run.open")).isEqualTo(2);
        assertThat(customers("done")).isEqualTo(510);
        assertThat(customers("total")).isEqualTo(1_030);
        assertThat(gauge("billing.run.documents")).isEqualTo(711);
        assertThat(gauge("billing.run.failures")).isEqualTo(3);
        assertThat(counter("billing.run.begun")).isEqualTo(2);
    }

    @Test
    void a_call_that_comes_late_does_not_take_progress_back() {
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 500, 500, 0, 0)));

        assertThat(customers("done")).isEqualTo(1_000);
    }

    @Test
    void runs_that_are_over_or_left_are_counted_and_not_open_any_more() {
        RunProgress progress = new RunProgress(3, 3, 3, 0, 1);
        meters.runProgressed(ACME, running(1, progress));
        meters.runProgressed(ACME, running(2, progress));
        meters.runProgressed(ACME, running(3, progress));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, progress));
        meters.runProgressed(ACME, run(2, RunStatus.COMPLETED_WITH_FAILURES, progress));
        meters.runLeft(ACME, running(3, progress));

        assertThat(gauge("billing.run.open")).isZero();
        assertThat(customers("total")).isZero();
        assertThat(finished("completed")).isEqualTo(1);
        assertThat(finished("completed_with_failures")).isEqualTo(1);
        assertThat(counter("billing.run.left")).isEqualTo(1);
    }

    /** The gauge is at 0 as soon as the run is over, which may be before anybody has looked. */
    @Test
    void customers_who_could_not_be_billed_stay_counted_when_the_run_is_over() {
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 500, 498, 0, 2)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED_WITH_FAILURES, new RunProgress(1_000, 1_000, 997, 0, 3)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED_WITH_FAILURES, new RunProgress(1_000, 1_000, 997, 0, 3)));
        assertThat(gauge("billing.run.failures")).isZero();
        assertThat(counter("billing.run.customers.failed")).isEqualTo(3);

        // Asked for again, it bills two of the three.
        meters.runProgressed(ACME, running(1, new RunProgress(1_003, 1_000, 997, 0, 3)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED_WITH_FAILURES, new RunProgress(1_003, 1_003, 999, 0, 1)));
        assertThat(counter("billing.run.customers.failed")).isEqualTo(4);
    }

    @Test
    void a_run_that_was_over_when_it_was_asked_for_again_is_not_counted() {
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, new RunProgress(3, 3, 3, 0, 0)));
        meters.runLeft(ACME, running(2, RunProgress.NONE));

        assertThat(registry.getMeters())
                .allSatisfy(meter ->
                        assertThat(meter.measure().iterator().next().getValue()).isZero());
    }

    /** Two calls: the second has billed the last chunk, tells of it late, and then ends what was ended. */
    @Test
    void a_run_of_two_calls_is_begun_once_and_finished_once() {
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 0, 0, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 0, 0, 0, 0)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 500, 500, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        assertThat(gauge("billing.run.open")).isZero();
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));

        assertThat(gauge("billing.run.open")).isZero();
        assertThat(counter("billing.run.begun")).isEqualTo(1);
        assertThat(finished("completed")).isEqualTo(1);
    }

    @Test
    void a_run_that_is_taken_up_again_is_begun_and_finished_again() {
        meters.runProgressed(ACME, running(1, new RunProgress(1_000, 0, 0, 0, 0)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        meters.runProgressed(ACME, running(1, new RunProgress(1_003, 1_000, 1_000, 0, 0)));
        assertThat(gauge("billing.run.open")).isEqualTo(1);
        meters.runProgressed(ACME, running(1, new RunProgress(1_003, 1_003, 1_003, 0, 0)));
        meters.runProgressed(ACME, run(1, RunStatus.COMPLETED, new RunProgress(1_003, 1_003, 1_003, 0, 0)));

        assertThat(gauge("billing.run.open")).isZero();
        assertThat(counter("billing.run.begun")).isEqualTo(2);
        assertThat(finished("completed")).isEqualTo(2);
    }

    @Test
    void a_chunk_that_fails_is_counted_by_what_it_was_of() {
        BillingRun run = running(1, RunProgress.NONE);
        meters.chunkFailed(new ChunkFailure(ACME, run, Items.DRAFTS, 500, new IllegalStateException("broken")));
        meters.chunkFailed(new ChunkFailure(OTHER, run, Items.DRAFTS, 2, new IllegalStateException("broken")));

        assertThat(chunksFailed("drafts")).isEqualTo(2);
        assertThat(chunksFailed("customers")).isZero();
    }

    @Test
    void neither_tenants_nor_runs_are_tags() {
        for (int i = 0; i < 50; i++) {
            meters.runProgressed(TenantId.of("t" + i), running(i, RunProgress.NONE));
        }
        assertThat(registry.getMeters()).hasSize(12).extracting(Meter::getId).doesNotHaveDuplicates();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double customers(String state) {
        return registry.get("billing.run.customers").tag("state", state).gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).counter().count();
    }

    private double finished(String status) {
        return registry.get("billing.run.finished")
                .tag("status", status)
                .counter()
                .count();
    }

    private double chunksFailed(String items) {
        return registry.get("billing.run.chunks.failed")
                .tag("items", items)
                .counter()
                .count();
    }

    private static BillingRun running(int id, RunProgress progress) {
        return run(id, RunStatus.RUNNING, progress);
    }

    private static BillingRun run(int id, RunStatus status, RunProgress progress) {
        return new BillingRun(
                RunId.of(new UUID(0, id)), CUT_OFF, LocalDate.of(2026, 2, 1), status, progress, CUT_OFF, null);
    }
}
