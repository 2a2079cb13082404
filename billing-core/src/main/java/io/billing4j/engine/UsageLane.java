package io.billing4j.engine;

import io.billing4j.engine.UsageCall.Turn;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The callers of one tenant. Where somebody waits, as many transactions are under way as may be; whoever ends one hands its
 * place to the first that waits. The lock is never held around the store.
 */
final class UsageLane {
    private final TenantScope scope;
    private final UsageGathering.Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<UsageCall> waiting = new ArrayDeque<>();
    private int running;
    private int callers;

    UsageLane(TenantScope scope, UsageGathering.Limits limits) {
        this.scope = scope;
        this.limits = limits;
    }

    /** Takes note of a caller. One thread at a time. */
    void enter() {
        callers++;
    }

    /** Takes note that a caller has gone, and says whether it was the last. One thread at a time. */
    boolean leave() {
        callers--;
        return callers == 0;
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** A caller's way in. */
    UsageCall call(UsageBatch batch, UsageIntake intake) {
        return new UsageCall(batch, intake, lock.newCondition());
    }

    /** Returns once the call has its answer, or is to go by itself. */
    void pass(UsageCall call) {
        List<UsageCall> led = joined(call);
        if (!led.isEmpty()) {
            try {
                together(led);
            } finally {
                released(led);
            }
        }
    }

    /** Waits for a turn; gives the calls to lead, this one first, or nothing where others have done with it. */
    private List<UsageCall> joined(UsageCall call) {
        lock.lock();
        try {
            if (running < limits.transactions()) {
                running++;
                call.lead(gathered(call));
            } else {
                waiting.add(call);
                call.await(Turn.WAITING, limits.patience().toNanos());
                call.await(Turn.TAKEN, Long.MAX_VALUE);
            }
            if (call.turn() == Turn.LEADING) {
                return call.led();
            }
            // Nothing to remove if it was taken and done with; else it has waited long enough.
            waiting.remove(call);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<UsageCall> gathered(UsageCall leader) {
        List<UsageCall> group = new ArrayList<>(List.of(leader));
        int events = leader.size();
        for (UsageCall next = waiting.peek();
                next != null && events + next.size() <= limits.events();
                next = waiting.peek()) {
            waiting.remove();
            next.turn(Turn.TAKEN);
            group.add(next);
            events += next.size();
        }
        return group;
    }

    /**
     * Lets the calls go and gives the place to the next, with those that wait by now: by the time that its thread is awake,
     * another transaction may have ended, and would take the first of them away.
     */
    private void released(List<UsageCall> group) {
        lock.lock();
        try {
            group.forEach(call -> call.turn(Turn.DONE));
            UsageCall next = waiting.poll();
            if (next == null) {
                running--;
            } else {
                next.lead(gathered(next));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Answers all calls but those that had better go by themselves. The first of them is the thread's own. */
    private void together(List<UsageCall> group) {
        UsageCall leader = group.get(0);
        if (group.size() == 1) {
            leader.answer(leader.alone());
            return;
        }
        leader.calm();
        try {
            record(group);
        } catch (BillingException e) {
            boolean interrupted = leader.calm();
            if (e.code() == ErrorCode.STORE_UNAVAILABLE && !interrupted) {
                group.forEach(call -> call.fail(e));
            } else {
                withoutTheOne(group, e);
            }
        } catch (RuntimeException e) {
            // A defect. It shows with whose report it is when each goes by itself.
            return;
        }
    }

    /** Tries again without the report that was refused; it goes by itself afterwards, since it may be refused for another's. */
    private void withoutTheOne(List<UsageCall> group, BillingException refusal) {
        UsageCall blamed = blamed(group, refusal);
        if (blamed == null) {
            return;
        }
        try {
            record(group.stream().filter(call -> call != blamed).toList());
        } catch (RuntimeException e) {
            // There are more to blame, or it is none of theirs.
            return;
        }
    }

    /** Whose event the refusal is about; null where it is about none. */
    private static @Nullable UsageCall blamed(List<UsageCall> group, BillingException refusal) {
        int index = UsageIntake.index(refusal.field());
        if (index < 0) {
            return null;
        }
        int end = 0;
        for (UsageCall call : group) {
            end += call.size();
            if (index < end) {
                return call;
            }
        }
        return null;
    }

    private void record(List<UsageCall> group) {
        List<UsageBatch> batches = group.stream().map(UsageCall::batch).toList();
        List<UsageReceipt> receipts = scope.inTransaction(work -> UsageIntake.record(work, batches));
        for (int i = 0; i < receipts.size(); i++) {
            group.get(i).answer(receipts.get(i));
        }
    }
}
