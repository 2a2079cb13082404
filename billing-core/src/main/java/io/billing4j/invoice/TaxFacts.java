package io.billing4j.invoice;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRules;
import io.billing4j.tax.TaxTreatment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How a customer's documents are taxed.
 *
 * @param policy null where they are not
 * @param rules what is due where and when
 * @param profiles of the customer, the earliest first
 * @param answers of the service that the policy names; null where it names none
 */
public record TaxFacts(
        @Nullable TaxPolicy policy,
        TaxRules rules,
        List<TaxProfile> profiles,
        @Nullable TaxAnswers answers) {
    /** Documents are not taxed. */
    public static final TaxFacts NONE = new TaxFacts(null, TaxRules.NONE, List.of());

    /** Keeps a copy. */
    public TaxFacts {
        profiles = List.copyOf(profiles);
    }

    /** By the tenant's own rules. */
    public TaxFacts(@Nullable TaxPolicy policy, TaxRules rules, List<TaxProfile> profiles) {
        this(policy, rules, profiles, null);
    }

    /** By a service, whose answers are these. */
    public static TaxFacts external(TaxPolicy policy, List<TaxProfile> profiles, TaxAnswers answers) {
        return new TaxFacts(policy, TaxRules.NONE, profiles, answers);
    }

    /** The same with a customer's profiles. */
    public TaxFacts of(List<TaxProfile> others) {
        return new TaxFacts(policy, rules, others, answers);
    }

    /** The same with other answers. */
    public TaxFacts with(TaxAnswers others) {
        return new TaxFacts(policy, rules, profiles, others);
    }

    /**
     * What decides how a charge is taxed that a place bills.
     *
     * @throws io.billing4j.error.BillingException TAX_NOT_DETERMINED at the customer's id if nothing says where the customer
     *     is taxed
     */
    TaxSubject subject(Customer customer, ChargeTax charge, Instant dueAt, TaxPolicy taxed) {
        LocalDate day = dueAt.atZone(customer.zone()).toLocalDate();
        TaxProfile profile = profiles.stream()
                .filter(one -> !one.from().isAfter(day))
                .reduce((earlier, later) -> later)
                .orElse(null);
        TaxPlace place = profile == null ? taxed.place() : profile.place();
        if (place == null) {
            throw ErrorCode.TAX_NOT_DETERMINED.at(
                    "customerId",
                    "customer " + customer.id() + " has no tax profile on " + day
                            + ", and the settings no place for those");
        }
        return new TaxSubject(
                new TaxBasis(charge.category(), place, day),
                charge.behavior() == null ? taxed.behavior() : charge.behavior(),
                profile == null ? null : profile.untaxed(),
                profile == null ? null : profile.taxNumber());
    }

    /**
     * How a charge is taxed by the tenant's own rules, with shares of zero.
     *
     * @throws io.billing4j.error.BillingException TAX_NOT_DETERMINED at {@code taxCategory} if no rule says what is due
     */
    LineTaxes of(Customer customer, TaxSubject subject, CurrencyUnit currency) {
        TaxBasis basis = subject.basis();
        TaxTreatment treatment = subject.untaxed() != null
                ? subject.untaxed()
                : rules.treatment(basis.category(), basis.place(), basis.day(), subject.behavior())
                        .orElseThrow(() -> ErrorCode.TAX_NOT_DETERMINED.at(
                                "taxCategory",
                                "no rule says what is due for " + basis.category() + " on " + basis.day()
                                        + " where customer " + customer.id() + " is"));
        Money zero = Money.zero(currency);
        return new LineTaxes(
                treatment,
                basis,
                treatment.components().stream().map(tax -> zero).toList());
    }
}
