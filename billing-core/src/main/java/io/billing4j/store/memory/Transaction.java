package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one transaction wrote, so that it can be undone, and whether it may still go on. */
final class Transaction {
    private final Thread owner = Thread.currentThread();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean open = true;
    private @Nullable BillingException refusal;

    /** Refuses the use of a unit of work by another thread, after its end, or after one of its verbs was refused. */
    void requireOpen() {
        if (!open || Thread.currentThread() != owner) {
            throw ErrorCode.INTERNAL.because("a unit of work is used by one thread, and not after its work has ended");
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Notes how to undo the next change. */
    void undo(Runnable step) {
        undo.push(step);
    }

    /** Ends all hope of a commit, as a database does after a failed statement; gives the refusal to be thrown. */
    BillingException refuse(BillingException reason) {
        refusal = reason;
        return reason;
    }

    /** Keeps what was written; throws the refusal if there was one, also where the work has swallowed it. */
    void commit() {
        requireOpen();
        undo.clear();
    }

    /** Undoes what was not committed, the last change first. Nothing can be done any more. */
    void end() {
        open = false;
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
