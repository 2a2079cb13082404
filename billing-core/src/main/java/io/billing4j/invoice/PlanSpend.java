package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.SpendLeft;
import io.billing4j.proration.Share;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.SpentCharge;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the terms of a whole plan make of a period of one item, the main plan or an add-on, in whatever versions it is held.
 *
 * <p>Commitment and maximum of a version count for their share of the stretch in which it holds. Fees are spent first, all that are asked for
 * and not only what lies in the stretch; then usage in the order of the plan: what is beyond the commitment counts so many times, and what
 * the maximum leaves no room for is not asked for, line by line. With a fee of 30.00, a commitment of 100.00 and a factor of 1.5, usage of 60.00
 * and then of 30.00 costs 60.00 and, of which 10.00 are left of the commitment, 10.00 + 20.00 × 1.5 = 40.00.
 *
 * <p>What is missing is missing to the period: to all commitments together, each for the time for which fees are asked for, from all that
 * the item is asked for, by one line beside the last of the versions that have one. All amounts are before coupons and taxes.
 */
final class PlanSpend {
    private final ChargeRater rater;
    private final BillingPeriod nominal;
    private final List<Stretch> stretches = new ArrayList<>();
    private final SortedMap<SpentCharge, Money> asked = new TreeMap<>();

    /** @param nominal the whole period */
    PlanSpend(ChargeRater rater, BillingPeriod nominal) {
        this.rater = rater;
        this.nominal = nominal;
    }

    /**
     * Adds the next stretch of the item.
     *
     * @param service in which the plan version holds
     * @param feesHeld the time for which the item has fees
     */
    void addStretch(PlanVersion plan, BillingPeriod service, List<Span> feesHeld) {
        stretches.add(new Stretch(plan, service, feesHeld));
    }

    /**
     * Counts a fee of the item, for the stretch of its version in which it begins, or for the one before. A version may have fees and not be
     * held at all, as where a change that holds from earlier on has its fees from the next period on: then for what is held instead.
     */
    void addFee(RatedCharge fee) {
        Instant start = fee.basis().service().startInclusive();
        Stretch own = begun(start, stretch -> stretch.plan.ref().equals(fee.plan()));
        Stretch holder = own == null ? begun(start, any -> true) : own;
        for (Derivation derivation : fee.derivations()) {
            add(fee.plan(), fee.charge().id(), derivation.amount());
            if (holder != null) {
                holder.spend(derivation.amount(), derivation.amount());
            }
        }
    }

    /** Counts usage of the item that stands as it was billed. */
    void addStanding(PlanVersionRef plan, ChargeId charge, Money amount) {
        add(plan, charge, amount);
    }

    /** Usage as the plan's terms leave it, and counts it; to be called in the order of the plan, after the fees. */
    RatedCharge usage(RatedCharge used) {
        BillingPeriod service = used.basis().service();
        Stretch stretch = stretches.stream()
                .filter(one -> one.plan.ref().equals(used.plan()) && one.service.equals(service))
                .findFirst()
                .orElseThrow();
        List<Derivation> derivations = new ArrayList<>();
        for (Derivation own : used.derivations()) {
            SpendLeft left = stretch.left(own);
            Derivation asks = left == null ? own : own.leaving(left);
            add(used.plan(), used.charge().id(), asks.amount());
            stretch.spend(own.amount(), asks.amount());
            derivations.add(asks);
        }
        return new RatedCharge(used.plan(), used.charge(), derivations);
    }

    /** What is missing to the commitments, to be called last; null where nothing is. */
    @Nullable
    RatedCharge missing() {
        Stretch last = null;
        for (Stretch stretch : stretches) {
            last = stretch.promised() == null ? last : stretch;
        }
        if (last == null || last.charge == null) {
            return null;
        }
        Money due = due(last.plan.currency());
        Money sum = Money.zero(last.plan.currency());
        for (Money amount : asked.values()) {
            sum = sum.plus(amount);
        }
        return due.isGreaterThan(sum)
                ? new RatedCharge(
                        last.plan.ref(), last.charge, rater.missing(last.charge, due, asked, last.service, nominal))
                : null;
    }

    /** All that is promised for the period, rounded once: three thirds of 100.00 are 100.00. */
    private Money due(CurrencyUnit currency) {
        Map<Long, BigDecimal> byWhole = new TreeMap<>();
        for (Stretch stretch : stretches) {
            BigMoney promised = stretch.promised();
            if (promised != null) {
                for (Span span : stretch.feesHeld) {
                    Share share = stretch.share(span.startInclusive(), span.endExclusive());
                    byWhole.merge(
                            share.whole(),
                            promised.getAmount().multiply(BigDecimal.valueOf(share.part())),
                            BigDecimal::add);
                }
            }
        }
        // Versions may measure the period in another way each.
        BigDecimal numerator = BigDecimal.ZERO;
        BigDecimal denominator = BigDecimal.ONE;
        for (Map.Entry<Long, BigDecimal> measured : byWhole.entrySet()) {
            BigDecimal whole = BigDecimal.valueOf(measured.getKey());
            numerator = numerator.multiply(whole).add(measured.getValue().multiply(denominator));
            denominator = denominator.multiply(whole);
        }
        return rater.rounding().round(BigMoney.of(currency, numerator), BigDecimal.ONE, denominator);
    }

    /** The last of these that has begun by then, or else the first; null for none. */
    private @Nullable Stretch begun(Instant by, Predicate<Stretch> which) {
        Stretch found = null;
        for (Stretch stretch : stretches) {
            if (which.test(stretch)
                    && (found == null || !stretch.service.startInclusive().isAfter(by))) {
                found = stretch;
            }
        }
        return found;
    }

    private void add(PlanVersionRef plan, ChargeId charge, Money amount) {
        SpentCharge spent = new SpentCharge(plan, charge);
        Money before = asked.get(spent);
        Money sum = before == null ? amount : before.plus(amount);
        // What was taken back and comes to nothing by now is no part of it.
        if (sum.isZero()) {
            asked.remove(spent);
        } else {
            asked.put(spent, sum);
        }
    }

    /** A stretch in which a version holds, and what it has spent by now. */
    private final class Stretch {
        private final PlanVersion plan;
        private final @Nullable Charge charge;
        private final BillingPeriod service;
        private final List<Span> feesHeld;
        /** Before overage and maximum. */
        private Money before;

        private Money asked;

        Stretch(PlanVersion plan, BillingPeriod service, List<Span> feesHeld) {
            this.plan = plan;
            this.charge = plan.ofPlan().orElse(null);
            this.service = service;
            this.feesHeld = Span.both(List.of(new Span(service.startInclusive(), service.endExclusive())), feesHeld);
            this.before = Money.zero(plan.currency());
            this.asked = before;
        }

        void spend(Money own, Money asks) {
            before = before.plus(own);
            asked = asked.plus(asks);
        }

        /** What is to be made up for where it is missing, for a whole period. */
        @Nullable
        BigMoney promised() {
            Commitment commitment = charge == null ? null : charge.terms().commitment();
            return commitment == null || !commitment.trueUp() ? null : commitment.amount();
        }

        @Nullable
        SpendLeft left(Derivation own) {
            if (charge == null) {
                return null;
            }
            Commitment commitment = charge.terms().commitment();
            BigMoney maximum = charge.terms().maximum();
            return SpendLeft.where(
                    own.settled(),
                    commitment == null ? null : less(commitment.amount(), before),
                    commitment == null ? BigDecimal.ONE : commitment.overageFactor(),
                    maximum == null ? null : less(maximum, asked));
        }

        /** What is left of the stretch's share of an amount. */
        private Money less(BigMoney amount, Money gone) {
            Share share = share(service.startInclusive(), service.endExclusive());
            Money left = rater.rounding()
                    .round(amount, BigDecimal.valueOf(share.part()), BigDecimal.valueOf(share.whole()))
                    .minus(gone);
            return left.isNegative() ? Money.zero(plan.currency()) : left;
        }

        Share share(Instant startInclusive, Instant endExclusive) {
            ProrationPolicy proration = charge == null ? ProrationPolicy.BY_SECOND : charge.proration();
            return Share.of(proration, nominal, startInclusive, endExclusive);
        }
    }
}
