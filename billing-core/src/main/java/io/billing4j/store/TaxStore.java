package io.billing4j.store;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is due where and when, how customers are taxed, and what an outside service has said for a while. Whether rules contradict each
 * other is not decided here.
 */
public interface TaxStore {
    /** Adds a rule; TAX_RULE_EXISTS at {@code taxRuleId} if its key is taken. */
    void insert(TaxRule rule);

    /** The rule, if there is one. */
    Optional<TaxRule> find(TaxRuleId id);

    /** Rules in the order of their keys. */
    List<TaxRule> list(Page page);

    /**
     * Stores until when a rule is in force, whatever end it had.
     *
     * @throws io.billing4j.error.BillingException TAX_RULE_NOT_FOUND at {@code taxRuleId} if there is none, INVALID_DATE at {@code
     *     until} unless that is after its first day
     */
    void end(TaxRuleId id, LocalDate until);

    /** All rules, in the order of their keys. */
    TaxRules rules();

    /** Adds a profile of a customer, who is locked; it takes the place of one from the same day. */
    void addProfile(TaxProfile profile);

    /** The profiles of those of the customers that have any, of each from the first day to the last. */
    Map<CustomerId, List<TaxProfile>> profiles(Collection<CustomerId> customers);

    /**
     * What an outside service has answered.
     *
     * @param questions by their keys
     * @param since answers that were kept before are none
     * @return of those of the questions that have an answer
     */
    Map<ContentHash, TaxAnswer.Answered> answers(Collection<ContentHash> questions, Instant since);

    /**
     * Keeps answers for others to find. Of a question that has one kept at or after an instant that one stays, so that all who asked have
     * the same.
     *
     * @param answers by the keys of their questions
     * @param recordedAt when they are kept
     * @param since answers that were kept before are replaced
     */
    void keepAnswers(Map<ContentHash, TaxAnswer.Answered> answers, Instant recordedAt, Instant since);

    /** Forgets the answers to questions, as far as there are any. */
    void forgetAnswers(Collection<ContentHash> questions);

    /** Forgets answers that were kept before an instant; how many. */
    int forgetAnswersBefore(Instant before);
}
