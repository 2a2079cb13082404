package io.billing4j.invoice;

import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountClaim;
import io.billing4j.discount.DiscountShares;
import io.billing4j.discount.Discounting;
import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.SubscriptionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The lines of one place of a document less what its customer's coupons take off them, which what stands beside them on the document
 * has no influence on. Lines that take something back have their share of
 * what was taken off there; what they give back of an amount that a coupon has for one place is there for what is asked for beside
 * them. Only lines that ask for something for the first time are discounted anew.
 */
public final class DiscountedLines {
    /** The order of places on a document. */
    static final Comparator<DiscountedLines> ON_DOCUMENT = Comparator.comparing(one -> one.place.subscription());

    private final PlaceLines place;
    private final DiscountFacts facts;
    private final CurrencyUnit currency;
    private final DocumentFacts all;
    private final List<LineDraft> lines;
    /** What the document takes off for a coupon and a place, less what it gives back. */
    private final Map<Place, Money> taken = new HashMap<>();

    private final Map<ClaimKey, DiscountClaim<ClaimKey, LineRank>> claims = new TreeMap<>();
    /** Where a coupon for some periods comes to nothing, so that they are not counted from there. */
    private final Set<ClaimKey> idle = new HashSet<>();

    private Map<ClaimKey, DiscountShares<LineRank>> results = Map.of();

    private DiscountedLines(DocumentFacts all, CouponBook coupons, PlaceLines place) {
        this.place = place;
        this.all = all;
        this.facts = new DiscountFacts(coupons, all.discounts().order());
        this.currency = all.balance().getCurrencyUnit();
        this.lines = new ArrayList<>(place.lines());
    }

    /** @param coupons what others have taken off by now, among them the places of the document that are due before */
    static DiscountedLines of(DocumentFacts all, CouponBook coupons, PlaceLines place) {
        DiscountedLines discounted = new DiscountedLines(all, coupons, place);
        if (!coupons.grants().isEmpty()) {
            discounted.takeOff();
        }
        return discounted;
    }

    /** What stood there before. */
    PlaceLines place() {
        return place;
    }

    /** What the place takes off for each coupon, and gives back of it; in no order. */
    public List<Redemption> redemptions() {
        return Redemptions.ofDrafts(all.invoiceId(), lines);
    }

    /** The lines with their shares, in the same order. */
    List<LineDraft> lines() {
        return lines;
    }

    private void takeOff() {
        // What is given back comes before what is asked for again, whatever their order on the document.
        for (boolean again : new boolean[] {false, true}) {
            for (int i = 0; i < lines.size(); i++) {
                LineDraft line = lines.get(i);
                if (!line.asks() && again == line.derivation().amount().isPositive()) {
                    LineDraft own = again ? capped(line) : line;
                    own.adjustments().discounts().forEach(share -> add(own, share));
                    lines.set(i, own);
                }
            }
        }
        do {
            claims.clear();
            claim();
            results = claims.isEmpty()
                    ? Map.of()
                    : Discounting.apply(
                            currency, amounts(), List.copyOf(claims.values()), facts.order(), all.rounding());
        } while (idle.addAll(comeToNothing()));
        if (!claims.isEmpty()) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).asks()) {
                    lines.set(i, lines.get(i).with(new LineAdjustments(shares(lines.get(i)), null)));
                }
            }
        }
    }

    /**
     * What coupons take off.
     *
     * @param before how many lines stand before the first of these on the document
     */
    List<DocumentDiscount> discounts(int before) {
        List<DocumentDiscount> discounts = new ArrayList<>();
        claims.forEach((key, claim) -> {
            Money amount = amountOf(key);
            if (amount.isPositive()) {
                CouponGrant grant = grantOf(key);
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).asks()
                            && claim.lines().contains(new LineRank(lines.get(i).key()))) {
                        numbers.add(before + i + 1);
                    }
                }
                discounts.add(new DocumentDiscount(
                        grant.id(),
                        grant.coupon().id(),
                        grant.coupon().name(),
                        claim.level(),
                        claim.discount(),
                        key.slot(),
                        numbers,
                        amount));
            }
        });
        return discounts;
    }

    /** A line that is asked for again has no more of a fixed amount than is left of it. */
    private LineDraft capped(LineDraft line) {
        List<DiscountShare> shares = new ArrayList<>();
        for (DiscountShare share : line.adjustments().discounts()) {
            Money most = left(share.grant(), line.key().subscription(), share.slot(), share.amount());
            Money own = share.amount().isGreaterThan(most) ? most : share.amount();
            if (own.isPositive()) {
                shares.add(share.of(own));
            }
        }
        return line.with(new LineAdjustments(
                shares,
                line.adjustments().piece(),
                line.adjustments().taxes(),
                line.adjustments().credits()));
    }

    private Money left(CouponGrantId id, SubscriptionId subscription, int slot, Money wanted) {
        for (CouponGrant grant : facts.coupons().grants()) {
            if (grant.id().equals(id) && grant.coupon().discount() instanceof Discount.Fixed) {
                Money given = takenFor(new Place(id, subscription, slot)).negated();
                return facts.coupons()
                        .left(grant, subscription, slot, given)
                        .map(discount -> discount.of(wanted, all.rounding()))
                        .orElse(Money.zero(currency));
            }
        }
        return wanted;
    }

    /**
     * Which coupons take off from which lines, place by place. A final place and one where periods are counted anew may have the
     * same index, and are due at different instants.
     */
    private void claim() {
        SortedMap<Integer, List<LineDraft>> bySlot = new TreeMap<>();
        lines.stream()
                .filter(LineDraft::asks)
                .forEach(line -> bySlot.computeIfAbsent(line.at().slot(), slot -> new ArrayList<>())
                        .add(line));
        CouponBook book = facts.coupons();
        SubscriptionId subscription = place.subscription();
        for (int i = 0; i < book.grants().size(); i++) {
            CouponGrant grant = book.grants().get(i);
            CouponBook known = book;
            for (Map.Entry<Integer, List<LineDraft>> place : bySlot.entrySet()) {
                int slot = place.getKey();
                Set<LineRank> covered = covered(grant, known, place.getValue());
                Money given =
                        takenFor(new Place(grant.id(), subscription, slot)).negated();
                Discount left = known.left(grant, subscription, slot, given).orElse(null);
                ClaimKey key = new ClaimKey(i, slot);
                if (!covered.isEmpty() && left != null && !idle.contains(key)) {
                    claims.put(
                            key,
                            new DiscountClaim<>(
                                    key, left, grant.coupon().scope().level(), covered));
                    // The first place that a coupon takes something off decides for which later ones it is.
                    known = known.with(List.of(
                            new Redemption(grant.id(), subscription, slot, all.invoiceId(), Money.zero(currency))));
                }
            }
        }
    }

    private List<ClaimKey> comeToNothing() {
        return claims.keySet().stream()
                .filter(key -> grantOf(key).coupon().periods() != null
                        && !amountOf(key).isPositive())
                .toList();
    }

    private Set<LineRank> covered(CouponGrant grant, CouponBook known, List<LineDraft> ofSlot) {
        Set<LineRank> covered = new LinkedHashSet<>();
        if (leftToOthers(grant)) {
            return covered;
        }
        for (LineDraft line : ofSlot) {
            LineKey key = line.key();
            if (grant.coupon().scope().covers(key.plan().plan(), key.charge())
                    && line.derivation().amount().isPositive()
                    && known.covers(
                            grant,
                            key.subscription(),
                            line.at().slot(),
                            line.at().dueAt())) {
                covered.add(new LineRank(key));
            }
        }
        return covered;
    }

    /**
     * Usage so far is billed before its place is due. Where the periods that a coupon is for have not begun to count by an earlier place
     * of the subscription, they are left to the places that are due before that: of another subscription, or of a change in this period.
     */
    private boolean leftToOthers(CouponGrant grant) {
        return place.place().countedUntil() != null
                && grant.counted()
                && facts.coupons().redemptions().stream()
                        .noneMatch(redemption -> redemption.grant().equals(grant.id())
                                && redemption.subscription().equals(place.subscription())
                                && redemption.slot() < place.place().index());
    }

    private Map<LineRank, Money> amounts() {
        Map<LineRank, Money> amounts = new HashMap<>();
        lines.stream()
                .filter(LineDraft::asks)
                .forEach(line ->
                        amounts.put(new LineRank(line.key()), line.derivation().amount()));
        return amounts;
    }

    private List<DiscountShare> shares(LineDraft line) {
        List<DiscountShare> shares = new ArrayList<>();
        claims.forEach((key, claim) -> {
            DiscountShares<LineRank> result = results.get(key);
            Money share = result == null ? null : result.shares().get(new LineRank(line.key()));
            if (share != null && share.isPositive()) {
                shares.add(new DiscountShare(grantOf(key).id(), key.slot(), share));
            }
        });
        return shares;
    }

    private void add(LineDraft line, DiscountShare share) {
        taken.merge(new Place(share.grant(), line.key().subscription(), share.slot()), share.amount(), Money::plus);
    }

    private Money takenFor(Place place) {
        return taken.getOrDefault(place, Money.zero(currency));
    }

    private Money amountOf(ClaimKey key) {
        DiscountShares<LineRank> result = results.get(key);
        return result == null ? Money.zero(currency) : result.amount();
    }

    private CouponGrant grantOf(ClaimKey key) {
        return facts.coupons().grants().get(key.grant());
    }

    /** A coupon at a place of a subscription. */
    private record Place(CouponGrantId grant, SubscriptionId subscription, int slot) {}

    /**
     * A coupon at a place of the subscription.
     *
     * @param grant its index among the customer's
     */
    private record ClaimKey(int grant, int slot) implements Comparable<ClaimKey> {
        @Override
        public int compareTo(ClaimKey other) {
            return grant != other.grant ? Integer.compare(grant, other.grant) : Integer.compare(slot, other.slot);
        }
    }
}
