package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.SlotReason;
import io.billing4j.testkit.history.OracleCalendar.Window;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which usage is billed before its period ends, by the amounts of plans in plain numbers and by what the oracle says was used. */
final class ReachedCheck {
    private static final int MOST = 50;

    private final Oracle oracle;
    /** Of each subscription the latest usage that was reported since somebody looked. */
    private final Map<String, Instant> reported = new HashMap<>();

    private int made;

    ReachedCheck(Oracle oracle) {
        this.oracle = oracle;
    }

    /** How many documents there were. */
    int made() {
        return made;
    }

    /** Usage was reported for one subscription, or for all of a customer's: what lies ahead is looked at once its hour is full. */
    void reported(HistoryCommand.Use use, Instant now, Map<String, PlainSubscription> subscriptions) {
        Instant at = use.occurredAt();
        Instant seen = at.isAfter(now) ? at.plus(1, ChronoUnit.HOURS) : at;
        // What the plan of that time does not price leaves no mark.
        subscriptions.values().stream()
                .filter(one -> use.meter().equals("calls") && one.customer().equals(use.customer()))
                .filter(one -> use.subscription() == null || use.subscription().equals(one.id()))
                .filter(one -> prices(oracle.model(one, now).versionAt(at), use.meter()))
                .forEach(one -> reported.merge(one.id(), seen, (a, b) -> a.isAfter(b) ? a : b));
    }

    /** Time has gone on until then, and somebody has looked all the while, also where there was nothing to bill. */
    void passed(Instant now) {
        reported.values().removeIf(latest -> !latest.isAfter(now));
    }

    private boolean prices(String plan, String meter) {
        return Objects.requireNonNull(oracle.plans().get(plan)).charges().stream()
                .anyMatch(charge -> meter.equals(charge.meter()));
    }

    /** What it is billed for may be other usage now: what was reported before left its mark, or none, by what held then. */
    void changed(String subscription) {
        reported.remove(subscription);
    }

    /**
     * Checks what a command has changed.
     *
     * @param looked whether it looked at all amounts, and at this instant alone
     * @param free whether a customer has coupons, which may take off all that there is to ask for
     */
    void check(
            Snapshot before,
            Snapshot after,
            Map<String, PlainSubscription> subscriptions,
            List<Usage> usage,
            boolean looked,
            Set<String> free) {
        Set<InvoiceId> known = new HashSet<>();
        before.invoices().forEach(invoice -> known.add(invoice.id()));
        for (PlainSubscription plain : subscriptions.values()) {
            Running running = running(after, plain, usage);
            for (InvoiceSlot slot : slots(after, plain)) {
                InvoiceId id = slot.invoice();
                if (slot.place().reason() == SlotReason.PROGRESSIVE && id != null && known.add(id)) {
                    made++;
                    Invoice document = after.invoices().stream()
                            .filter(one -> one.id().equals(id))
                            .findFirst()
                            .orElseThrow();
                    checkDocument(document);
                    if (looked) {
                        checkReached(before, after, running, document);
                    } else {
                        // Somebody has looked while time went by, and has seen what was reported.
                        reported.remove(plain.id());
                    }
                }
            }
            // What was used before the period is late, or nobody's, and leaves no mark.
            Instant latest = reported.get(plain.id());
            if (looked
                    && running != null
                    && latest != null
                    && !latest.isBefore(running.window().start())
                    && !latest.isAfter(after.now())) {
                checkLooked(after, running, free.contains(plain.customer()));
            }
        }
    }

    /**
     * The period that runs of a subscription whose plan has amounts.
     *
     * @param used what was used of it by now; in minor units
     */
    private record Running(PlainSubscription subscription, Window window, PlainPlan.Amounts amounts, BigInteger used) {}

    private @Nullable Running running(Snapshot books, PlainSubscription plain, List<Usage> usage) {
        Instant now = books.now();
        Oracle.Model model = oracle.model(plain, now);
        List<Window> windows = model.calendar().windows(now);
        Instant end = model.end();
        if (windows.isEmpty() || (end != null && !end.isAfter(now))) {
            return null;
        }
        Window window = windows.get(windows.size() - 1);
        PlainPlan.Amounts amounts =
                Objects.requireNonNull(oracle.plans().get(model.versionAt(now))).amounts();
        if (amounts == null) {
            return null;
        }
        // Usage may be reported ahead of its time.
        List<Usage> sofar =
                usage.stream().filter(event -> !event.at().isAfter(now)).toList();
        BigInteger used = model.owed(sofar).stream()
                .filter(owed -> owed.period().equals(window.start()) && PlainCatalogue.METERED.contains(owed.charge()))
                .map(Oracle.Owed::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
        return new Running(plain, window, amounts, used);
    }

    private static void checkDocument(Invoice document) {
        boolean usageAlone = document.lines().stream()
                .allMatch(line -> LineAmounts.metered(line) && line.derivation().countedUntil() != null);
        require(
                usageAlone && document.status() != InvoiceStatus.DRAFT,
                "what is billed before its period ends is usage, and is final",
                document);
    }

    private static void checkReached(Snapshot before, Snapshot after, @Nullable Running running, Invoice document) {
        if (running == null) {
            throw new HistoryFailure("only a plan with amounts is billed before its period ends", document + "", null);
        }
        BigInteger billed = soFar(before, running);
        require(
                running.amounts().level(running.used()) > running.amounts().level(billed),
                "usage is billed before its period ends where it has reached an amount",
                running + " after " + billed + " on " + document);
        BigInteger now = soFar(after, running);
        require(
                now.equals(running.used()),
                "what is billed before its period ends is what was used by then",
                running + " but billed are " + now + " by " + document);
    }

    private void checkLooked(Snapshot after, Running running, boolean free) {
        List<InvoiceSlot> own = slots(after, running.subscription());
        boolean open = own.stream()
                .anyMatch(slot -> slot.live()
                        && slot.place().reason() == SlotReason.CYCLE
                        && slot.period()
                                .startInclusive()
                                .equals(running.window().start()));
        if (!open || free) {
            return;
        }
        reported.remove(running.subscription().id());
        long early = own.stream()
                .filter(slot -> slot.place().reason() == SlotReason.PROGRESSIVE
                        && !slot.period()
                                .startInclusive()
                                .isBefore(running.window().start()))
                .count();
        require(early <= MOST, "a period has at most fifty documents before it ends", own);
        BigInteger billed = soFar(after, running);
        require(
                early == MOST
                        || running.amounts().level(running.used())
                                <= running.amounts().level(billed),
                "usage that has reached an amount is billed when somebody looks",
                running + " but billed are " + billed);
    }

    /** What stands of the running period's usage so far. */
    private static BigInteger soFar(Snapshot books, Running running) {
        BigInteger sum = BigInteger.ZERO;
        for (Invoice invoice : books.invoices()) {
            if (BilledLines.counts(invoice)) {
                for (InvoiceLine line : OneOffPlaces.charged(invoice)) {
                    boolean own = line.key()
                                    .subscription()
                                    .value()
                                    .equals(running.subscription().id())
                            && line.derivation().countedUntil() != null
                            && !line.derivation()
                                    .window()
                                    .endExclusive()
                                    .isBefore(running.window().end());
                    sum = own ? sum.add(LineAmounts.minor(line.amount())) : sum;
                }
            }
        }
        return sum;
    }

    private static List<InvoiceSlot> slots(Snapshot books, PlainSubscription plain) {
        return books.slots().entrySet().stream()
                .filter(entry -> entry.getKey().value().equals(plain.id()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
