package io.billing4j.testkit.history;

import io.billing4j.testkit.history.OracleCalendar.Window;
import io.billing4j.testkit.history.PlainPlan.Charge;
import io.billing4j.testkit.history.PlainPlan.Shared;
import io.billing4j.testkit.history.PlainPlan.Tier;
import io.billing4j.testkit.history.PlainSubscription.Aspect;
import io.billing4j.testkit.history.PlainSubscription.Change;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What subscriptions must have been billed, by the rules as a reader of the manual would apply them: everything is computed
 * anew each time, in exact fractions, from accepted commands and plans in plain numbers. With {@link OracleCalendar} and the
 * {@code Plain} records it is a model of its own that uses no class of the product.
 *
 * @param plans by their keys
 * @param minor how many minor units make a main one
 * @param rounding of an exact number of minor units
 */
record Oracle(Map<String, PlainPlan> plans, Fraction minor, Function<Fraction, BigInteger> rounding) {
    /** What a charge of a plan version asks for in one period, for the time from when until when it is held, in minor units. */
    record Owed(
            String plan,
            String charge,
            boolean inAdvance,
            Instant period,
            Instant from,
            Instant until,
            BigInteger amount) {}

    /** A subscription as one has to bill it who knows of nothing that takes effect later. */
    Model model(PlainSubscription subscription, Instant asOf) {
        List<Change> standing = new ArrayList<>();
        Set<Integer> withdrawn = new HashSet<>();
        for (Change change : subscription.changes()) {
            if (change.aspect() == Aspect.WITHDRAWAL) {
                withdrawn.add(change.target());
            }
        }
        for (Change change : subscription.changes()) {
            // A term that follows another begins with that one's end, wherever it has moved since.
            boolean known = change.aspect() == Aspect.TERM || !change.at().isAfter(asOf);
            if (known && !withdrawn.contains(change.number())) {
                standing.add(change);
            }
        }
        return new Model(subscription, standing, new OracleCalendar(subscription, standing, plans), asOf);
    }

    /** Part of an item: the plan, whose name is empty, or an add-on. */
    record Held(String item, String plan, Fraction quantity, Instant start, Instant end) {
        Owed owed(Charge charge, Window window, BigInteger amount) {
            return new Owed(plan, charge.id(), charge.inAdvance(), window.start(), start, end, amount);
        }
    }

    /** One subscription as of an instant. */
    final class Model {
        private final PlainSubscription subscription;
        private final List<Change> changes;
        private final OracleCalendar calendar;
        private final Instant asOf;

        Model(PlainSubscription subscription, List<Change> changes, OracleCalendar calendar, Instant asOf) {
            this.subscription = subscription;
            this.changes = changes;
            this.calendar = calendar;
            this.asOf = asOf;
        }

        OracleCalendar calendar() {
            return calendar;
        }

        /** The first instant at which it does not hold any more; null where none is known. */
        @Nullable
        Instant end() {
            return end(false);
        }

        /** The plan at an instant, whatever version of it. */
        String planAt(Instant at) {
            String key = versionAt(at);
            return key.substring(0, key.indexOf('/'));
        }

        /** The key of the plan at an instant. */
        String versionAt(Instant at) {
            Change set = latest(Aspect.PLAN, "", at, false);
            return set == null ? subscription.plan() : set.what();
        }

        /** What all charges ask for in all periods that have begun. */
        List<Owed> owed(List<Usage> usage) {
            List<Owed> owed = new ArrayList<>();
            addAll(owed, usage);
            return owed;
        }

        /** What is missing in all periods that have begun to what was promised for them. */
        List<OracleTerms.Missing> missing(List<Usage> usage) {
            return addAll(new ArrayList<>(), usage);
        }

        private List<OracleTerms.Missing> addAll(List<Owed> owed, List<Usage> usage) {
            List<OracleTerms.Missing> missing = new ArrayList<>();
            Instant end = end();
            for (Window window : calendar.windows(asOf)) {
                if (end == null || window.start().isBefore(end)) {
                    OracleTerms terms = new OracleTerms(Oracle.this, window, held(window, false), held(window, true));
                    addFees(owed, window, terms);
                    addUsage(owed, window, usage, terms);
                    missing.addAll(terms.missing());
                }
            }
            missing.forEach(one -> owed.add(one.owed()));
            return missing;
        }

        private void addFees(List<Owed> owed, Window window, OracleTerms terms) {
            Map<String, Instant> first = new HashMap<>();
            for (Held held : held(window, true)) {
                Instant from = first.computeIfAbsent(held.item(), item -> held.start());
                for (Charge charge : charges(held, false)) {
                    Fraction whole =
                            price(charge, Fraction.ONE).times(charge.perUnit() ? held.quantity() : Fraction.ONE);
                    Shared shared = charge.shared();
                    BigInteger until = rounding.apply(whole.times(passed(shared, window, from, held.end())));
                    BigInteger before = rounding.apply(whole.times(passed(shared, window, from, held.start())));
                    BigInteger amount = until.subtract(before);
                    owed.add(held.owed(charge, window, amount));
                    terms.fee(held, charge, amount);
                }
            }
        }

        private void addUsage(List<Owed> owed, Window window, List<Usage> usage, OracleTerms terms) {
            for (Held held : held(window, false)) {
                for (Charge charge : charges(held, true)) {
                    Fraction sum = Fraction.ZERO;
                    for (Usage one : usage) {
                        boolean within =
                                !one.at().isBefore(held.start()) && one.at().isBefore(held.end());
                        if (within && one.isOf(subscription) && one.meter().equals(charge.meter())) {
                            sum = sum.plus(one.quantity());
                        }
                    }
                    owed.add(held.owed(charge, window, terms.usage(held, charge, price(charge, sum))));
                }
            }
        }

        /** The items of a period, each over the longest stretches in which nothing of it changes that matters. */
        private List<Held> held(Window window, boolean fees) {
            Instant ended = end(fees);
            Instant end = ended == null || ended.isAfter(window.end()) ? window.end() : ended;
            List<Held> held = new ArrayList<>();
            if (!window.start().isBefore(end)) {
                return held;
            }
            TreeSet<Instant> points = new TreeSet<>(Set.of(window.start(), end));
            Set<String> items = new TreeSet<>(Set.of(""));
            for (Change change : changes) {
                points.add(fees ? change.feesFrom() : change.at());
                items.add(change.addOn());
            }
            for (String item : items) {
                Held last = null;
                for (Instant from : points.subSet(window.start(), end)) {
                    Held now = held(item, from, Objects.requireNonNull(points.higher(from)), fees);
                    // Usage of one price is one quantity, however often that of the subscription changes.
                    boolean goesOn =
                            !fees && last != null && now != null && last.plan().equals(now.plan());
                    if (now != null && last != null && goesOn) {
                        held.remove(last);
                        now = new Held(item, now.plan(), now.quantity(), last.start(), now.end());
                    }
                    if (now != null) {
                        held.add(now);
                    }
                    last = now;
                }
            }
            return held;
        }

        private @Nullable Held held(String item, Instant from, Instant until, boolean fees) {
            Change pause = latest(Aspect.PAUSE, "", from, fees);
            Change set = latest(item.isEmpty() ? Aspect.PLAN : Aspect.ADD_ON, item, from, fees);
            Change quantity = item.isEmpty() ? latest(Aspect.QUANTITY, "", from, fees) : set;
            boolean rests = fees && pause != null && pause.what().equals("STOP");
            String plan = set != null ? set.what() : item.isEmpty() ? subscription.plan() : "";
            Fraction many = quantity == null ? subscription.quantity() : quantity.quantity();
            return rests || plan.isEmpty() ? null : new Held(item, plan, many, from, until);
        }

        /** Of the changes of one aspect that have begun, the one with the latest effect, and of those the last recorded. */
        private @Nullable Change latest(Aspect aspect, String addOn, Instant at, boolean fees) {
            Change latest = null;
            for (Change change : changes) {
                boolean begun = !(fees ? change.feesFrom() : change.at()).isAfter(at);
                boolean later = latest == null || !change.at().isBefore(latest.at());
                if (change.aspect() == aspect && change.addOn().equals(addOn) && begun && later) {
                    latest = change;
                }
            }
            return latest;
        }

        private @Nullable Instant end(boolean fees) {
            Instant end = calendar.expiry(asOf);
            for (Change change : changes) {
                Instant from = fees ? change.feesFrom() : change.at();
                if (change.aspect() == Aspect.END && (end == null || from.isBefore(end))) {
                    end = from;
                }
            }
            return end;
        }
    }

    private List<Charge> charges(Held held, boolean metered) {
        return Objects.requireNonNull(plans.get(held.plan()), held.plan()).charges().stream()
                .filter(charge -> (charge.meter() != null) == metered)
                .toList();
    }

    /** The price of a quantity in minor units: each tier prices its own part. */
    private Fraction price(Charge charge, Fraction quantity) {
        Fraction sum = Fraction.ZERO;
        Fraction lower = Fraction.ZERO;
        for (Tier tier : charge.tiers()) {
            Fraction upper =
                    tier.upTo() == null ? quantity : Fraction.of(tier.upTo()).min(quantity);
            if (upper.minus(lower).numerator().signum() > 0) {
                sum = sum.plus(upper.minus(lower).times(Fraction.of(tier.price())));
                lower = upper;
            }
        }
        return sum.times(minor);
    }

    /** How much of a window has passed at an instant; without sharing out, all of it once it has begun to be held. */
    static Fraction passed(Shared shared, Window window, Instant heldFrom, Instant at) {
        return switch (shared) {
            case BY_SECOND ->
                Fraction.of(
                        ChronoUnit.MICROS.between(window.nominalStart(), at),
                        ChronoUnit.MICROS.between(window.nominalStart(), window.nominalEnd()));
            case BY_DAY ->
                Fraction.of(
                        day(at, window.zone()) - day(window.nominalStart(), window.zone()),
                        day(window.nominalEnd(), window.zone()) - day(window.nominalStart(), window.zone()));
            case NOT_AT_ALL -> at.isAfter(heldFrom) ? Fraction.ONE : Fraction.ZERO;
        };
    }

    /** The last date that has begun: a clock that is put back over midnight does not begin a date again. */
    private static long day(Instant at, ZoneId zone) {
        LocalDate next = at.atZone(zone).toLocalDate().plusDays(1);
        return next.atStartOfDay(zone).toInstant().isAfter(at) ? next.toEpochDay() - 1 : next.toEpochDay();
    }
}
