package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.invoice.CoverageProblem;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.BilledLines.Source;
import io.billing4j.testkit.history.Oracle.Owed;
import io.billing4j.testkit.history.OracleCalendar.Window;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what one subscription was billed, and will be billed next, with the oracle. */
final class SubscriptionCheck {
    private static final PeriodManager PERIODS = new PeriodManager();

    private final Snapshot snapshot;
    private final Oracle oracle;
    private final SubscriptionState state;
    private final PlainSubscription plain;
    private final List<Usage> usage;
    private final Optional<InvoiceOutcome> preview;
    private final List<InvoiceSlot> slots;
    private final @Nullable SlotPlace next;
    private final Instant asOf;
    private final List<Window> windows;

    SubscriptionCheck(
            Snapshot snapshot, Oracle oracle, SubscriptionState state, PlainSubscription plain, List<Usage> usage) {
        this.snapshot = snapshot;
        this.oracle = oracle;
        this.state = state;
        this.plain = plain;
        this.usage = usage;
        this.slots = snapshot.slotsOf(state.subscription().id());
        this.preview = snapshot.previews().getOrDefault(state.subscription().id(), Optional.empty());
        this.next = next();
        Instant due = next == null ? snapshot.now() : PERIODS.dueAt(next);
        this.asOf = due.isAfter(snapshot.now()) ? due : snapshot.now();
        this.windows = oracle.model(plain, asOf).calendar().windows(asOf);
    }

    /** A window and whether it is billed in advance: what a slot bills. */
    private record Part(Instant period, boolean inAdvance) {}

    /** What is compared. */
    private record Price(String plan, String charge, Part part) {
        @Override
        public String toString() {
            return plan + " " + charge + " of the period from " + part.period;
        }
    }

    /** As of when the next document is previewed. */
    Instant asOf() {
        return asOf;
    }

    /** What each charge of the subscription comes to, as far as periods have begun. */
    List<Owed> charges() {
        return oracle.model(plain, asOf).owed(usage);
    }

    /** What all of them come to. */
    BigInteger owed() {
        return charges().stream().map(Owed::amount).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Whether nothing is left to bill and nothing was waived, so that the customer owes neither more nor less. */
    boolean settled() {
        return preview.isEmpty() && slots.stream().noneMatch(InvoiceSlot::waived);
    }

    void check(List<Line> lines, boolean allBilled) {
        Set<Part> scope = new HashSet<>();
        Set<Part> frozen = new HashSet<>();
        for (InvoiceSlot slot : slots) {
            if (slot.live()) {
                requireOwnPeriod(slot.place());
                scope.addAll(parts(slot.place()));
            }
            if (slot.waived()) {
                frozen.addAll(parts(slot.place()));
            }
        }
        if (allBilled) {
            requireAllBilled(scope);
        }
        // A document that is made again leaves alone what a draft has corrected of the one before.
        List<Part> again = next == null ? List.of() : parts(next);
        scope.addAll(again);
        // A draft settles what stands on it when it is refreshed: until then nobody asks for the difference.
        boolean outdated = state.cursor().touchedFrom() != null
                || snapshot.late().contains(state.subscription().id());
        List<Line> own = lines.stream()
                .filter(line -> line.subscription().equals(plain.id()))
                .toList();
        for (Line line : own) {
            Part part = price(line).part();
            // What is waived is neither asked for nor given back, whatever comes out otherwise later.
            boolean left = line.source() == Source.DRAFT && (outdated || again.contains(part));
            if (line.source() == Source.WAIVED || left) {
                frozen.add(part);
            }
        }
        compare(own, scope, frozen, allBilled);
        checkCoverage(allBilled);
    }

    private void compare(List<Line> own, Set<Part> scope, Set<Part> frozen, boolean allBilled) {
        Map<String, BigInteger> expected = new TreeMap<>();
        Map<String, BigInteger> found = new TreeMap<>();
        for (Owed owed : charges()) {
            Part part = new Part(owed.period(), owed.inAdvance());
            if (scope.contains(part) && !frozen.contains(part)) {
                add(expected, new Price(owed.plan(), owed.charge(), part), owed.amount());
            }
        }
        for (Line line : own) {
            Price price = price(line);
            // A window whose document was voided to be made again comes out right once it is.
            // Usage so far is asked for as a whole once its period is over.
            boolean counts = scope.contains(price.part()) || (allBilled && !line.soFar());
            if (counts && !frozen.contains(price.part())) {
                add(found, price, line.amount());
            }
        }
        expected.values().removeIf(amount -> amount.signum() == 0);
        found.values().removeIf(amount -> amount.signum() == 0);
        if (!expected.equals(found)) {
            Set<String> prices = new HashSet<>(expected.keySet());
            prices.addAll(found.keySet());
            StringBuilder differences = new StringBuilder();
            prices.stream().sorted().forEach(price -> {
                BigInteger wanted = expected.getOrDefault(price, BigInteger.ZERO);
                BigInteger billed = found.getOrDefault(price, BigInteger.ZERO);
                if (!wanted.equals(billed)) {
                    differences
                            .append("\n  ")
                            .append(price)
                            .append(": expected ")
                            .append(wanted);
                    differences.append(" but found ").append(billed);
                }
            });
            throw new HistoryFailure(
                    "billed is what the oracle says",
                    plain.id() + " as of " + asOf + " with " + next + differences,
                    null);
        }
    }

    private static void add(Map<String, BigInteger> sums, Price price, BigInteger amount) {
        sums.merge(price.toString(), amount, BigInteger::add);
    }

    private Price price(Line line) {
        return new Price(
                line.plan(), line.charge(), new Part(period(line.window()).start(), inAdvance(line)));
    }

    private boolean inAdvance(Line line) {
        PlainPlan plan = oracle.plans().get(line.plan());
        return plan != null
                && plan.charges().stream().anyMatch(charge -> charge.id().equals(line.charge()) && charge.inAdvance());
    }

    /** The period that holds an instant; the first for one before, as nominal windows may begin before the start. */
    private Window period(Instant at) {
        Window found = windows.get(0);
        for (Window window : windows) {
            found = window.start().isAfter(at) ? found : window;
        }
        return found;
    }

    private List<Part> parts(SlotPlace place) {
        List<Part> parts = new ArrayList<>();
        Instant start = place.period().startInclusive();
        if (place.reason() == SlotReason.CYCLE) {
            parts.add(new Part(start, true));
            for (int i = 1; i < windows.size(); i++) {
                if (windows.get(i).start().equals(start)) {
                    parts.add(new Part(windows.get(i - 1).start(), false));
                }
            }
        } else if (place.reason() == SlotReason.FINAL) {
            parts.add(new Part(start, false));
        }
        return parts;
    }

    private void requireOwnPeriod(SlotPlace place) {
        boolean own = windows.stream()
                .anyMatch(window -> window.start().equals(place.period().startInclusive())
                        && window.nominalStart().equals(place.window().startInclusive())
                        && window.nominalEnd().equals(place.window().endExclusive()));
        require(own || !place.reason().ofPeriod(), "an opened period is one of the oracle's", place + " of " + windows);
    }

    private void requireAllBilled(Set<Part> scope) {
        Instant now = snapshot.now();
        Oracle.Model model = oracle.model(plain, now);
        Instant end = model.end();
        for (Window window : model.calendar().windows(now)) {
            Instant until = end != null && end.isBefore(window.end()) ? end : window.end();
            boolean begins = end == null || window.start().isBefore(end);
            require(
                    !begins || scope.contains(new Part(window.start(), true)),
                    "a run bills all periods that have begun",
                    plain.id() + " " + window);
            require(
                    !begins || until.isAfter(now) || scope.contains(new Part(window.start(), false)),
                    "a run bills the arrears of all periods that have ended",
                    plain.id() + " " + window);
        }
        Instant due = state.cursor().nextDueAt();
        require(due == null || due.isAfter(now), "after a run nothing is due", plain.id() + " due at " + due);
    }

    private void checkCoverage(boolean allBilled) {
        Subscription known = PERIODS.onStoredBoundaries(state.subscription().asOf(snapshot.now()), slots);
        Instant opened = slots.stream()
                .filter(slot -> slot.live() && slot.place().reason() == SlotReason.CYCLE)
                .map(slot -> known.schedule().period(slot.place().index()).endExclusive())
                .max(Instant::compareTo)
                .orElse(known.schedule().startInclusive());
        for (CoverageProblem problem :
                PERIODS.validateCoverage(known, slots, known.schedule().startInclusive(), opened)) {
            switch (problem.kind()) {
                case OVERLAP -> require(false, "no time is covered twice", plain.id() + " " + problem);
                // Between runs a voided document leaves a gap, and so does a period whose document is made first.
                case GAP -> require(!allBilled, "a run leaves no gap", plain.id() + " " + problem);
                case BEYOND_END ->
                    require(
                            known.endExclusive() != null,
                            "only an end leaves a period beyond it",
                            plain.id() + " " + problem);
            }
        }
    }

    private @Nullable SlotPlace next() {
        if (preview.isEmpty()) {
            return null;
        }
        BillingCursor cursor = state.cursor();
        Instant due = cursor.nextDueAt();
        Instant then = due != null && due.isAfter(snapshot.now()) ? due : snapshot.now();
        Subscription known = PERIODS.onStoredBoundaries(state.subscription().asOf(then), slots);
        return PERIODS.next(known, cursor, slots);
    }
}
