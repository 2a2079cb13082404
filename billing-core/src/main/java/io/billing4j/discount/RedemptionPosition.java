package io.billing4j.discount;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a redemption stands among those of its grant: by subscription, place and document. As text it is the key of a page, such as
 * {@code ada/0/0190b6a1-7c00-7000-8000-000000000000}.
 *
 * @param slot the index of the place
 */
public record RedemptionPosition(SubscriptionId subscription, int slot, InvoiceId invoice)
        implements Comparable<RedemptionPosition> {
    private static final Pattern TEXT = Pattern.compile("([^/]*)/([0-9]+)/([^/]*)");

    private static final Comparator<RedemptionPosition> ORDER = Comparator.comparing(RedemptionPosition::subscription)
            .thenComparingInt(RedemptionPosition::slot)
            .thenComparing(position -> position.invoice().toString());

    /** Refuses what is missing with MISSING_FIELD at its name, and a slot below 0 with INVALID_NUMBER at {@code slot}. */
    public RedemptionPosition {
        Inputs.required("subscription", subscription);
        if (slot < 0) {
            throw ErrorCode.INVALID_NUMBER.at("slot", "expected 0 or more but found " + slot);
        }
        Inputs.required("invoice", invoice);
    }

    /** The position of a text; MISSING_FIELD or INVALID_KEY at {@code after} if it is none. */
    public static RedemptionPosition parse(String text) {
        Matcher parts = TEXT.matcher(Inputs.required("after", text));
        try {
            if (parts.matches()) {
                return new RedemptionPosition(
                        SubscriptionId.of(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        InvoiceId.parse(parts.group(3)));
            }
        } catch (BillingException | NumberFormatException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    private static BillingException unreadable() {
        return ErrorCode.INVALID_KEY.at(
                "after",
                "expected a subscription, a number and a UUID such as ada/0/0190b6a1-7c00-7000-8000-000000000000");
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
