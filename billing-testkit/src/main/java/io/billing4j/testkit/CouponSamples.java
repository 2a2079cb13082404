package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DiscountFacts;
import io.billing4j.invoice.DiscountShare;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.joda.money.Money;

/** Coupons, and documents that they take off from, over the parties of {@link Samples}. */
public final class CouponSamples {
    /** Ten percent of whatever {@link Samples#PLAN} charges, for ever. */
    public static final Coupon TEN =
            coupon("TEN", Discount.percentage(BigDecimal.TEN), CouponScope.plans(Set.of(Samples.PLAN)));

    /** 5.00 dollars off every document. */
    public static final Coupon FIVE = coupon("FIVE", Discount.fixed(dollars("5.00")), CouponScope.document());

    private CouponSamples() {}

    /** A coupon for ever, granted as often as anybody likes. */
    public static Coupon coupon(String id, Discount discount, CouponScope scope) {
        return new Coupon(
                CouponId.of(id), "Coupon " + Samples.HOSTILE, discount, scope, null, null, null, null, Samples.START);
    }

    /** The same coupon, granted so often at most. */
    public static Coupon atMost(Coupon coupon, int grants) {
        return new Coupon(
                coupon.id(),
                coupon.name(),
                coupon.discount(),
                coupon.scope(),
                coupon.periods(),
                coupon.grantableUntil(),
                grants,
                coupon.archivedAt(),
                coupon.createdAt());
    }

    /** A grant for whichever of a customer's subscriptions, from {@link Samples#START} on. */
    public static CouponGrant grant(String id, Coupon coupon, String customer) {
        return new CouponGrant(
                CouponGrantId.of(id), coupon, CustomerId.of(customer), null, Samples.START, null, Samples.START);
    }

    /** What document {@code n} takes off in dollars. */
    public static Redemption redemption(String grant, String subscription, int slot, long n, String dollars) {
        return new Redemption(
                CouponGrantId.of(grant),
                SubscriptionId.of(subscription),
                slot,
                DocumentSamples.invoiceId(n),
                dollars(dollars));
    }

    /**
     * What {@link DocumentSamples#draft(long, Subscription, int)} has, less what {@link #TEN} and {@link #FIVE} take off, granted
     * as {@code g-ten} and {@code g-five}. Of the first period that is 20.00 and 29.97: 10 % of 49.97 are 5.00, 2.00 and 3.00 of
     * each; of 18.00 and 26.97 that are left 5.00 are 2.00 and 3.00 again. 39.97 are asked for.
     */
    public static InvoiceDraft draft(long n, Subscription subscription, int index) {
        return draft(n, subscription, index, TaxFacts.NONE);
    }

    /** The same taxed. */
    static InvoiceDraft draft(long n, Subscription subscription, int index, TaxFacts taxes) {
        String customer = subscription.customer().value();
        CouponBook book = new CouponBook(
                List.of(grant("g-ten", TEN, customer), later(grant("g-five", FIVE, customer))), List.of());
        return DocumentSamples.draft(
                n,
                subscription,
                index,
                Samples.version(Samples.PLAN, 1),
                DocumentSamples.USED,
                new DiscountFacts(book, DiscountOrder.AS_GIVEN),
                taxes);
    }

    private static CouponGrant later(CouponGrant grant) {
        return new CouponGrant(
                grant.id(),
                grant.coupon(),
                grant.customer(),
                grant.subscription(),
                grant.from(),
                grant.endedAt(),
                at(1));
    }

    /**
     * What takes back the second half of the first line of {@link #draft}'s document of the first period: of 20.00 the last 10.00,
     * and 1.00 of 2.00 of each coupon. The total is zero, the credit −8.00.
     */
    public static InvoiceDraft correction(long n, Invoice corrected) {
        InvoiceLine line = corrected.lines().get(0);
        InvoiceDraft plain = DocumentSamples.correction(n, corrected, Samples.START.plusSeconds(15 * 86_400));
        List<DiscountShare> whole = line.adjustments().discounts();
        List<DiscountShare> back = whole.stream()
                .map(share -> new DiscountShare(share.grant(), share.slot(), dollars("-1.00")))
                .toList();
        InvoiceLine taken = plain.lines().get(0);
        List<InvoiceLine> lines = List.of(InvoiceLine.of(
                1,
                taken.key(),
                taken.description(),
                taken.derivation(),
                new LineAdjustments(back, new LinePiece(line.amount(), dollars("10.00"), dollars("20.00"), whole))));
        return new InvoiceDraft(
                plain.id(),
                plain.customer(),
                plain.entity(),
                plain.places().get(0).subscription(),
                plain.places().get(0).place(),
                lines,
                DocumentDiscounts.NONE,
                null,
                DocumentTotals.of(lines, Money.zero(Samples.USD)),
                plain.recordedAt(),
                List.of());
    }

    private static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
