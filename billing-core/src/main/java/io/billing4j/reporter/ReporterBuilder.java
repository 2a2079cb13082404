package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a {@link UsageReporter} is made of. A setting out of its range is INVALID_NUMBER at its name. */
public final class ReporterBuilder {
    private static final long MEBIBYTE = 1 << 20;
    private static final int MAX_SEGMENT = (int) (8 * MEBIBYTE);
    private static final Duration DAY = Duration.ofDays(1);

    private final UsageSink sink;
    private @Nullable SpillFiles spill;
    private long spillBytes = 1024 * MEBIBYTE;
    private int segmentBytes;
    private int bufferEvents = 10_000;
    private int batchSize = 1_000;
    private Duration batchAge = Duration.ofMillis(200);
    private int inFlight = 1;
    private Duration roomTimeout = Duration.ofSeconds(1);
    private Duration firstRetry = Duration.ofMillis(100);
    private Duration largestRetry = Duration.ofSeconds(30);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private ReporterObserver observer = ReporterObserver.NONE;
    private ThreadFactory threads = daemons();

    ReporterBuilder(UsageSink sink) {
        this.sink = sink;
    }

    /**
     * Keeps events in files until they are sent: in a directory on a local disk, made if need be, that is used for this sink
     * alone, and by one reporter at a time. By default they are kept in memory.
     */
    public ReporterBuilder spillTo(Path directory) {
        return spillTo(new LocalFiles(Inputs.required("directory", directory)));
    }

    ReporterBuilder spillTo(SpillFiles files) {
        spill = files;
        return this;
    }

    /**
     * The most bytes that the files of the spill directory have, refused and damaged ones among them; 1 MiB to 1 TiB, 1 GiB by
     * default. An event takes 30 bytes and its keys and properties.
     */
    public ReporterBuilder spillBytes(long value) {
        spillBytes = number("spillBytes", value, MEBIBYTE, MEBIBYTE * MEBIBYTE);
        return this;
    }

    /** For tests: after how many bytes another file is begun. */
    ReporterBuilder segmentBytes(int value) {
        segmentBytes = value;
        return this;
    }

    /** The most events that wait in memory, those that are being sent among them; 1 to 1,000,000, 10,000 by default. */
    public ReporterBuilder bufferEvents(int value) {
        bufferEvents = (int) number("bufferEvents", value, 1, 1_000_000);
        return this;
    }

    /** The most events that are sent together, for which no more is waited; 1 to 10,000, 1,000 by default. */
    public ReporterBuilder batchSize(int value) {
        batchSize = (int) number("batchSize", value, 1, UsageReporter.MAX_EVENTS);
        return this;
    }

    /** How long an event waits for others to be sent with; up to a day, 200 ms by default. */
    public ReporterBuilder batchAge(Duration value) {
        batchAge = duration("batchAge", value, Duration.ZERO);
        return this;
    }

    /** How many batches are sent at the same time, each from a thread of its own; 1 to 64, 1 by default. */
    public ReporterBuilder inFlight(int value) {
        inFlight = (int) number("inFlight", value, 1, 64);
        return this;
    }

    /** How long {@code report} waits for room; up to a day, a second by default. */
    public ReporterBuilder roomTimeout(Duration value) {
        roomTimeout = duration("roomTimeout", value, Duration.ZERO);
        return this;
    }

    /**
     * How long to wait after a failure, and after many: the delay doubles, and is less up to a half by chance.
     *
     * @param first a millisecond to a day, 100 ms by default
     * @param largest first to a day, 30 s by default
     */
    public ReporterBuilder retryDelay(Duration first, Duration largest) {
        firstRetry = duration("retryDelay.first", first, Duration.ofMillis(1));
        largestRetry = duration("retryDelay.largest", largest, first);
        return this;
    }

    /** How long {@code close} goes on sending; up to a day, 10 s by default. */
    public ReporterBuilder closeTimeout(Duration value) {
        closeTimeout = duration("closeTimeout", value, Duration.ZERO);
        return this;
    }

    /** Who is told what could not be done; nobody by default. */
    public ReporterBuilder observer(ReporterObserver value) {
        observer = Inputs.required("observer", value);
        return this;
    }

    /** Where the senders' threads come from; by default daemons named {@code usage-reporter-1} and so on. */
    public ReporterBuilder threads(ThreadFactory value) {
        threads = Inputs.required("threads", value);
        return this;
    }

    /**
     * A reporter that is at work.
     *
     * @throws io.billing4j.error.BillingException SPILL_IN_USE if another reporter has the directory, SPILL_UNAVAILABLE if it
     *     cannot be used, STORED_DATA_UNREADABLE if a newer version wrote what is there
     */
    public UsageReporter build() {
        Tally tally = new Tally();
        Flow flow = new Flow(batchSize, Nanos.of(batchAge));
        ReporterObserver guarded = new GuardedReporterObserver(observer);
        Backlog backlog = backlog(flow, tally, guarded);
        UsageReporter reporter = new UsageReporter(backlog, flow, closeTimeout);
        Backoff backoff = new Backoff(Nanos.of(firstRetry), Nanos.of(largestRetry));
        Sender.Shared shared =
                new Sender.Shared(sink, backlog, flow, tally, guarded, batchSize, backoff, new AtomicLong());
        try {
            for (int i = 0; i < inFlight; i++) {
                reporter.start(threads.newThread(new Sender(shared)));
            }
        } catch (RuntimeException | Error e) {
            flow.stop();
            reporter.close();
            throw e;
        }
        return reporter;
    }

    private Backlog backlog(Flow flow, Tally tally, ReporterObserver guarded) {
        long patience = Nanos.of(roomTimeout);
        if (spill == null) {
            return new MemoryBacklog(new Room(bufferEvents, patience, flow), flow, tally);
        }
        // An eighth, so that room is made in small steps.
        int segment = segmentBytes > 0 ? segmentBytes : (int) Math.min(MAX_SEGMENT, spillBytes / 8);
        return SpillBacklog.open(spill, segment, new Room(spillBytes, patience, flow), flow, tally, guarded);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "usage-reporter-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static long number(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected " + least + " to " + most + " but found " + value);
        }
        return value;
    }

    private static Duration duration(String field, Duration value, Duration least) {
        Inputs.required(field, value);
        if (value.compareTo(least) < 0 || value.compareTo(DAY) > 0) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected " + least + " to " + DAY + " but found " + value);
        }
        return value;
    }
}
