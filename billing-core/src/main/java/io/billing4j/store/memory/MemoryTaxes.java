package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.store.Page;
import io.billing4j.store.TaxStore;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rules by their keys, profiles by customer and first day, answers by the keys of their questions. */
final class MemoryTaxes implements TaxStore {
    private final Rows<TaxRuleId, TaxRule> rules;
    private final Rows<Key<CustomerId, LocalDate>, TaxProfile> profiles;
    private final Rows<String, KeptTaxAnswer> answers;
    private final Transaction transaction;

    MemoryTaxes(Books books, Transaction transaction) {
        this.transaction = transaction;
        rules = books.taxRules.in(transaction);
        profiles = books.taxProfiles.in(transaction);
        answers = books.taxAnswers.in(transaction);
    }

    @Override
    public void insert(TaxRule rule) {
        rules.insert(rule.id(), rule, () -> ErrorCode.TAX_RULE_EXISTS.at("taxRuleId", "there is a rule " + rule.id()));
    }

    @Override
    public Optional<TaxRule> find(TaxRuleId id) {
        return rules.find(id);
    }

    @Override
    public List<TaxRule> list(Page page) {
        TaxRuleId after = page.after() == null ? null : TaxRuleId.of(page.after());
        return rules.after(after).limit(page.size()).toList();
    }

    @Override
    public void end(TaxRuleId id, LocalDate until) {
        TaxRule rule = rules.require(id, () -> ErrorCode.TAX_RULE_NOT_FOUND.missing("taxRuleId", id));
        rules.put(id, ended(rule, until));
    }

    private TaxRule ended(TaxRule rule, LocalDate until) {
        try {
            return rule.until(until);
        } catch (BillingException e) {
            throw transaction.refuse(e);
        }
    }

    @Override
    public TaxRules rules() {
        return new TaxRules(rules.after(null).toList());
    }

    @Override
    public void addProfile(TaxProfile profile) {
        profiles.put(Key.of(profile.customer(), profile.from()), profile);
    }

    @Override
    public Map<CustomerId, List<TaxProfile>> profiles(Collection<CustomerId> customers) {
        Map<CustomerId, List<TaxProfile>> found = new LinkedHashMap<>();
        for (CustomerId customer : new TreeSet<>(customers)) {
            List<TaxProfile> own = profiles.entriesAfter(Key.startOf(customer))
                    .takeWhile(entry -> entry.getKey().first().equals(customer))
                    .map(Map.Entry::getValue)
                    .toList();
            if (!own.isEmpty()) {
                found.put(customer, own);
            }
        }
        return found;
    }

    @Override
    public Map<ContentHash, TaxAnswer.Answered> answers(Collection<ContentHash> questions, Instant since) {
        Map<ContentHash, TaxAnswer.Answered> found = new HashMap<>();
        for (ContentHash question : questions) {
            answers.find(question.hex())
                    .filter(kept -> !kept.recordedAt().isBefore(since))
                    .ifPresent(kept -> found.put(question, kept.answer()));
        }
        return found;
    }

    @Override
    public void keepAnswers(Map<ContentHash, TaxAnswer.Answered> kept, Instant recordedAt, Instant since) {
        kept.forEach((question, answer) -> {
            if (answers.find(question.hex())
                    .filter(earlier -> !earlier.recordedAt().isBefore(since))
                    .isEmpty()) {
                answers.put(question.hex(), new KeptTaxAnswer(answer, recordedAt));
            }
        });
    }

    @Override
    public void forgetAnswers(Collection<ContentHash> questions) {
        questions.forEach(question -> forget(question.hex()));
    }

    @Override
    public int forgetAnswersBefore(Instant before) {
        List<String> old = answers.entriesAfter("")
                .filter(entry -> entry.getValue().recordedAt().isBefore(before))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(this::forget);
        return old.size();
    }

    private void forget(String question) {
        if (answers.find(question).isPresent()) {
            answers.remove(question);
        }
    }
}
