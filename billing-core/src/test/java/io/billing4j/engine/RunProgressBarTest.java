package io.billing4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunProgressBarTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final TenantId OTHER = TenantId.of("other");
    private static final Instant CUT_OFF = Instant.parse("2026-02-01T00:00:00Z");

    private final StringBuilder out = new StringBuilder();
    private Duration now = Duration.ofHours(5);

    @Test
    void on_a_terminal_it_writes_one_line_over_itself() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 1_200, 0, 0));
        assertThat(written())
                .isEqualTo("\rRun 2026-02-01 [--------------------]   0 %"
                        + "  0 of 1,200 customers  0 documents  -/s  0 failed  - left");

        now = now.plusSeconds(2);
        bar.runProgressed(TENANT, running(1, 600, 1_200, 700, 3));
        // 600 of 1,200 are 50 % and 10 of 20 cells; 700 / 2 s = 350; the other 600 take 2 s as well.
        assertThat(written())
                .isEqualTo("\rRun 2026-02-01 [##########----------]  50 %"
                        + "  600 of 1,200 customers  700 documents  350/s  3 failed  2 s left");

        now = now.plusSeconds(2);
        bar.runProgressed(TENANT, over(1, 1_200, 1_200, 1_400, 3));
        // 1,400 / 4 s = 350.
        assertThat(written())
                .isEqualTo("\rRun 2026-02-01 [####################] 100 %"
                        + "  1,200 of 1,200 customers  1,400 documents  350/s  3 failed  in 4 s\n");
    }

    @Test
    void what_is_left_of_a_longer_line_is_blanked() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        now = now.plusSeconds(1_000);
        bar.runProgressed(TENANT, running(1, 1, 10, 1, 0));
        String longer = written().lines().reduce((first, last) -> last).orElseThrow();
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, running(1, 10, 10, 10, 0));

        // 1,000 s for one, 9,000 s for nine: 2 h 30 min; then two digits more and seven characters less.
        assertThat(longer).endsWith("0 failed  2 h 30 min left");
        assertThat(written()).endsWith("0 failed  0 s left     ").hasSameSizeAs("\r" + longer);
    }

    @Test
    void on_a_terminal_it_is_written_ten_times_a_second_at_most() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        written();
        now = now.plusMillis(99);
        bar.runProgressed(TENANT, running(1, 1, 10, 1, 0));
        assertThat(written()).isEmpty();
        now = now.plusMillis(1);
        bar.runProgressed(TENANT, running(1, 2, 10, 2, 0));
        // 2 / 0.1 s = 20; eight more take 0.4 s.
        assertThat(written()).contains("2 of 10 customers  2 documents  20/s  0 failed  1 s left");
    }

    @Test
    void elsewhere_it_is_a_line_every_ten_seconds() {
        RunProgressBar bar = bar(false);
        bar.runProgressed(TENANT, running(1, 0, 3, 0, 0));
        now = now.plusSeconds(9);
        bar.runProgressed(TENANT, running(1, 1, 3, 1, 0));
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, running(1, 2, 3, 2, 1));
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, over(1, 3, 3, 2, 1));

        assertThat(written().lines())
                .containsExactly(
                        "Run 2026-02-01 [--------------------]   0 %  0 of 3 customers  0 documents  -/s  0 failed  - left",
                        // 2 of 3 are 66.6 % and 13.3 cells; 2 / 10 s = 0.2; one more takes 5 s.
                        "Run 2026-02-01 [#############-------]  66 %  2 of 3 customers  2 documents  0/s  1 failed  5 s left",
                        "Run 2026-02-01 [####################] 100 %  3 of 3 customers  2 documents  0/s  1 failed  in 11 s");
    }

    @Test
    void what_was_done_before_this_process_entered_counts_for_the_share_and_not_for_the_speed() {
        RunProgressBar bar = bar(false);
        bar.runProgressed(TENANT, running(1, 900, 1_000, 1_000, 0));
        now = now.plusSeconds(10);
        bar.runProgressed(TENANT, running(1, 950, 1_000, 1_050, 0));

        // 50 in 10 s: 5 a second, and ten seconds for the last 50.
        assertThat(written().lines().skip(1))
                .containsExactly("Run 2026-02-01 [###################-]  95 %"
                        + "  950 of 1,000 customers  1,050 documents  5/s  0 failed  10 s left");
    }

    @Test
    void a_call_that_comes_late_does_not_take_it_back() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, running(1, 5, 10, 5, 0));
        written();
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, running(1, 4, 10, 4, 0));

        assertThat(written()).isEmpty();
    }

    /** Two calls: the second tells of its last chunk late, and ends what was ended. */
    @Test
    void a_run_of_two_calls_is_one_bar_that_ends_once() {
        RunProgressBar bar = bar(false);
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        now = now.plusSeconds(2);
        bar.runProgressed(TENANT, over(1, 10, 10, 10, 0));
        bar.runProgressed(TENANT, running(1, 5, 10, 5, 0));
        bar.runProgressed(TENANT, running(1, 10, 10, 10, 0));
        bar.runProgressed(TENANT, over(1, 10, 10, 10, 0));

        assertThat(written().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("0 of 10 customers"),
                        last -> assertThat(last).contains("10 of 10 customers").endsWith("in 2 s"));
    }

    @Test
    void a_run_that_is_taken_up_again_is_another_bar() {
        RunProgressBar bar = bar(false);
        bar.runProgressed(TENANT, running(1, 0, 10, 0, 0));
        bar.runProgressed(TENANT, over(1, 10, 10, 10, 0));
        bar.runProgressed(TENANT, running(1, 10, 13, 10, 0));
        bar.runProgressed(TENANT, over(1, 13, 13, 13, 0));

        assertThat(written().lines()).hasSize(4).last().asString().contains("13 of 13 customers");
    }

    @Test
    void several_runs_are_summed_on_one_line_and_each_leaves_its_own_when_it_is_over() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 100, 0, 0));
        now = now.plusSeconds(1);
        written();
        bar.runProgressed(OTHER, running(1, 0, 300, 0, 0));
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, running(1, 50, 100, 60, 1));
        now = now.plusSeconds(1);
        written();
        bar.runProgressed(OTHER, running(1, 150, 300, 150, 2));
        // 50 + 150 of 100 + 300; 60 / 3 s = 20/s and 150 / 2 s = 75/s; 50 more take 3 s, 150 more 2 s, and they go on
        // at once.
        assertThat(written())
                .isEqualTo("\r2 runs [##########----------]  50 %"
                        + "  200 of 400 customers  210 documents  95/s  3 failed  3 s left");

        bar.runProgressed(OTHER, over(1, 300, 300, 300, 2));
        // 300 / 2 s = 150/s; the other one by itself, 60 / 3 s.
        assertThat(written())
                .isEqualTo("\rRun 2026-02-01 of other [####################] 100 %"
                        + "  300 of 300 customers  300 documents  150/s  2 failed  in 2 s\n"
                        + "\rRun 2026-02-01 of acme [##########----------]  50 %"
                        + "  50 of 100 customers  60 documents  20/s  1 failed  3 s left");
    }

    @Test
    void elsewhere_runs_that_begin_beside_another_wait_for_the_next_line() {
        RunProgressBar bar = bar(false);
        bar.runProgressed(TENANT, running(1, 0, 1, 0, 0));
        bar.runProgressed(TENANT, running(2, 0, 2, 0, 0));
        now = now.plusSeconds(1);
        bar.runProgressed(TENANT, over(2, 2, 2, 2, 0));
        now = now.plusSeconds(10);
        bar.runProgressed(TENANT, running(1, 0, 1, 0, 0));

        assertThat(written().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Run ").contains("0 of 1 customers"),
                        second -> assertThat(second)
                                .startsWith("Run ")
                                .contains("2 of 2 customers")
                                .endsWith("in 1 s"),
                        again -> assertThat(again).startsWith("Run ").contains("0 of 1 customers"));
    }

    @Test
    void a_run_that_is_left_says_so_and_another_call_for_it_goes_on() {
        RunProgressBar bar = bar(true);
        bar.runProgressed(TENANT, running(1, 0, 4, 0, 0));
        now = now.plusSeconds(2);
        bar.runProgressed(TENANT, running(1, 2, 4, 2, 0));
        written();
        bar.runLeft(TENANT, running(1, 0, 4, 0, 0));
        bar.runLeft(TENANT, running(1, 0, 4, 0, 0));
        assertThat(written())
                .isEqualTo("\rRun 2026-02-01 [##########----------]  50 %"
                        + "  2 of 4 customers  2 documents  1/s  0 failed  left after 2 s\n");

        bar.runProgressed(TENANT, running(1, 3, 4, 3, 0));
        assertThat(written())
                .startsWith("\rRun 2026-02-01 ")
                .endsWith("3 of 4 customers  3 documents  -/s  0 failed  - left");
    }

    @Test
    void a_run_that_was_over_when_it_was_asked_for_is_not_shown() {
        bar(true).runProgressed(TENANT, over(1, 5, 5, 5, 0));

        assertThat(written()).isEmpty();
    }

    private RunProgressBar bar(boolean terminal) {
        return new RunProgressBar(out, terminal, () -> now.toNanos());
    }

    /** What was written since it was last asked for. */
    private String written() {
        String text = out.toString();
        out.setLength(0);
        return text;
    }

    private static BillingRun running(int id, long done, long total, long documents, long failed) {
        return run(id, RunStatus.RUNNING, new RunProgress(total, done, documents, 0, failed));
    }

    private static BillingRun over(int id, long done, long total, long documents, long failed) {
        return run(id, RunStatus.COMPLETED, new RunProgress(total, done, documents, 0, failed));
    }

    private static BillingRun run(int id, RunStatus status, RunProgress progress) {
        return new BillingRun(
                RunId.of(new UUID(0, id)), CUT_OFF, LocalDate.of(2026, 2, 1), status, progress, CUT_OFF, null);
    }
}
