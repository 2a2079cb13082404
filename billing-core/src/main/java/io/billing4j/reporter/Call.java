package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The events of one call to {@code report} that wait in memory. Its backlog's lock guards it. */
final class Call {
    private final Receipt receipt = new Receipt();
    private final boolean single;
    private final int size;
    private int open;
    private @Nullable BillingException error;

    Call(int size, boolean single) {
        this.size = size;
        this.single = single;
        open = size;
    }

    Receipt receipt() {
        return receipt;
    }

    /** How many of its events are not settled. */
    int open() {
        return open;
    }

    /** One of its events is recorded; gives whether it was the last. */
    boolean settle() {
        open--;
        return open == 0;
    }

    /** One of its events is refused; gives whether it was the last. */
    boolean settle(int index, BillingException refusal) {
        if (error == null) {
            error = single ? refusal : refusal.within("events[" + index + "]");
        }
        return settle();
    }

    /** Answers when all are settled. Outside the lock: it runs what depends on it. */
    void answer() {
        if (error == null) {
            receipt.acknowledge();
        } else {
            receipt.fail(error);
        }
    }

    /** Answers when it will not be known any more what becomes of the rest. Outside the lock. */
    void giveUp() {
        receipt.fail(ErrorCode.REPORTER_CLOSED.because("the reporter was closed before " + open + " of " + size
                + " events were confirmed; they may have been recorded: report them again under the same ids"));
    }
}
