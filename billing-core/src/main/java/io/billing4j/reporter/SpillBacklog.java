package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.usage.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Events that wait in files: acknowledged when they are on the disk, and there until the sink has taken them. */
final class SpillBacklog implements Backlog {
    private final SpillFiles files;
    private final Room room;
    private final Flow flow;
    private final Tally tally;
    private final Disposal disposal;
    private final SegmentQueue queue;
    private final SegmentWriter writer;
    private final GroupCommit commit;
    private final RefusedLog refusedLog;

    private SpillBacklog(
            SpillFiles files, int segmentBytes, Room room, Flow flow, Tally tally, ReporterObserver observer)
            throws IOException {
        this.files = files;
        this.room = room;
        this.flow = flow;
        this.tally = tally;
        disposal = new Disposal(files, room, tally, observer);
        queue = new SegmentQueue(files, flow, tally, disposal);
        Recovery recovery = new Recovery(files, queue, disposal);
        writer = new SegmentWriter(files, queue, recovery.replay(), segmentBytes);
        refusedLog = new RefusedLog(files, recovery.refusedEnd());
        commit = new GroupCommit(writer);
        disposal.measureKept();
    }

    /**
     * The backlog in these files, with what an earlier reporter left there.
     *
     * @throws BillingException SPILL_IN_USE, SPILL_UNAVAILABLE, STORED_DATA_UNREADABLE
     */
    static SpillBacklog open(
            SpillFiles files, int segmentBytes, Room room, Flow flow, Tally tally, ReporterObserver observer) {
        try {
            files.claim();
            try {
                return new SpillBacklog(files, segmentBytes, room, flow, tally, observer);
            } catch (IOException | RuntimeException | Error e) {
                files.release();
                throw e;
            }
        } catch (IOException e) {
            throw ErrorCode.SPILL_UNAVAILABLE.because("the spill directory cannot be used: " + e, e);
        }
    }

    @Override
    public Receipt offer(List<UsageEvent> events, boolean single) {
        byte[] records = records(events);
        if (records.length > room.capacity() - Frames.FILE_HEADER) {
            throw ErrorCode.INVALID_BATCH.at(
                    "events",
                    "expected at most " + room.capacity() + " bytes, which all room is for, but found "
                            + records.length);
        }
        room.acquire(records.length, this::makeRoom);
        try {
            commit.commit(records, events.size());
            return Receipt.acknowledged();
        } catch (IOException e) {
            room.release(records.length);
            throw ErrorCode.SPILL_UNAVAILABLE.because("nothing was taken: " + e.getMessage(), e);
        } catch (BillingException e) {
            room.release(records.length);
            throw e;
        }
    }

    @Override
    public List<Entry> take(int max) throws IOException {
        List<SegmentQueue.Found> found = queue.take(max);
        if (found.isEmpty()) {
            return List.of();
        }
        long ticket = flow.took(found.size());
        return found.stream()
                .map(next -> new Entry(next.event(), new OnDisk(next.segment(), ticket)))
                .toList();
    }

    @Override
    public void refuseNew() {
        room.close();
    }

    @Override
    public void close() {
        commit.close();
        writer.close();
        queue.close();
        refusedLog.close();
        try {
            files.release();
        } catch (IOException e) {
            // The lock goes with the process.
        }
    }

    @Override
    public ReporterCounters counters() {
        return tally.snapshot(room.used(), room.kept());
    }

    private void makeRoom() {
        deleteDone();
        disposal.measureKept();
    }

    private void deleteDone() {
        commit.unlessBusy(writer::sealIfDone);
        disposal.retry();
    }

    private static byte[] records(List<UsageEvent> events) {
        ByteArrayOutputStream records = new ByteArrayOutputStream(128 * events.size());
        events.forEach(event -> records.writeBytes(Frames.frame(EventCodec.encode(event))));
        return records.toByteArray();
    }

    private final class OnDisk implements Entry.Settlement {
        private final Segment segment;
        private final long ticket;

        OnDisk(Segment segment, long ticket) {
            this.segment = segment;
            this.ticket = ticket;
        }

        @Override
        public void sent() {
            settled(() -> tally.sent(1));
        }

        @Override
        public void keep(RefusedUsage refused) throws IOException {
            refusedLog.append(refused);
            disposal.measureKept();
        }

        @Override
        public void refused(RefusedUsage refused) {
            settled(tally::refused);
        }

        private void settled(Runnable count) {
            if (queue.settled(segment)) {
                count.run();
                flow.settled(ticket);
                if (flow.isRoomWanted()) {
                    deleteDone();
                }
            }
        }
    }
}
