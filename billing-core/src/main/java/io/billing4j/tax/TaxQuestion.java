package io.billing4j.tax;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TaxCalculator} is asked of one document: its lines that are taxed for the first time. What a document gives back has
 * the share of the taxes that it had, and is not asked of.
 *
 * @param key the hash of all the rest: the same question has the same, whichever document it is asked for, so that it tells a
 *     service what it has answered already
 * @param entity in whose name the document is issued
 * @param currency of all amounts
 * @param lines 1 or more, in the order of the document
 */
public record TaxQuestion(
        ContentHash key,
        TenantId tenant,
        TaxCalculatorId calculator,
        CustomerId customer,
        EntityId entity,
        CurrencyUnit currency,
        List<Line> lines) {
    /** Keeps a copy. */
    public TaxQuestion {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param subscription whose charge it is; null, as plan and charge are, of a one-off charge
     * @param oneOff the one-off charge; null of a subscription's
     * @param description as the document shows it
     * @param serviceStart when what is billed begins
     * @param serviceEnd when it ends, exclusive
     * @param place where the customer is
     * @param day of which the rate is, in the customer's zone
     * @param taxNumber of the customer; null where it is not known
     * @param behavior whether the amount holds its taxes
     * @param amount after discounts, zero or more
     */
    public record Line(
            @Nullable SubscriptionId subscription,
            @Nullable PlanId plan,
            @Nullable ChargeId charge,
            @Nullable OneOffId oneOff,
            String description,
            Instant serviceStart,
            Instant serviceEnd,
            TaxCategory category,
            TaxPlace place,
            LocalDate day,
            @Nullable String taxNumber,
            TaxBehavior behavior,
            Money amount) {}

    /** Refuses an answer that a document cannot have with TAX_ANSWER_INVALID, at {@code lines[0].taxes[0]} and the like. */
    public void check(TaxAnswer.Answered answer) {
        if (answer.lines().size() != lines.size()) {
            throw ErrorCode.TAX_ANSWER_INVALID.at(
                    "lines",
                    "expected an answer to each of " + lines.size() + " lines but found "
                            + answer.lines().size());
        }
        for (int i = 0; i < lines.size(); i++) {
            check("lines[" + i + "]", lines.get(i), answer.lines().get(i));
        }
    }

    private void check(String field, Line line, TaxAnswer.LineAnswer answer) {
        boolean inclusive = line.behavior() == TaxBehavior.INCLUSIVE;
        if (answer.treatment() instanceof TaxTreatment.Taxed taxed && taxed.behavior() != line.behavior()) {
            throw invalid(field + ".treatment", "expected taxes " + line.behavior() + " but found " + taxed.behavior());
        }
        Money sum = Money.zero(currency);
        for (int i = 0; i < answer.taxes().size(); i++) {
            Money tax = answer.taxes().get(i);
            String at = field + ".taxes[" + i + "]";
            if (!tax.getCurrencyUnit().equals(currency)) {
                throw invalid(at, "expected " + currency + " but found " + tax);
            }
            if (tax.isNegative()) {
                throw invalid(at, "expected zero or more but found " + tax);
            }
            if (!tax.isZero()
                    && answer.treatment().components().get(i).percent().signum() == 0) {
                throw invalid(at, "expected nothing at 0 % but found " + tax + ": give the rate that it comes to");
            }
            sum = sum.plus(tax);
        }
        // Nothing has a share of a tax on nothing: it would never come back.
        if ((inclusive || line.amount().isZero()) && sum.isGreaterThan(line.amount())) {
            throw invalid(field + ".taxes", "expected at most " + line.amount() + " but found " + sum);
        }
    }

    private static BillingException invalid(String field, String message) {
        return ErrorCode.TAX_ANSWER_INVALID.at(field, message);
    }
}
