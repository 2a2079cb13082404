package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.tax.TaxQuestion;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How many calls of an outside service nobody has answered since somebody did, by all threads of a run. */
final class MissedCalls {
    /** After so many in a row nobody is called any more. */
    static final int MOST = 3;

    private final AtomicReference<Missed> missed = new AtomicReference<>(new Missed(0, ""));

    private volatile @Nullable TaxQuestion proof;

    /** Somebody has answered a call. */
    void answered() {
        missed.set(new Missed(0, ""));
    }

    /** Somebody has said something to a question: by it can be seen whether they are still there. */
    void proven(TaxQuestion question) {
        proof = question;
    }

    /** What somebody has said something to; null where nobody has yet. */
    @Nullable
    TaxQuestion proof() {
        return proof;
    }

    /** Nobody has answered a call. */
    void missed(String why) {
        missed.updateAndGet(before -> new Missed(before.calls() + 1, why));
    }

    /** Why nobody is to be called any more; null where somebody may be. */
    @Nullable
    BillingException tooMany() {
        Missed now = missed.get();
        return now.calls() < MOST
                ? null
                : ErrorCode.TAX_UNAVAILABLE.because(
                        "the tax service has not answered " + now.calls() + " times in a row: " + now.why());
    }

    /** @param why nobody answered the last of the calls */
    private record Missed(int calls, String why) {}
}
