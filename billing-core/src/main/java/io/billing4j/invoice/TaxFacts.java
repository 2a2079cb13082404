package io.billing4j.invoice;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
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
 */
public record TaxFacts(@Nullable TaxPolicy policy, TaxRules rules, List<TaxProfile> profiles) {
    /** Documents are not taxed. */
    public static final TaxFacts NONE = new TaxFacts(null, TaxRules.NONE, List.of());

    /** Keeps a copy. */
    public TaxFacts {
        profiles = List.copyOf(profiles);
    }

    /**
     * How a charge is taxed that a place bills, with shares of zero.
     *
     * @throws io.billing4j.error.BillingException TAX_NOT_DETERMINED at the customer's id if nothing says where the customer
     *     is taxed, at {@code taxCategory} if no rule says what is due
     */
    LineTaxes of(Customer customer, ChargeTax charge, Instant dueAt, TaxPolicy taxed, CurrencyUnit currency) {
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
        TaxBasis basis = new TaxBasis(charge.category(), place, day);
        TaxTreatment treatment = profile != null && profile.untaxed() != null
                ? profile.untaxed()
                : rules.treatment(charge.category(), place, day, behavior(charge, taxed))
                        .orElseThrow(() -> ErrorCode.TAX_NOT_DETERMINED.at(
                                "taxCategory",
                                "no rule says what is due for " + charge.category() + " on " + day + " where customer "
                                        + customer.id() + " is"));
        Money zero = Money.zero(currency);
        return new LineTaxes(
                treatment,
                basis,
                treatment.components().stream().map(tax -> zero).toList());
    }

    private static TaxBehavior behavior(ChargeTax charge, TaxPolicy taxed) {
        return charge.behavior() == null ? taxed.behavior() : charge.behavior();
    }
}
