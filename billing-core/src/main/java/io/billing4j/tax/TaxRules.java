package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is due where and when. Rules of a region go before those of its country, and those before the rules for everywhere else: the taxes
 * of region and country add up, but of one tax that both have the region's rate is due, and where the region has nothing due
 * nothing is. The rules for everywhere are for places that have none of their own.
 */
public record TaxRules(List<TaxRule> rules) {
    /** So that those of a region and its country are not more than a line may have. */
    private static final int MOST = 5;

    /** None at all. */
    public static final TaxRules NONE = new TaxRules(List.of());

    /** Keeps a copy. */
    public TaxRules {
        rules = List.copyOf(rules);
    }

    /**
     * Refuses a rule that cannot be among these; the one of its key, if there is one, is what it takes the place of.
     *
     * @param field of the day that is to blame
     * @throws io.billing4j.error.BillingException TAX_RULES_CONTRADICT at the field if it contradicts another, which it names;
     *     INVALID_BATCH at the field if more than five taxes were due for one category and place on one day
     */
    public void requireRoomFor(TaxRule rule, String field) {
        List<TaxRule> beside = rules.stream()
                .filter(other -> !other.id().equals(rule.id()) && rule.isBeside(other))
                .toList();
        for (TaxRule other : beside) {
            if (rule.contradicts(other)) {
                throw ErrorCode.TAX_RULES_CONTRADICT.at(
                        field,
                        "rule " + other.id() + " is for the same, from " + other.from() + " on"
                                + (other.until() == null ? "" : " until " + other.until()));
            }
        }
        // there are most of them on a day on which one begins
        Stream.concat(Stream.of(rule), beside.stream())
                .map(TaxRule::from)
                .filter(rule::holds)
                .filter(day -> beside.stream().filter(other -> other.holds(day)).count() >= MOST)
                .findFirst()
                .ifPresent(day -> {
                    throw ErrorCode.INVALID_BATCH.at(
                            field, "expected at most " + MOST + " taxes in one place but there are as many on " + day);
                });
    }

    /** What is due; empty where no rule says so. */
    public Optional<TaxTreatment> treatment(TaxCategory category, TaxPlace place, LocalDate day, TaxBehavior behavior) {
        List<List<TaxRule>> levels = List.of(
                matching(category, day, TaxRules::region, place),
                matching(category, day, TaxRules::country, place),
                matching(category, day, TaxRules::everywhere, place));
        boolean own = !levels.get(0).isEmpty() || !levels.get(1).isEmpty();
        List<TaxRule.Due> due = new ArrayList<>();
        Set<TaxId> taxes = new HashSet<>();
        for (List<TaxRule> level : own ? levels.subList(0, 2) : levels) {
            for (TaxRule rule : level) {
                if (rule.effect() instanceof TaxRule.Due one) {
                    if (taxes.add(one.component().tax())) {
                        due.add(one);
                    }
                } else if (rule.effect() instanceof TaxRule.NotDue none && due.isEmpty()) {
                    return Optional.of(none.untaxed());
                }
            }
        }
        return due.isEmpty() ? Optional.empty() : Optional.of(new TaxTreatment.Taxed(behavior, components(due)));
    }

    private static List<TaxComponent> components(List<TaxRule.Due> due) {
        return due.stream()
                .sorted(Comparator.comparingInt(TaxRule.Due::ordinal)
                        .thenComparing(one -> one.component().tax()))
                .map(TaxRule.Due::component)
                .toList();
    }

    private List<TaxRule> matching(TaxCategory category, LocalDate day, Level level, TaxPlace place) {
        return rules.stream()
                .filter(rule -> rule.category().equals(category) && rule.holds(day) && level.has(rule.place(), place))
                .sorted(TaxRule.byId())
                .toList();
    }

    private static boolean region(@Nullable TaxPlace of, TaxPlace place) {
        return of != null && of.region() != null && of.holds(place);
    }

    private static boolean country(@Nullable TaxPlace of, TaxPlace place) {
        return of != null && of.region() == null && of.holds(place);
    }

    private static boolean everywhere(@Nullable TaxPlace of, TaxPlace place) {
        return of == null;
    }

    private interface Level {
        boolean has(@Nullable TaxPlace of, TaxPlace place);
    }
}
