package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What was billed before, window by window. */
final class BilledWindows {
    private final Subscription subscription;
    private final boolean usageAlone;
    private final Map<ChargeWindow.Key, List<BilledLine>> lines = new HashMap<>();
    private final Set<ChargeWindow.Key> onDrafts = new HashSet<>();
    private final Set<ChargeWindow.Key> leftToDrafts = new HashSet<>();
    /** The windows that places bill or have billed. */
    private final NavigableSet<ChargeWindow.Key> ofPlaces = new TreeSet<>();

    /** @param place the one that is filled */
    BilledWindows(Subscription subscription, Catalogue catalogue, EarlierBilling earlier, SlotPlace place) {
        this.subscription = subscription;
        this.usageAlone = place.countedUntil() != null;
        earlier.slots().forEach(slot -> addWindows(slot.place()));
        Set<ChargeWindow.Key> own = addWindows(place);
        for (BilledLine billed : earlier.lines()) {
            ChargeWindow.Key key = key(index(billed), timing(catalogue, billed));
            lines.computeIfAbsent(key, unused -> new ArrayList<>()).add(billed);
            if (billed.status() == InvoiceStatus.DRAFT) {
                onDrafts.add(key);
                // A draft that was made later keeps what it has of the windows of other places. Were they asked for
                // here, and that draft not computed again, both would ask for them.
                if (billed.recordedAt().isBefore(earlier.documentAt()) || !own.contains(key)) {
                    leftToDrafts.add(key);
                }
            }
        }
    }

    /**
     * Whether lines of the window stand on another draft, which settles them itself when it is refreshed: on one that was made before or,
     * if the window is not one of the place that is filled, on any.
     */
    boolean leftToDraft(ChargeWindow window) {
        return leftToDrafts.contains(window.key());
    }

    /** Whether lines of the window stand on any draft, so that it has to be looked at again. */
    boolean onDraft(ChargeWindow window) {
        return onDrafts.contains(window.key());
    }

    /** The lines of usage in the window, those that take back among them. */
    List<InvoiceLine> usage(ChargeWindow window) {
        return of(window).stream()
                .filter(BilledWindows::metered)
                .map(BilledLine::line)
                .toList();
    }

    /** Whether lines of usage stand in the window. */
    boolean haveUsage(ChargeWindow window) {
        return of(window).stream().anyMatch(BilledWindows::metered);
    }

    /**
     * Desired minus billed.
     *
     * @param usageKept whether usage is among what is desired; where it is not, its lines are left alone
     */
    List<LineDraft> balance(ChargeWindow window, List<RatedCharge> desired, PlaceFacts facts, boolean usageKept) {
        List<BilledLine> comparable = of(window).stream()
                .filter(line -> metered(line) ? usageKept : !usageAlone)
                .toList();
        return new WindowBalance(subscription.id(), desired, comparable, facts.customPrices(), window.at())
                .differences();
    }

    private List<BilledLine> of(ChargeWindow window) {
        return lines.getOrDefault(window.key(), List.of());
    }

    private static boolean metered(BilledLine line) {
        return line.line().derivation().basis().quantity().metered();
    }

    private Set<ChargeWindow.Key> addWindows(SlotPlace place) {
        Set<ChargeWindow.Key> own = new HashSet<>();
        if (place.reason().ofPeriod() || place.countedUntil() != null) {
            ChargeWindow.ofSlot(subscription, place, false).forEach(window -> own.add(window.key()));
        }
        ofPlaces.addAll(own);
        return own;
    }

    /**
     * The window that a line belongs to. Where periods are counted anew since, its price may begin in a period that nobody has
     * billed: then it was billed with the last one before it that somebody has.
     */
    private ChargeWindow.Key key(int index, BillingTiming timing) {
        ChargeWindow.Key own = new ChargeWindow.Key(index, timing);
        for (ChargeWindow.Key known : ofPlaces.headSet(own, true).descendingSet()) {
            if (known.timing() == timing) {
                return known;
            }
        }
        return own;
    }

    /** The period that a line's price is for; its service may lie behind an instant at which periods are counted anew. */
    private int index(BilledLine billed) {
        Instant window = billed.line().derivation().window().startInclusive();
        Instant start = subscription.schedule().startInclusive();
        return subscription.schedule().indexContaining(window.isBefore(start) ? start : window);
    }

    private static BillingTiming timing(Catalogue catalogue, BilledLine billed) {
        LineKey key = billed.line().key();
        return catalogue
                .plan(key.plan())
                .charge(key.charge())
                .map(Charge::timing)
                .orElseThrow(() -> ErrorCode.STORED_DATA_UNREADABLE.because(
                        key.plan() + " has no charge " + key.charge() + ", which " + billed.ref() + " bills"));
    }
}
