package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.SlotReason;
import io.billing4j.run.Finding;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.testkit.history.OracleCalendar.Window;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;

/** Which documents are not made because they would ask for too little, from what was chosen and from documents alone. */
final class MinimumCheck {
    private static final int MOST_WAITING = 12;

    private static final Comparator<InvoiceSlot> IN_ORDER = Comparator.comparing(
                    (InvoiceSlot slot) -> slot.place().term())
            .thenComparing(slot -> slot.place().sequence())
            .thenComparing(slot -> slot.place().revision());

    private final Oracle oracle;
    private final Set<UUID> told = new HashSet<>();
    /** Subscriptions, and where periods of theirs begin that waited. */
    private final Set<String> waited = new HashSet<>();

    private int carried;

    MinimumCheck(Oracle oracle) {
        this.oracle = oracle;
    }

    /** How many places had no document for that. */
    int carried() {
        return carried;
    }

    /**
     * Checks what a command has changed.
     *
     * @param minimum in minor units; zero where there is none
     * @param findings that say what has no document for that, of all times
     * @param bills whether the command was one that bills what is due, and not what it names
     */
    void check(
            Snapshot before,
            Snapshot after,
            Map<String, PlainSubscription> subscriptions,
            BigInteger minimum,
            List<Finding> findings,
            boolean bills) {
        Set<InvoiceId> known = new HashSet<>();
        before.invoices().forEach(invoice -> known.add(invoice.id()));
        for (Invoice invoice : after.invoices()) {
            boolean asMade = bills
                    && invoice.type() == DocumentType.INVOICE
                    && !known.contains(invoice.id())
                    && (invoice.status() == InvoiceStatus.DRAFT || !grown(invoice));
            BigInteger total = LineAmounts.minor(invoice.totals().total());
            if (asMade && total.signum() > 0 && total.compareTo(minimum) < 0) {
                requireReason(after, subscriptions, invoice, minimum);
            }
        }
        knows(findings);
        for (Finding finding : findings) {
            if (told.add(finding.id())) {
                carried++;
                checkCarried(before, after, minimum, finding, bills);
            }
        }
    }

    /** Takes in which places had no document. */
    void knows(List<Finding> findings) {
        findings.forEach(finding ->
                waited.add(finding.subscription() + " " + finding.detail().get("periodStart")));
    }

    /** Checks that no more waits than may, whatever there is. */
    void checkWaiting(Snapshot books) {
        books.slots().forEach((subscription, slots) -> {
            List<InvoiceSlot> waiting = new ArrayList<>();
            slots.stream().sorted(IN_ORDER).forEach(slot -> {
                if (slot.place().reason() == SlotReason.PROGRESSIVE) {
                    return;
                }
                if (slot.invoice() != null) {
                    waiting.clear();
                } else if (waited.contains(subscription + " " + slot.period().startInclusive())
                        // What is taken along is what waits the longest.
                        && !(waiting.isEmpty() && takenAlong(books, slot))) {
                    waiting.add(slot);
                }
            });
            require(waiting.size() <= MOST_WAITING, "no more than twelve places wait", waiting);
            if (!waiting.isEmpty()) {
                InvoiceSlot first = waiting.get(0);
                Instant year = first.period()
                        .startInclusive()
                        .atZone(first.period().zone())
                        .plusYears(1)
                        .toInstant();
                Instant last = waiting.get(waiting.size() - 1).period().startInclusive();
                require(!last.isAfter(year), "nothing waits for longer than a year", waiting);
            }
        });
    }

    /** Whether the draft of an earlier place, computed again later, has asked for the fees of a place's period. */
    private static boolean takenAlong(Snapshot books, InvoiceSlot slot) {
        return books.invoices().stream()
                .filter(invoice -> invoice.status() != InvoiceStatus.VOIDED)
                .flatMap(invoice -> invoice.lines().stream())
                .anyMatch(line -> line.key().kind() == LineKind.FEE
                        && line.key().bills(slot.subscription())
                        && line.derivation()
                                .window()
                                .startInclusive()
                                .equals(slot.period().startInclusive()));
    }

    /** Checks that nothing that waited is left once all subscriptions are over. */
    void checkEnd(Snapshot books) {
        for (SubscriptionState state : books.subscriptions()) {
            String id = state.subscription().id().value();
            boolean waits = waited.stream().anyMatch(one -> one.startsWith(id + " "));
            Optional<InvoiceOutcome> next =
                    books.previews().getOrDefault(state.subscription().id(), Optional.empty());
            require(
                    !waits || next.flatMap(InvoiceOutcome::invoice).isEmpty(),
                    "in the end what waited is asked for",
                    next);
        }
    }

    /** Whether it may have been computed again before it was final. */
    private static boolean grown(Invoice invoice) {
        return !(invoice.state() instanceof InvoiceState.Finalized state)
                || state.finalizedAt().isAfter(invoice.recordedAt().plusSeconds(1800));
    }

    private void requireReason(
            Snapshot after, Map<String, PlainSubscription> subscriptions, Invoice invoice, BigInteger minimum) {
        List<InvoiceSlot> own = places(after, invoice.id());
        // Without a place it has one-off charges of subscriptions that are over, and nothing to wait for.
        boolean waits = !own.isEmpty()
                && !besideAnEnd(after, subscriptions, invoice)
                && own.stream()
                        .allMatch(slot -> slot.place().reason() == SlotReason.CYCLE
                                && slot.place().revision() == 0)
                && invoice.lines().stream()
                        .noneMatch(line -> old(line, invoice.period().startInclusive()))
                && own.stream().allMatch(slot -> few(after, subscriptions, invoice, slot));
        require(
                !waits,
                "nobody is asked for less than the minimum",
                "less than " + minimum + ": " + invoice + " at " + own);
    }

    /** What is due with the end of another subscription is made with that, also where the end asks for nothing. */
    private static boolean besideAnEnd(Snapshot books, Map<String, PlainSubscription> subscriptions, Invoice invoice) {
        return books.slots().values().stream()
                .flatMap(List::stream)
                .filter(slot -> slot.place().reason() == SlotReason.FINAL)
                .filter(slot -> slot.period()
                        .endExclusive()
                        .atZone(slot.period().zone())
                        .toLocalDate()
                        .equals(invoice.period().startDate()))
                .map(slot -> subscriptions.get(slot.subscription().value()))
                .anyMatch(one ->
                        one != null && one.customer().equals(invoice.customer().value()));
    }

    private static boolean old(InvoiceLine line, Instant start) {
        Instant from = line.derivation().window().startInclusive();
        return !from.atZone(line.derivation().window().zone())
                .plusYears(1)
                .toInstant()
                .isAfter(start);
    }

    /** Whether what a place would ask for is of few periods, by the oracle's. */
    private boolean few(
            Snapshot after, Map<String, PlainSubscription> subscriptions, Invoice invoice, InvoiceSlot slot) {
        PlainSubscription plain =
                Objects.requireNonNull(subscriptions.get(slot.subscription().value()));
        List<Window> windows = oracle.model(plain, after.now()).calendar().windows(after.now());
        Instant first = OneOffPlaces.charged(invoice).stream()
                .filter(line -> line.key().subscription().equals(slot.subscription()))
                .map(line -> line.derivation().window().endExclusive())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        long between = windows.stream()
                .filter(window -> !window.end().isBefore(first)
                        && window.start().isBefore(slot.period().startInclusive()))
                .count();
        return between < MOST_WAITING;
    }

    private static void checkCarried(
            Snapshot before, Snapshot after, BigInteger minimum, Finding finding, boolean bills) {
        require(bills, "what is asked for by itself is made", finding);
        String said = Objects.requireNonNull(finding.detail().get("total"));
        BigInteger total = LineAmounts.minor(Money.parse(said));
        require(
                total.signum() > 0 && total.compareTo(minimum) < 0,
                "a document waits only where it asks for something, and for less than the minimum",
                minimum + " but found " + finding);
        Instant start = Instant.parse(Objects.requireNonNull(finding.detail().get("periodStart")));
        List<InvoiceSlot> own = after.slotsOf(Objects.requireNonNull(finding.subscription()));
        InvoiceSlot place = own.stream()
                .filter(slot -> slot.period().startInclusive().equals(start)
                        && slot.place().reason() == SlotReason.CYCLE
                        && slot.place().revision() == 0)
                .findFirst()
                .orElse(null);
        boolean settled = place != null
                && place.invoice() == null
                && before.slotsOf(place.subscription()).stream()
                        .noneMatch(slot -> slot.place().equals(place.place()));
        require(settled, "a place that waits is a period's, and has no document", finding + " at " + place);
    }

    private static List<InvoiceSlot> places(Snapshot books, InvoiceId document) {
        List<InvoiceSlot> places = new ArrayList<>();
        books.slots()
                .values()
                .forEach(all -> all.stream()
                        .filter(slot -> document.equals(slot.invoice()))
                        .forEach(places::add));
        return places;
    }
}
