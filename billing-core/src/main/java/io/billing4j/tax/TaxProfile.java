package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a customer is taxed from a day on, until the next profile begins.
 *
 * @param from the first day; of a customer there is one profile for each
 * @param place where they are
 * @param untaxed why they owe no tax, whatever they are billed for; null for somebody who does
 * @param taxNumber under which they are known to the state, 1 to 30 characters; null where it is not known
 */
public record TaxProfile(
        CustomerId customer,
        LocalDate from,
        TaxPlace place,
        @Nullable Untaxed untaxed,
        @Nullable String taxNumber) {
    /**
     * Checks the number; MISSING_FIELD at {@code taxNumber} where whoever pays owes the tax and has none, INVALID_DATE at {@code from}
     * outside the years 1900 to 9998.
     */
    public TaxProfile {
        Inputs.required("customer", customer);
        Inputs.required("place", place);
        from = Inputs.date("from", from);
        taxNumber = taxNumber == null ? null : Inputs.text("taxNumber", taxNumber, 30);
        if (untaxed != null && untaxed.why() == NoTax.REVERSE_CHARGE && taxNumber == null) {
            throw ErrorCode.MISSING_FIELD.at(
                    "taxNumber", "whoever owes the tax in place of the seller has a tax number");
        }
    }

    /**
     * Somebody who owes the tax in place of the seller.
     *
     * @param reason as documents give it, 1 to 200 characters, such as the article of the law
     */
    public static TaxProfile reverseCharge(
            CustomerId customer, LocalDate from, TaxPlace place, String taxNumber, String reason) {
        return new TaxProfile(customer, from, place, new Untaxed(NoTax.REVERSE_CHARGE, reason), taxNumber);
    }

    /** Somebody who owes the taxes of a place. */
    public static TaxProfile of(CustomerId customer, LocalDate from, TaxPlace place) {
        return new TaxProfile(customer, from, place, null, null);
    }
}
