package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.usage.UsageEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Events that wait in memory: acknowledged when they are recorded, gone when the process is. */
final class MemoryBacklog implements Backlog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<Call> unanswered = new HashSet<>();
    private final Room room;
    private final Flow flow;
    private final Tally tally;
    private boolean closed;

    private record Waiting(UsageEvent event, Call call, int index) {}

    MemoryBacklog(Room room, Flow flow, Tally tally) {
        this.room = room;
        this.flow = flow;
        this.tally = tally;
    }

    @Override
    public Receipt offer(List<UsageEvent> events, boolean single) {
        if (events.size() > room.capacity()) {
            throw ErrorCode.INVALID_BATCH.at(
                    "events", "expected at most " + room.capacity() + " events, which all room is for");
        }
        room.acquire(events.size(), () -> {});
        Call call = new Call(events.size(), single);
        lock.lock();
        try {
            if (closed) {
                throw Room.closed();
            }
            unanswered.add(call);
            for (int i = 0; i < events.size(); i++) {
                queue.add(new Waiting(events.get(i), call, i));
            }
            tally.accepted(events.size());
            flow.added(events.size());
        } finally {
            lock.unlock();
        }
        return call.receipt();
    }

    @Override
    public List<Entry> take(int max) {
        lock.lock();
        try {
            int count = Math.min(max, queue.size());
            if (count == 0) {
                return List.of();
            }
            long ticket = flow.took(count);
            List<Entry> taken = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Waiting waiting = queue.remove();
                taken.add(new Entry(waiting.event(), new InMemory(waiting, ticket)));
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void refuseNew() {
        room.close();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Call> left;
        lock.lock();
        try {
            left = List.copyOf(unanswered);
            unanswered.clear();
            queue.clear();
            left.forEach(call -> tally.abandoned(call.open()));
        } finally {
            lock.unlock();
        }
        left.forEach(Call::giveUp);
    }

    @Override
    public ReporterCounters counters() {
        return tally.snapshot(0, 0);
    }

    private final class InMemory implements Entry.Settlement {
        private final Waiting waiting;
        private final long ticket;

        InMemory(Waiting waiting, long ticket) {
            this.waiting = waiting;
            this.ticket = ticket;
        }

        @Override
        public void sent() {
            settle(() -> {
                tally.sent(1);
                return waiting.call().settle();
            });
        }

        @Override
        public void keep(RefusedUsage refused) {
            // The receipt tells it.
        }

        @Override
        public void refused(RefusedUsage refused) {
            settle(() -> {
                tally.refused();
                return waiting.call().settle(waiting.index(), refused.error());
            });
        }

        private void settle(Last last) {
            boolean answer;
            lock.lock();
            try {
                if (!unanswered.contains(waiting.call())) {
                    // Closed meanwhile: the host has been told that nobody knows.
                    return;
                }
                answer = last.settled();
                if (answer) {
                    unanswered.remove(waiting.call());
                }
            } finally {
                lock.unlock();
            }
            if (answer) {
                waiting.call().answer();
            }
            room.release(1);
            flow.settled(ticket);
        }
    }

    @FunctionalInterface
    private interface Last {
        boolean settled();
    }
}
