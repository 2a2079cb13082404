package io.billing4j.testkit.history;

import io.billing4j.testkit.history.Oracle.Held;
import io.billing4j.testkit.history.Oracle.Owed;
import io.billing4j.testkit.history.OracleCalendar.Window;
import io.billing4j.testkit.history.PlainPlan.Charge;
import io.billing4j.testkit.history.PlainPlan.Terms;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What terms of whole plans make of one period of one subscription: each item apart, and of each item prices that hold their taxes apart from
 * others. Fees are to be told first, then usage in the order of the plan, and at last it says what is missing.
 */
final class OracleTerms {
    private final Oracle oracle;
    private final Window window;
    private final List<Held> fees;
    private final Map<String, Spend> spends = new TreeMap<>();
    /** Of each fee what was told last of it. */
    private final Map<String, Told> told = new HashMap<>();

    /**
     * @param service in which versions items are held in the period, in the order of time
     * @param fees for which time they have fees
     */
    OracleTerms(Oracle oracle, Window window, List<Held> service, List<Held> fees) {
        this.oracle = oracle;
        this.window = window;
        this.fees = fees;
        for (Held held : service) {
            Terms terms = terms(held);
            if (terms != null) {
                spends.computeIfAbsent(key(held, terms.charge()), key -> new Spend());
            }
        }
        for (Held held : service) {
            Terms terms = terms(held);
            spends.forEach((key, spend) -> {
                // A version without terms counts for all prices of its item.
                if (terms == null ? key.startsWith(held.item() + " ") : key.equals(key(held, terms.charge()))) {
                    spend.stretches.add(new Stretch(held, terms));
                }
            });
        }
    }

    /** The part of a fee that goes on for as long as nothing changes of it, and when it began. */
    private record Told(Held held, Instant begin) {}

    /**
     * What is missing to what was promised for a period.
     *
     * @param promised in minor units
     * @param asked what each charge asks for, by its plan and its own name; nothing that asks for nothing
     */
    record Missing(Owed owed, BigInteger promised, Map<String, BigInteger> asked) {}

    /** Whether nothing that the fee depends on changes between the two. */
    private static boolean goesOn(Held before, Held held, Charge charge) {
        return before.end().equals(held.start())
                && (!charge.perUnit() || before.quantity().same(held.quantity()));
    }

    /** Takes in what a fee asks for in a part of the period. */
    void fee(Held held, Charge charge, BigInteger amount) {
        Told last = told.get(held.item() + " " + held.plan() + " " + charge.id());
        Instant begin = last != null && goesOn(last.held(), held, charge) ? last.begin() : held.start();
        told.put(held.item() + " " + held.plan() + " " + charge.id(), new Told(held, begin));
        Spend spend = spends.get(key(held, charge.id()));
        if (spend != null) {
            spend.asked.merge(held.plan() + " " + charge.id(), amount, BigInteger::add);
            Stretch own = spend.begun(begin, held.plan());
            Stretch holder = Objects.requireNonNull(own == null ? spend.begun(begin, "") : own);
            holder.own = holder.own.add(amount);
            holder.asked = holder.asked.add(amount);
        }
    }

    /** What usage comes to that would cost so much without the others. */
    BigInteger usage(Held held, Charge charge, Fraction price) {
        Spend spend = spends.get(key(held, charge.id()));
        if (spend == null) {
            return oracle.rounding().apply(price);
        }
        Stretch stretch = Objects.requireNonNull(spend.begun(held.start(), held.plan()));
        BigInteger asks = oracle.rounding().apply(stretch.bounded(price));
        stretch.own = stretch.own.add(oracle.rounding().apply(price));
        stretch.asked = stretch.asked.add(asks);
        spend.asked.merge(held.plan() + " " + charge.id(), asks, BigInteger::add);
        return asks;
    }

    /** What is missing to what was promised for the period; to be asked last. */
    List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        for (Spend spend : spends.values()) {
            Fraction promised = Fraction.ZERO;
            Stretch last = null;
            for (Stretch stretch : spend.stretches) {
                if (stretch.terms != null && stretch.terms.madeUp()) {
                    promised = promised.plus(stretch.promisedForFees(stretch.terms));
                    last = stretch;
                }
            }
            BigInteger due = oracle.rounding().apply(promised);
            BigInteger rest = spend.asked.values().stream().reduce(due, BigInteger::subtract);
            spend.asked.values().removeIf(amount -> amount.signum() == 0);
            if (last != null && last.terms != null && rest.signum() > 0) {
                Held held = last.held;
                Owed owed = new Owed(
                        held.plan(), last.terms.charge(), false, window.start(), held.start(), held.end(), rest);
                missing.add(new Missing(owed, due, spend.asked));
            }
        }
        return missing;
    }

    private @Nullable Terms terms(Held held) {
        return Objects.requireNonNull(oracle.plans().get(held.plan()), held.plan())
                .terms();
    }

    private static String key(Held held, String charge) {
        return held.item() + " " + PlainTaxes.ownBehavior(charge);
    }

    /** What one item spends on prices that are taxed alike. */
    private static final class Spend {
        private final List<Stretch> stretches = new ArrayList<>();
        private final Map<String, BigInteger> asked = new TreeMap<>();

        /** Of the stretches of a plan the last that has begun by then, or else the first; of all where none is named. */
        @Nullable
        Stretch begun(Instant by, String plan) {
            Stretch found = null;
            for (Stretch stretch : stretches) {
                boolean wanted = plan.isEmpty() || stretch.held.plan().equals(plan);
                if (wanted && (found == null || !stretch.held.start().isAfter(by))) {
                    found = stretch;
                }
            }
            return found;
        }
    }

    /** The time in which a version holds. */
    private final class Stretch {
        private final Held held;
        private final @Nullable Terms terms;
        /** What it comes to before its terms, and after them. */
        private BigInteger own = BigInteger.ZERO;

        private BigInteger asked = BigInteger.ZERO;

        Stretch(Held held, @Nullable Terms terms) {
            this.held = held;
            this.terms = terms;
        }

        /** A price with what is beyond the promised amount multiplied, and then cut. */
        Fraction bounded(Fraction price) {
            Fraction bounded = price;
            if (terms == null) {
                return price;
            }
            Fraction left = left(terms, terms.promised(), own);
            if (left != null && price.minus(left).numerator().signum() > 0) {
                bounded = left.plus(price.minus(left).times(Fraction.of(terms.factor())));
            }
            Fraction room = left(terms, terms.most(), asked);
            return room == null ? bounded : bounded.min(room);
        }

        private @Nullable Fraction left(Terms of, @Nullable String amount, BigInteger gone) {
            if (amount == null) {
                return null;
            }
            Fraction share = share(of, amount, held.start(), held.end());
            BigInteger left = oracle.rounding().apply(share).subtract(gone);
            return new Fraction(left.max(BigInteger.ZERO), BigInteger.ONE);
        }

        Fraction promisedForFees(Terms of) {
            Fraction promised = Fraction.ZERO;
            for (Held fee : fees) {
                Instant from = fee.start().isBefore(held.start()) ? held.start() : fee.start();
                Instant until = fee.end().isAfter(held.end()) ? held.end() : fee.end();
                if (fee.item().equals(held.item()) && from.isBefore(until)) {
                    promised = promised.plus(share(of, Objects.requireNonNull(of.promised()), from, until));
                }
            }
            return promised;
        }

        private Fraction share(Terms of, String amount, Instant from, Instant until) {
            Fraction whole = Fraction.of(amount).times(oracle.minor());
            Fraction before = Oracle.passed(of.shared(), window, window.start(), from);
            return whole.times(
                    Oracle.passed(of.shared(), window, window.start(), until).minus(before));
        }
    }
}
