package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes batches and sends them until the sink takes them, in a thread of its own. Nothing that is thrown ends it. */
final class Sender implements Runnable {
    private final UsageSink sink;
    private final Backlog backlog;
    private final Flow flow;
    private final Tally tally;
    private final ReporterObserver observer;
    private final int batchSize;
    private final Backoff backoff;
    private final AtomicLong batchesTaken;
    private final SplittableRandom chance =
            new SplittableRandom(SystemSource.random().getLeastSignificantBits());
    private final InHand hand = new InHand();
    private int failures;
    private long hurries;

    /** What the senders of a reporter share. */
    record Shared(
            UsageSink sink,
            Backlog backlog,
            Flow flow,
            Tally tally,
            ReporterObserver observer,
            int batchSize,
            Backoff backoff,
            AtomicLong batchesTaken) {}

    Sender(Shared shared) {
        sink = shared.sink();
        backlog = shared.backlog();
        flow = shared.flow();
        tally = shared.tally();
        observer = shared.observer();
        batchSize = shared.batchSize();
        backoff = shared.backoff();
        batchesTaken = shared.batchesTaken();
    }

    @Override
    public void run() {
        while (!flow.isStopped()) {
            if (hand.isEmpty() && !flow.awaitBatch()) {
                return;
            }
            hurries = flow.hurries();
            if (hand.wantsOthers(batchSize)) {
                takeMore();
            }
            Piece piece = hand.next();
            if (piece != null) {
                send(piece);
            }
        }
    }

    private void takeMore() {
        try {
            hand.first(new Piece(backlog.take(batchSize)));
        } catch (Throwable t) {
            if (hand.isEmpty()) {
                pause(t, 0);
            }
        }
    }

    private void send(Piece piece) {
        // A sink may leave its thread interrupted, which would fail the next call; unless it is the end that
        // interrupts.
        if (Thread.interrupted() && flow.isStopped()) {
            hand.first(piece);
            return;
        }
        try {
            Throwable thrown = thrownFor(piece);
            if (thrown == null) {
                taken(piece);
            } else if (flow.isStopped()) {
                hand.first(piece);
            } else {
                failed(piece, thrown);
            }
        } catch (Throwable t) {
            // The refused could not be kept, or memory is short: no event may get out of sight.
            hand.last(piece.rest());
            pause(t, piece.size());
        }
    }

    private @Nullable Throwable thrownFor(Piece piece) {
        try {
            sink.record(piece.events());
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    private void taken(Piece piece) {
        failures = 0;
        batchesTaken.incrementAndGet();
        tally.batch();
        piece.entries().forEach(Entry::sent);
    }

    private void failed(Piece piece, Throwable thrown) throws IOException {
        switch (Verdict.of(thrown)) {
            case REFUSED -> refused(piece, (BillingException) thrown);
            case UNAVAILABLE -> {
                hand.first(piece);
                pause(thrown, piece.size());
            }
            case UNEXPECTED -> {
                if (piece.failed(batchesTaken.get())) {
                    refuse(piece, givenUp(thrown));
                } else {
                    hand.suspect(piece);
                    pause(thrown, piece.size());
                }
            }
        }
    }

    private void refused(Piece piece, BillingException error) throws IOException {
        failures = 0;
        tally.answered();
        if (piece.size() > 1) {
            hand.split(piece, error);
        } else {
            refuse(piece, error);
        }
    }

    private void refuse(Piece piece, BillingException error) throws IOException {
        piece.entries().get(0).refused(error, observer);
    }

    private static BillingException givenUp(Throwable thrown) {
        return ErrorCode.INTERNAL.because(
                "the sink failed on this event alone " + Piece.STRIKES + " times while it took others: " + thrown,
                thrown);
    }

    private void pause(Throwable cause, int events) {
        if (failures < Integer.MAX_VALUE) {
            failures++;
        }
        long delay = backoff.delay(failures, chance);
        tally.retry();
        observer.sendFailed(new SendFailure(cause, events, failures, Duration.ofNanos(delay)));
        if (flow.pause(delay, hurries)) {
            failures = 0;
        }
    }
}
