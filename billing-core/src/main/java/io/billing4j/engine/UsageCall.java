package io.billing4j.engine;

import io.billing4j.error.BillingException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller on its way through a {@link UsageLane}. Its turn changes under the lane's lock; how it ends is written by one
 * thread before that, and read after it.
 */
final class UsageCall {
    private final UsageBatch batch;
    private final UsageIntake intake;
    private final Condition turned;
    private Turn turn = Turn.WAITING;
    private List<UsageCall> led = List.of();
    private boolean interrupted;
    private @Nullable Supplier<UsageReceipt> answer;

    /**
     * A call that nobody has begun with.
     *
     * @param turned of the lane's lock, for this call alone
     */
    UsageCall(UsageBatch batch, UsageIntake intake, Condition turned) {
        this.batch = batch;
        this.intake = intake;
        this.turned = turned;
    }

    UsageBatch batch() {
        return batch;
    }

    int size() {
        return batch.events().size();
    }

    /** Records this report in a transaction of its own, in the caller's thread. */
    UsageReceipt alone() {
        calm();
        return intake.record(batch.events());
    }

    void answer(UsageReceipt receipt) {
        answer = () -> receipt;
    }

    /** Fails it, with an exception of its own for the thread that throws it. */
    void fail(BillingException failure) {
        answer = () -> {
            throw failure.code().because(failure.detail(), failure);
        };
    }

    /** What the caller gets; a report that nobody has recorded or failed goes by itself now. */
    UsageReceipt receipt() {
        Supplier<UsageReceipt> given = answer;
        return given == null ? alone() : given.get();
    }

    Turn turn() {
        return turn;
    }

    /** Gives it another turn, and wakes the caller. The lane's lock is held. */
    void turn(Turn next) {
        turn = next;
        turned.signal();
    }

    /** Has it begin a transaction with these, itself the first of them. The lane's lock is held. */
    void lead(List<UsageCall> group) {
        led = group;
        turn(Turn.LEADING);
    }

    /** Those that it is to begin a transaction with. */
    List<UsageCall> led() {
        return led;
    }

    /** Waits until this turn is over, or for so long. The lane's lock is held before and after. */
    void await(Turn held, long nanos) {
        long left = nanos;
        while (turn == held && left > 0) {
            try {
                left = turned.awaitNanos(left);
            } catch (InterruptedException e) {
                // The wait begins anew: this is rare, and the limit is no promise.
                interrupted = true;
            }
        }
    }

    /** Takes the interrupt from the caller's thread, which would make the store fail, and says whether there was one. */
    boolean calm() {
        boolean found = Thread.interrupted();
        interrupted |= found;
        return found;
    }

    /** Whether the caller's thread has been interrupted, and is to find itself so at the end. */
    boolean interrupted() {
        return interrupted;
    }

    /** Where a call stands. */
    enum Turn {
        /** For a place in a transaction. */
        WAITING,
        /** In a transaction that another caller leads. */
        TAKEN,
        /** It is to begin a transaction. */
        LEADING,
        /** Nobody does anything for it any more. */
        DONE
    }
}
