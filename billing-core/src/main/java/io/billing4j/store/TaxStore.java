package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is due where and when, and how customers are taxed. Whether rules contradict each other is not decided here. */
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
}
