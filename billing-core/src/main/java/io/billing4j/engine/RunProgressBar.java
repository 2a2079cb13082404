package io.billing4j.engine;

import io.billing4j.id.RunId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a billing run has come, as one line that is written again and again over itself on a terminal, and elsewhere as a
 * line from time to time:
 *
 * <pre>{@code
 * Run 2026-02-01 [##########----------]  50 %  600 of 1,200 customers  700 documents  350/s  0 failed  2 s left
 * }</pre>
 *
 * <p>Where several runs go on at once it shows one of them until that ends. Documents per second and the time that is left are
 * reckoned from what the run has done, by whomever, since this process entered it.
 */
public final class RunProgressBar implements EngineObserver {
    private static final int CELLS = 20;
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Appendable out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Shown shown;
    private int width;

    /**
     * Shows nothing before a run begins.
     *
     * @param terminal whether a carriage return goes back to the beginning of the line; how one knows is for the host to say
     */
    public RunProgressBar(Appendable out, boolean terminal) {
        this(out, terminal, SystemSource::nanoTime);
    }

    /** The same by a clock that the caller moves. */
    RunProgressBar(Appendable out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        lock.lock();
        try {
            Shown current = shown;
            if (current == null) {
                if (run.status() == RunStatus.RUNNING) {
                    current = new Shown(tenant, run.id(), run.progress(), nanos.getAsLong());
                    shown = current;
                    show(current, run);
                }
            } else if (current.is(tenant, run.id())) {
                progressed(current, run);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        lock.lock();
        try {
            if (shown != null && shown.is(tenant, run.id())) {
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    private void progressed(Shown current, BillingRun run) {
        boolean over = run.status() != RunStatus.RUNNING;
        Duration since = Duration.ofNanos(nanos.getAsLong() - current.writtenAt);
        boolean late = run.progress().customersDone() < current.done;
        if (over || (!late && since.compareTo(terminal ? ON_TERMINAL : ELSEWHERE) >= 0)) {
            show(current, run);
        }
        if (over) {
            end();
        }
    }

    private void show(Shown current, BillingRun run) {
        current.writtenAt = nanos.getAsLong();
        current.done = run.progress().customersDone();
        String line = line(current, run);
        if (terminal) {
            // What is left of a longer line before it is written over.
            write('\r' + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            write(line + '\n');
        }
    }

    private void end() {
        shown = null;
        if (terminal) {
            width = 0;
            write("\n");
        }
    }

    private void write(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Shown current, BillingRun run) {
        RunProgress progress = run.progress();
        boolean over = run.status() != RunStatus.RUNNING;
        // Some of whom were expected others may have billed: who is over is through.
        long done = progress.customersDone();
        long total = over ? done : Math.max(done, progress.customersTotal());
        int cells = total == 0 ? CELLS : (int) (done * CELLS / total);
        Duration taken = Duration.ofNanos(current.writtenAt - current.begunAt);
        return String.format(
                Locale.ROOT,
                "Run %s [%s%s] %3d %%  %,d of %,d customers  %,d documents  %s/s  %,d failed  %s",
                run.businessDate(),
                "#".repeat(cells),
                "-".repeat(CELLS - cells),
                total == 0 ? 100 : done * 100 / total,
                done,
                total,
                progress.invoices(),
                rate(progress.invoices() - current.before.invoices(), taken),
                progress.failed(),
                over ? "in " + text(taken) : left(done - current.before.customersDone(), total - done, taken));
    }

    /** Documents per second, rounded down; nothing to say before a moment has passed. */
    private static String rate(long documents, Duration taken) {
        long millis = taken.toMillis();
        return millis == 0 ? "-" : String.format(Locale.ROOT, "%,d", Math.max(0, documents) * 1_000 / millis);
    }

    private static String left(long done, long open, Duration taken) {
        return done <= 0 ? "- left" : text(taken.multipliedBy(open).dividedBy(done)) + " left";
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

    /** The run that is shown. */
    private static final class Shown {
        private final TenantId tenant;
        private final RunId run;
        private final RunProgress before;
        private final long begunAt;
        private long writtenAt;
        private long done;

        Shown(TenantId tenant, RunId run, RunProgress before, long begunAt) {
            this.tenant = tenant;
            this.run = run;
            this.before = before;
            this.begunAt = begunAt;
        }

        boolean is(TenantId whose, RunId other) {
            return tenant.equals(whose) && run.equals(other);
        }
    }
}
