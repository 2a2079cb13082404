package io.billing4j.tax;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a calculator's answers when documents are assembled.
 *
 * @param tenant who asks
 * @param known by the keys of the questions
 * @param failed questions that there is no answer to, and why
 * @param otherwise why no other question will be answered; null where one may still be asked
 */
public record TaxAnswers(
        TenantId tenant,
        Map<ContentHash, TaxAnswer.Answered> known,
        Map<ContentHash, BillingException> failed,
        @Nullable BillingException otherwise) {
    /** Keeps copies. */
    public TaxAnswers {
        known = Map.copyOf(known);
        failed = Map.copyOf(failed);
    }

    /** Nothing is known yet, and all may be asked. */
    public static TaxAnswers none(TenantId tenant) {
        return new TaxAnswers(tenant, Map.of(), Map.of(), null);
    }

    /**
     * The answer to a question, which fits it; empty where it is still to be asked.
     *
     * @throws BillingException what there is instead of an answer; TAX_ANSWER_INVALID for one that a document cannot have
     */
    public Optional<TaxAnswer.Answered> to(TaxQuestion question) {
        TaxAnswer.Answered answer = known.get(question.key());
        if (answer != null) {
            question.check(answer);
            return Optional.of(answer);
        }
        BillingException failure = failed.getOrDefault(question.key(), otherwise);
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** The same with more answers. */
    public TaxAnswers and(Map<ContentHash, TaxAnswer.Answered> more) {
        Map<ContentHash, TaxAnswer.Answered> all = new HashMap<>(known);
        all.putAll(more);
        return new TaxAnswers(tenant, all, failed, otherwise);
    }

    /** The same where no other question will be answered. */
    public TaxAnswers otherwise(BillingException why) {
        return new TaxAnswers(tenant, known, failed, why);
    }

    /** The failure that a refusal is. */
    public static BillingException refusal(TaxAnswer.Refused refused) {
        return ErrorCode.TAX_REFUSED.because("the tax service does not say what is due: " + refused.reason());
    }
}
