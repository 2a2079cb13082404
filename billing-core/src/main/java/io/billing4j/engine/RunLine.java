package io.billing4j.engine;

import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A run as {@link RunProgressBar} shows it: by itself, or in the sum of several. Used under the lock of the bar. */
final class RunLine {
    private static final int CELLS = 20;

    private final TenantId tenant;
    private final RunProgress before;
    private final long begunAt;
    private BillingRun run;

    RunLine(TenantId tenant, BillingRun run, long nanos) {
        this.tenant = tenant;
        this.run = run;
        before = run.progress();
        begunAt = nanos;
    }

    void progressed(BillingRun later) {
        run = later;
    }

    /** The run by itself while it goes on, or when it is over. */
    String text(boolean withTenant, long nanos) {
        return text(withTenant, nanos, isOver() ? "in " + text(taken(nanos)) : leftText(left(nanos)));
    }

    /** The run by itself when this process leaves it. */
    String textLeft(boolean withTenant, long nanos) {
        return text(withTenant, nanos, "left after " + text(taken(nanos)));
    }

    /** Runs that go on at once: their counts and speeds are added up, and the time that is left is that of the slowest. */
    static String sum(Collection<RunLine> runs, long nanos) {
        Duration left = Duration.ZERO;
        for (RunLine each : runs) {
            Duration own = each.left(nanos);
            left = left == null || own == null ? null : own.compareTo(left) > 0 ? own : left;
        }
        return text(String.format(Locale.ROOT, "%,d runs", runs.size()), runs, nanos, leftText(left));
    }

    private String text(boolean withTenant, long nanos, String time) {
        String name = "Run " + run.businessDate() + (withTenant ? " of " + tenant.value() : "");
        return text(name, List.of(this), nanos, time);
    }

    private static String text(String name, Collection<RunLine> runs, long nanos, String time) {
        long done = sum(runs, RunLine::done);
        long total = sum(runs, RunLine::total);
        int cells = total == 0 ? CELLS : (int) (done * CELLS / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %%  %,d of %,d customers  %,d documents  %s/s  %,d failed  %s",
                name,
                "#".repeat(cells),
                "-".repeat(CELLS - cells),
                total == 0 ? 100 : done * 100 / total,
                done,
                total,
                sum(runs, each -> each.run.progress().invoices()),
                rate(runs, nanos),
                sum(runs, each -> each.run.progress().failed()),
                time);
    }

    private static long sum(Collection<RunLine> runs, ToLongFunction<RunLine> count) {
        return runs.stream().mapToLong(count).sum();
    }

    private boolean isOver() {
        return run.status() != RunStatus.RUNNING;
    }

    private long done() {
        return run.progress().customersDone();
    }

    /** Some of whom were expected others may have billed: who is over is through. */
    private long total() {
        return isOver() ? done() : Math.max(done(), run.progress().customersTotal());
    }

    private Duration taken(long nanos) {
        return Duration.ofNanos(nanos - begunAt);
    }

    /** Documents per second, rounded down; nothing to say before a moment has passed. */
    private static String rate(Collection<RunLine> runs, long nanos) {
        long rate = 0;
        boolean known = false;
        for (RunLine each : runs) {
            long millis = each.taken(nanos).toMillis();
            if (millis > 0) {
                long documents = each.run.progress().invoices() - each.before.invoices();
                rate += Math.max(0, documents) * 1_000 / millis;
                known = true;
            }
        }
        return known ? String.format(Locale.ROOT, "%,d", rate) : "-";
    }

    /** As long as it has taken for as many; null where nobody is done yet. */
    private @Nullable Duration left(long nanos) {
        long done = done() - before.customersDone();
        return done <= 0 ? null : taken(nanos).multipliedBy(total() - done()).dividedBy(done);
    }

    private static String leftText(@Nullable Duration left) {
        return left == null ? "- left" : text(left) + " left";
    }

    /** Rounded up to seconds: {@code 2 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    private static String text(Duration duration) {
        long seconds = duration.plusNanos(Duration.ofSeconds(1).toNanos() - 1).toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds % 3_600 / 60);
    }
}
