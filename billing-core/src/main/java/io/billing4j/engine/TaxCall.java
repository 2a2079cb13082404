package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxQuestion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Some questions at once to an outside service, and one by one where it throws something that one of them may be to blame for. A question
 * is only blamed where the service has answered another one since: otherwise it is taken for out of order, whatever it throws.
 */
final class TaxCall {
    private static final int DEPTH = 10;

    private final TenantScope scope;
    private final TaxCalculatorId id;
    private final TaxCalculator calculator;
    private final MissedCalls misses;
    private final Map<ContentHash, TaxAnswer.Answered> answered = new HashMap<>();
    private final Map<ContentHash, BillingException> failed = new HashMap<>();

    TaxCall(TenantScope scope, TaxCalculatorId id, TaxCalculator calculator, MissedCalls misses) {
        this.scope = scope;
        this.id = id;
        this.calculator = calculator;
        this.misses = misses;
    }

    /**
     * Asks. Each question is among the answered or the failed ones then, but for those that were not come to. Throws SERVER_UNAVAILABLE
     * where the thread is interrupted and nothing is said; what was answered before is among the answered ones.
     */
    void ask(List<TaxQuestion> questions, BooleanSupplier stop) {
        Said said = call(questions);
        Exception failure = said.failure();
        if (failure != null && questions.size() > 1 && !unreachable(failure)) {
            oneByOne(questions, stop);
        } else if (failure != null) {
            boolean blame = invalid(failure) || (!unreachable(failure) && isStillThere(misses.proof()));
            BillingException cause = blame ? blamed(failure) : out(failure);
            questions.forEach(question -> failed.put(question.key(), cause));
        }
        // One that was asked once more may have had an answer before.
        failed.keySet().removeAll(answered.keySet());
    }

    private void oneByOne(List<TaxQuestion> questions, BooleanSupplier stop) {
        Map<ContentHash, Exception> thrown = new HashMap<>();
        TaxQuestion proof = null;
        for (TaxQuestion question : fromBothEnds(questions)) {
            if (misses.tooMany() != null || stop.getAsBoolean()) {
                break;
            }
            Said said = call(List.of(question));
            Exception failure = said.failure();
            if (failure != null && invalid(failure)) {
                failed.put(question.key(), blamed(failure));
            } else if (failure != null && unreachable(failure)) {
                failed.put(question.key(), out(failure));
            } else if (failure != null) {
                thrown.put(question.key(), failure);
            }
            proof = said.reached() ? question : proof;
            // It may be out of order by now, or they are to blame together: what it has answered before tells.
            boolean again = isStillThere(proof != null ? proof : misses.proof());
            if (said.reached() || again) {
                thrown.forEach((key, cause) -> failed.put(key, blamed(cause)));
                thrown.clear();
            }
        }
        boolean blame = proof != null && misses.tooMany() == null;
        thrown.forEach((key, cause) -> failed.put(key, blame ? blamed(cause) : out(cause)));
    }

    /** Once nobody is to be called any more, whether the service still answers what it has answered before. */
    private boolean isStillThere(@Nullable TaxQuestion proof) {
        return proof != null && misses.tooMany() != null && call(List.of(proof)).reached();
    }

    /** The questions of one customer, who may be to blame for all of them, stand together. */
    private static List<TaxQuestion> fromBothEnds(List<TaxQuestion> questions) {
        List<TaxQuestion> order = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            order.add(questions.get(i % 2 == 0 ? i / 2 : questions.size() - 1 - i / 2));
        }
        return order;
    }

    private Said call(List<TaxQuestion> questions) {
        long begun = SystemSource.nanoTime();
        int before = answered.size();
        Said said = attempt(questions);
        scope.context()
                .observer()
                .taxesAsked(new TaxObservation(
                        scope.tenant(),
                        id,
                        questions.size(),
                        answered.size() - before,
                        Duration.ofNanos(SystemSource.nanoTime() - begun)));
        if (said.reached()) {
            misses.answered();
        } else if (Thread.currentThread().isInterrupted()) {
            // That says nothing of the service, nor of the questions.
            throw RunStop.interrupted("while the tax service was asked");
        } else {
            misses.missed(said.failure() == null ? "it says that it does not answer now" : shown(said.failure()));
        }
        return said;
    }

    /** What is due, by the keys of the questions. */
    Map<ContentHash, TaxAnswer.Answered> answered() {
        return answered;
    }

    /** What there is instead of an answer. */
    Map<ContentHash, BillingException> failed() {
        return failed;
    }

    private Said attempt(List<TaxQuestion> questions) {
        List<TaxAnswer> answers;
        try {
            answers = calculator.calculate(List.copyOf(questions));
        } catch (Exception e) {
            // What a host throws need not be declared in every language.
            if (interrupted(e)) {
                Thread.currentThread().interrupt();
            }
            return new Said(invalid(e), e);
        }
        if (answers == null || answers.size() != questions.size()) {
            return new Said(
                    true,
                    ErrorCode.TAX_ANSWER_INVALID.because("expected an answer to each of " + questions.size()
                            + " questions but found " + (answers == null ? "none" : answers.size())));
        }
        boolean reached = false;
        for (int i = 0; i < answers.size(); i++) {
            if (take(questions.get(i), answers.get(i))) {
                reached = true;
                misses.proven(questions.get(i));
            }
        }
        return new Said(reached, null);
    }

    /** Whether it says anything. */
    private boolean take(TaxQuestion question, @Nullable TaxAnswer answer) {
        ContentHash key = question.key();
        if (answer instanceof TaxAnswer.Unavailable later) {
            failed.put(
                    key, ErrorCode.TAX_UNAVAILABLE.because("the tax service does not answer now: " + later.reason()));
            return false;
        }
        if (answer instanceof TaxAnswer.Refused refused) {
            failed.put(key, TaxAnswers.refusal(refused));
        } else if (answer instanceof TaxAnswer.Answered said) {
            try {
                question.check(said);
                answered.put(key, said);
            } catch (BillingException e) {
                failed.put(key, e);
            }
        } else {
            failed.put(key, ErrorCode.TAX_ANSWER_INVALID.because("expected an answer but found none"));
        }
        return true;
    }

    private static BillingException blamed(Exception failure) {
        return failure instanceof BillingException known && invalid(known)
                ? known
                : ErrorCode.TAX_ANSWER_INVALID.because("the tax service failed: " + shown(failure), failure);
    }

    private static BillingException out(Exception failure) {
        return ErrorCode.TAX_UNAVAILABLE.because("the tax service cannot be reached: " + shown(failure), failure);
    }

    /** Whether it has said something that cannot be. */
    private static boolean invalid(Exception failure) {
        return failure instanceof BillingException known && known.code() == ErrorCode.TAX_ANSWER_INVALID;
    }

    private static boolean unreachable(Exception failure) {
        return causes(failure).stream()
                .anyMatch(cause -> (cause instanceof BillingException known && known.retryable())
                        || cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof InterruptedException);
    }

    /** Whether it was thrown since this thread was interrupted. */
    private static boolean interrupted(Exception failure) {
        return causes(failure).stream()
                .takeWhile(cause -> !isOfAnotherThread(cause))
                .anyMatch(InterruptedException.class::isInstance);
    }

    /** Whether what it was thrown for came to a thread of the client's own: that such a one was interrupted is an outage. */
    private static boolean isOfAnotherThread(Throwable cause) {
        return cause instanceof ExecutionException || cause instanceof CompletionException;
    }

    /** What was thrown and what it was thrown for; of a circle the first few. */
    private static List<Throwable> causes(Exception failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < DEPTH; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Without the message of what is not ours: it may name an address, or a key. */
    private static String shown(Exception failure) {
        if (failure instanceof BillingException known) {
            return known.detail();
        }
        Throwable cause = failure.getCause();
        String kind = failure.getClass().getSimpleName();
        return cause == null ? kind : kind + " for " + cause.getClass().getSimpleName();
    }

    /**
     * What came of a call.
     *
     * @param reached whether the service has said anything
     * @param failure what kept it from answering; null where it has said something to each question
     */
    private record Said(boolean reached, @Nullable Exception failure) {}
}
