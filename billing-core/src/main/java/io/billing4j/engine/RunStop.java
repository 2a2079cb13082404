package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * When those who take part in a run begin nothing more: all of them once somebody says stop, or once the thread that asked for the run is
 * interrupted; a helper by itself once it is. What was said once holds: of several threads some may have stopped by the first true, and
 * whoever went on would end a run that is half done.
 */
final class RunStop implements BooleanSupplier {
    private final Thread caller = Thread.currentThread();
    private final AtomicBoolean said = new AtomicBoolean();
    private final BooleanSupplier asked;

    /** For a run of the thread that calls. */
    RunStop(BooleanSupplier asked) {
        this.asked = asked;
    }

    /** One that nobody but who interrupts a thread has a say in. */
    static RunStop whenInterrupted() {
        return new RunStop(() -> false);
    }

    @Override
    public boolean getAsBoolean() {
        Thread thread = Thread.currentThread();
        if (asked.getAsBoolean() || (thread == caller && thread.isInterrupted())) {
            said.set(true);
        }
        return said.get() || isOfHelper();
    }

    /** Whether anybody was told to begin nothing more: whoever is only asks where there is something left to begin. */
    boolean hasStopped() {
        return said.get();
    }

    /** Whether it is this thread's part alone that ends: it is a helper, and what it leaves is for the others. */
    boolean isOfHelper() {
        Thread thread = Thread.currentThread();
        return thread != caller && thread.isInterrupted();
    }

    /** What is thrown where the thread of who asked for something was interrupted. */
    static BillingException interrupted(String atWhat) {
        return ErrorCode.SERVER_UNAVAILABLE.because("the thread was interrupted " + atWhat);
    }
}
