package io.billing4j.discount;

import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import org.joda.money.Money;

/**
 * What a grant takes off one document for one place of a subscription. Several documents may have one for the same place: the
 * first takes something off what it bills, later ones as much less or more as they take back of it and ask for beside it.
 *
 * @param slot the index of the place
 * @param amount below zero where the document takes back more of what was taken off than it takes off
 */
public record Redemption(CouponGrantId grant, SubscriptionId subscription, int slot, InvoiceId invoice, Money amount) {
    /** Where it stands among those of its grant. */
    public RedemptionPosition position() {
        return new RedemptionPosition(subscription, slot, invoice);
    }

    /** The same redemption of another amount. */
    public Redemption of(Money other) {
        return new Redemption(grant, subscription, slot, invoice, other);
    }
}
