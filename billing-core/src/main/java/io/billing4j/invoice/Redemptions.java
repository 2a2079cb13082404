package io.billing4j.invoice;

import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;

/** What lines say of coupons. */
final class Redemptions {
    private Redemptions() {}

    /** One for each coupon and place that a line has a share of, also where it comes to nothing. */
    static List<Redemption> of(InvoiceId invoice, List<InvoiceLine> lines) {
        if (lines.stream().noneMatch(line -> line.adjustments().any())) {
            return List.of();
        }
        Map<Place, Money> sums = new LinkedHashMap<>();
        lines.forEach(line -> add(sums, line.key(), line.adjustments()));
        return redemptions(invoice, sums);
    }

    /** The same of lines that have no number yet. */
    static List<Redemption> ofDrafts(InvoiceId invoice, List<LineDraft> lines) {
        if (lines.stream().noneMatch(line -> line.adjustments().any())) {
            return List.of();
        }
        Map<Place, Money> sums = new LinkedHashMap<>();
        lines.forEach(line -> add(sums, line.key(), line.adjustments()));
        return redemptions(invoice, sums);
    }

    private static void add(Map<Place, Money> sums, LineKey key, LineAdjustments adjustments) {
        for (DiscountShare share : adjustments.discounts()) {
            sums.merge(new Place(share.grant(), key.subscription(), share.slot()), share.amount(), Money::plus);
        }
    }

    private static List<Redemption> redemptions(InvoiceId invoice, Map<Place, Money> sums) {
        List<Redemption> redemptions = new ArrayList<>();
        sums.forEach((place, amount) ->
                redemptions.add(new Redemption(place.grant(), place.subscription(), place.slot(), invoice, amount)));
        return List.copyOf(redemptions);
    }

    private record Place(CouponGrantId grant, SubscriptionId subscription, int slot) {}
}
