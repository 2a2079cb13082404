package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.store.Page;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is due where and when, and how customers are taxed. Documents are taxed once the settings say how ({@link
 * io.billing4j.tenant.TenantSettings#withTaxes}); rules and profiles may be there before.
 *
 * <pre>{@code
 * engine.taxes().addRule(TaxRule.due(
 *         TaxRuleId.of("de-2021"), TaxCategory.STANDARD, TaxPlace.of("DE"), LocalDate.parse("2021-01-01"),
 *         TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal("19"))));
 * engine.taxes().addProfile(TaxProfile.of(CustomerId.of("acme"), LocalDate.parse("2023-11-01"), TaxPlace.of("DE")));
 * engine.settings().update(present -> present.withTaxes(TaxPolicy.DEFAULT));
 * }</pre>
 *
 * <p>Drafts stay as they are until they are computed again, and final documents for ever: they keep what they were taxed with.
 */
public final class Taxes {
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final TenantScope scope;

    Taxes(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds a rule. Rules are added and ended one after the other, so that of two that contradict each other one is refused. It
     * may begin in the past.
     *
     * @throws io.billing4j.error.BillingException TAX_RULE_EXISTS at {@code taxRuleId} if its key is taken; TAX_RULES_CONTRADICT at
     *     {@code from} if it contradicts another, which it names; INVALID_BATCH at {@code from} for the sixth tax of one
     *     category and place on a day
     */
    public TaxRule addRule(TaxRule rule) {
        Inputs.required("rule", rule);
        if (rule.place() != null) {
            rule.place().requireCountry();
        }
        return scope.inTransaction(work -> {
            requireRoom(work, rule, "from");
            work.unit().taxes().insert(rule);
            work.journal(JournalEntry.created(EventType.TAX_RULE_ADDED, null, rule.id(), detail(rule), work.now()));
            return rule;
        });
    }

    /**
     * Ends a rule, or puts off its end. The day may lie in the past: documents that were made since stay as they are. One that
     * ends on that day already stays as it is.
     *
     * @param until the first day on which it is not in force any more
     * @throws io.billing4j.error.BillingException TAX_RULE_NOT_FOUND at {@code taxRuleId}; INVALID_DATE at {@code until} before
     *     the rule's first day, on which it ends if it was a mistake; where an end is put off TAX_RULES_CONTRADICT and INVALID_BATCH at {@code until} as in {@link
     *     #addRule}
     */
    public TaxRule endRule(TaxRuleId id, LocalDate until) {
        Inputs.required("id", id);
        Inputs.required("until", until);
        return scope.inTransaction(work -> {
            work.unit().settings().lock();
            TaxRule before =
                    Billing4J.found(work.unit().taxes().find(id), ErrorCode.TAX_RULE_NOT_FOUND, "taxRuleId", id);
            TaxRule ended = before.until(until);
            if (ended.equals(before)) {
                return before;
            }
            requireRoom(work, ended, "until");
            work.unit().taxes().end(id, until);
            work.journal(new JournalEntry(
                    EventType.TAX_RULE_ENDED,
                    null,
                    id.value(),
                    before.until() == null
                            ? Map.of()
                            : Map.of("until", before.until().toString()),
                    Map.of("until", until.toString()),
                    work.now()));
            return ended;
        });
    }

    /** The rule, if there is one. */
    public Optional<TaxRule> findRule(TaxRuleId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().taxes().find(id));
    }

    /** Rules in the order of their keys. */
    public List<TaxRule> rules(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().taxes().list(page));
    }

    /**
     * Says how a customer is taxed from a day on, until their next profile begins. The day may lie in the past. One from the same day
     * takes the place of the one before.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; INVALID_PLACE at {@code country}
     */
    public TaxProfile addProfile(TaxProfile profile) {
        Inputs.required("profile", profile);
        profile.place().requireCountry();
        return scope.inTransaction(work -> {
            CustomerState customer = work.lockCustomer(profile.customer());
            if (work.unit()
                    .taxes()
                    .profiles(List.of(profile.customer()))
                    .getOrDefault(profile.customer(), List.of())
                    .contains(profile)) {
                return profile;
            }
            Instant recordedAt = work.record(customer);
            work.unit().taxes().addProfile(profile);
            // The journal is kept for ever and told to others: no word of where somebody lives, or why they owe no tax.
            work.journal(JournalEntry.created(
                    EventType.TAX_PROFILE_ADDED,
                    profile.customer(),
                    profile.customer(),
                    Map.of("from", profile.from().toString()),
                    recordedAt));
            return profile;
        });
    }

    /**
     * Forgets what a tax service has said and no document has yet: it is asked again. It is for whoever has put something right that no
     * question has in it, such as a street.
     *
     * @return how many answers there were
     */
    public int forgetAnswers() {
        return scope.inTransaction(work -> work.unit().taxes().forgetAnswersBefore(LAST));
    }

    /** A customer's profiles, from the first day to the last; none of one who has none. */
    public List<TaxProfile> profilesOf(CustomerId customer) {
        Inputs.required("customer", customer);
        return scope.inTransaction(
                work -> work.unit().taxes().profiles(List.of(customer)).getOrDefault(customer, List.of()));
    }

    /** Whoever adds or ends a rule has the settings to themselves, so that it is compared with all there will be. */
    private static void requireRoom(Work work, TaxRule rule, String field) {
        work.unit().settings().lock();
        work.unit().taxes().rules().requireRoomFor(rule, field);
    }

    private static Map<String, String> detail(TaxRule rule) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("category", rule.category().value());
        detail.put("place", rule.place() == null ? "everywhere" : rule.place().toString());
        detail.put("from", rule.from().toString());
        if (rule.until() != null) {
            detail.put("until", rule.until().toString());
        }
        if (rule.effect() instanceof TaxRule.Due due) {
            TaxComponent component = due.component();
            detail.put("tax", component.tax().value());
            detail.put("name", component.name());
            detail.put("percent", component.percent().toPlainString());
            detail.put("compound", Boolean.toString(component.compound()));
            detail.put("ordinal", Integer.toString(due.ordinal()));
        } else if (rule.effect() instanceof TaxRule.NotDue none) {
            detail.put("untaxed", none.untaxed().why().name());
            detail.put("reason", none.untaxed().reason());
        }
        return detail;
    }
}
