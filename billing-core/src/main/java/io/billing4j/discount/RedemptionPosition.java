package io.billing4j.discount;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.util.Comparator;

/**
 * Where a redemption stands among those of its grant: by subscription, place and document. As text it is the key of a page, such as
 * {@code ada/0/0190b6a1-7c00-7000-8000-000000000000}.
 *
 * @param slot the index of the place
 */
public record RedemptionPosition(SubscriptionId subscription, int slot, InvoiceId invoice)
        implements Comparable<RedemptionPosition> {
    private static final Comparator<RedemptionPosition> ORDER = Comparator.comparing(RedemptionPosition::subscription)
            .thenComparingInt(RedemptionPosition::slot)
            .thenComparing(position -> position.invoice().toString());

    /** Refuses what is missing with MISSING_FIELD at its name. */
    public RedemptionPosition {
        Inputs.required("subscription", subscription);
        Inputs.required("invoice", invoice);
    }

    /** The position of a text; MISSING_FIELD or INVALID_KEY at {@code after} if it is none. */
    public static RedemptionPosition parse(String text) {
        String[] parts = Inputs.required("after", text).split("/", -1);
        try {
            return new RedemptionPosition(
                    SubscriptionId.of(parts[0]), Integer.parseInt(parts[1]), InvoiceId.parse(parts[2]));
        } catch (BillingException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw ErrorCode.INVALID_KEY.at(
                    "after",
                    "expected a subscription, a number and a UUID such as ada/0/0190b6a1-7c00-7000-8000-000000000000");
        }
    }

    @Override
    public int compareTo(RedemptionPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return subscription + "/" + slot + "/" + invoice;
    }
}
