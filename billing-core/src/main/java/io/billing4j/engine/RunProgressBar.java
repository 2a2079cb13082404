package io.billing4j.engine;

import io.billing4j.id.RunId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the billing runs of this process have come, as one line that is written again and again over itself on a
 * terminal, and elsewhere as a line from time to time:
 *
 * <pre>{@code
 * Run 2026-02-01 [##########----------]  50 %  600 of 1,200 customers  700 documents  350/s  0 failed  2 s left
 * }</pre>
 *
 * <p>A run that several calls ask for at once is shown once. Several runs at once, such as those of several tenants, are
 * added up on one line, which begins with {@code 2 runs}; the time that is left is that of the slowest. A run that is over
 * leaves a line of its own, which ends with {@code in 4 s}, and one that this process leaves to others a line that ends
 * with {@code left after 4 s}; where another call of this process goes on with it, it begins anew. From the second tenant
 * on lines of one run name theirs: {@code Run 2026-02-01 of acme}.
 *
 * <p>Documents per second and the time that is left are reckoned from what a run has done, by whomever, since this process
 * entered it.
 */
public final class RunProgressBar implements EngineObserver {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Appendable out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final ObservedRuns observed = new ObservedRuns();
    private final Map<Key, RunLine> open = new LinkedHashMap<>();
    private @Nullable TenantId first;
    private boolean severalTenants;
    private long writtenAt;
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
            long now = nanos.getAsLong();
            Key key = new Key(tenant, run.id());
            switch (observed.progressed(tenant, run)) {
                case BEGUN -> {
                    begun(key, new RunLine(tenant, run, now), now);
                }
                case PROGRESSED -> {
                    line(key).progressed(run);
                    showInTime(now);
                }
                case ENDED -> {
                    RunLine line = line(key);
                    line.progressed(run);
                    end(key, line.text(severalTenants, now), now);
                }
                case NONE -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        lock.lock();
        try {
            if (observed.left(tenant, run)) {
                long now = nanos.getAsLong();
                Key key = new Key(tenant, run.id());
                end(key, line(key).textLeft(severalTenants, now), now);
            }
        } finally {
            lock.unlock();
        }
    }

    private RunLine line(Key key) {
        return Objects.requireNonNull(open.get(key), "an open run has a line");
    }

    private void begun(Key key, RunLine line, long now) {
        if (first == null) {
            first = key.tenant();
        }
        severalTenants |= !key.tenant().equals(first);
        open.put(key, line);
        if (open.size() == 1) {
            show(now);
        } else {
            showInTime(now);
        }
    }

    private void showInTime(long now) {
        if (Duration.ofNanos(now - writtenAt).compareTo(terminal ? ON_TERMINAL : ELSEWHERE) >= 0) {
            show(now);
        }
    }

    private void show(long now) {
        writtenAt = now;
        String line = open.size() == 1
                ? open.values().iterator().next().text(severalTenants, now)
                : RunLine.sum(open.values(), now);
        if (terminal) {
            writeOver(line);
        } else {
            write(line + '\n');
        }
    }

    /** Leaves the line of the run; the bar goes on below it. */
    private void end(Key key, String last, long now) {
        open.remove(key);
        if (!terminal) {
            write(last + '\n');
            return;
        }
        writeOver(last);
        write("\n");
        width = 0;
        if (!open.isEmpty()) {
            show(now);
        }
    }

    private void writeOver(String line) {
        // What is left of a longer line before it is blanked.
        write('\r' + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
    }

    private void write(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Key(TenantId tenant, RunId run) {}
}
