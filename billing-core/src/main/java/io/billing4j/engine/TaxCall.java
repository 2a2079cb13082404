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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of an outside service, and one by one where one of the questions is to blame for what it throws. */
final class TaxCall {
    private static final int DEPTH = 10;

    private final TenantScope scope;
    private final TaxCalculatorId id;
    private final TaxCalculator calculator;
    private final Map<ContentHash, TaxAnswer.Answered> answered = new HashMap<>();
    private final Map<ContentHash, BillingException> failed = new HashMap<>();
    private boolean reached;

    TaxCall(TenantScope scope, TaxCalculatorId id, TaxCalculator calculator) {
        this.scope = scope;
        this.id = id;
        this.calculator = calculator;
    }

    /** Asks; each question is among the answered or the failed ones then. */
    TaxCall ask(List<TaxQuestion> questions) {
        long begun = SystemSource.nanoTime();
        int before = answered.size();
        RuntimeException failure = attempt(questions);
        scope.context()
                .observer()
                .taxesAsked(new TaxObservation(
                        scope.tenant(),
                        id,
                        questions.size(),
                        answered.size() - before,
                        Duration.ofNanos(SystemSource.nanoTime() - begun)));
        if (failure == null) {
            return this;
        }
        if (unreachable(failure)) {
            questions.forEach(question -> failed.put(
                    question.key(),
                    ErrorCode.TAX_UNAVAILABLE.because(
                            "the tax service cannot be reached: " + shown(failure), failure)));
        } else if (questions.size() > 1) {
            questions.forEach(question -> ask(List.of(question)));
        } else {
            failed.put(
                    questions.get(0).key(),
                    failure instanceof BillingException known && known.code() == ErrorCode.TAX_ANSWER_INVALID
                            ? known
                            : ErrorCode.TAX_ANSWER_INVALID.because(
                                    "the tax service failed: " + shown(failure), failure));
        }
        return this;
    }

    /** What is due, by the keys of the questions. */
    Map<ContentHash, TaxAnswer.Answered> answered() {
        return answered;
    }

    /** What there is instead of an answer. */
    Map<ContentHash, BillingException> failed() {
        return failed;
    }

    /** Whether it said anything at all. */
    boolean reached() {
        return reached;
    }

    /** What kept it from answering; null where it has answered each question. */
    private @Nullable RuntimeException attempt(List<TaxQuestion> questions) {
        List<TaxAnswer> answers;
        try {
            answers = calculator.calculate(List.copyOf(questions));
        } catch (RuntimeException e) {
            return e;
        }
        if (answers == null || answers.size() != questions.size()) {
            reached = true;
            return ErrorCode.TAX_ANSWER_INVALID.because("expected an answer to each of " + questions.size()
                    + " questions but found " + (answers == null ? "none" : answers.size()));
        }
        for (int i = 0; i < answers.size(); i++) {
            take(questions.get(i), answers.get(i));
        }
        return null;
    }

    private void take(TaxQuestion question, @Nullable TaxAnswer answer) {
        ContentHash key = question.key();
        if (answer instanceof TaxAnswer.Unavailable later) {
            failed.put(
                    key, ErrorCode.TAX_UNAVAILABLE.because("the tax service does not answer now: " + later.reason()));
            return;
        }
        reached = true;
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
    }

    private static boolean unreachable(RuntimeException failure) {
        Throwable cause = failure;
        for (int i = 0; i < DEPTH && cause != null; i++) {
            if ((cause instanceof BillingException known && known.retryable())
                    || cause instanceof IOException
                    || cause instanceof TimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Without the message of what is not ours: it may name an address, or a key. */
    private static String shown(RuntimeException failure) {
        return failure instanceof BillingException known
                ? known.detail()
                : failure.getClass().getSimpleName();
    }
}
