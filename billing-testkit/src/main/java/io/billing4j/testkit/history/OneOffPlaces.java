package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which documents take one-off charges: the first that fits, and the one that is made again in the place of a void one. */
final class OneOffPlaces {
    private final Map<String, PlainOneOff> added;
    private final Map<String, InvoiceId> former = new HashMap<>();
    private final Set<InvoiceId> placed = new HashSet<>();

    OneOffPlaces(Map<String, PlainOneOff> added) {
        this.added = added;
    }

    /**
     * Checks what a command has changed.
     *
     * @param groups what subscriptions are for; nothing where documents are of no groups
     * @param told the charges that findings tell of
     * @param waiting whether places may have no document since they would ask for too little
     */
    void check(Snapshot before, Snapshot after, Map<String, String> groups, Set<String> told, boolean waiting) {
        Map<InvoiceId, List<InvoiceSlot>> slots = slots(after);
        Map<String, List<Invoice>> was = OneOffCheck.on(before);
        Map<String, List<Invoice>> is = OneOffCheck.on(after);
        is.forEach((name, documents) -> {
            PlainOneOff one = Objects.requireNonNull(added.get(name));
            Invoice document = documents.get(0);
            List<InvoiceSlot> own = slots.getOrDefault(document.id(), List.of());
            boolean fresh = !was.getOrDefault(name, List.of()).stream()
                    .anyMatch(earlier -> earlier.id().equals(document.id()));
            if (!own.isEmpty()) {
                placed.add(document.id());
                require(
                        own.stream().anyMatch(slot -> fits(one, slot, fresh ? groups : Map.of(), after)),
                        "a document takes what is billed once at a place that fits",
                        one + " on " + document + " at " + own);
                InvoiceId last = former.get(name);
                if (fresh && last != null && !told.contains(name)) {
                    requireInItsPlace(one, last, own, slots, after);
                } else if (fresh && last == null) {
                    require(
                            own.stream().anyMatch(slot -> takesNew(one, slot)),
                            "a document that is made again takes what was on it, and nothing else",
                            one + " on " + document + " at " + own);
                }
            } else {
                require(
                        !placed.contains(document.id())
                                && document.lines().stream().allMatch(OneOffCheck::isOneOff),
                        "a document without a place has one-off charges alone",
                        document + " with " + one);
            }
        });
        Set<String> excused = new HashSet<>(told);
        excused.addAll(is.keySet());
        requireTaken(before, after, groups, excused, waiting);
        was.forEach((name, documents) -> {
            InvoiceId id = documents.get(0).id();
            boolean again = after.invoices().stream()
                    .anyMatch(one -> one.id().equals(id) && one.status() == InvoiceStatus.VOIDED);
            if (again && placed.contains(id)) {
                former.put(name, id);
            } else if (again || !is.containsKey(name)) {
                former.remove(name);
            }
        });
    }

    /** What waited for a document that is made again is not on another one, as long as that is still to come. */
    private static void requireInItsPlace(
            PlainOneOff one,
            InvoiceId last,
            List<InvoiceSlot> own,
            Map<InvoiceId, List<InvoiceSlot>> slots,
            Snapshot after) {
        List<InvoiceSlot> before = slots.getOrDefault(last, List.of());
        boolean inPlace = own.stream().anyMatch(slot -> before.stream().anyMatch(earlier -> follows(slot, earlier)));
        boolean elsewhere = before.stream()
                .flatMap(earlier ->
                        after.slotsOf(earlier.subscription()).stream().filter(slot -> follows(slot, earlier)))
                .anyMatch(slot -> slot.invoice() != null);
        require(
                inPlace || !elsewhere,
                "what was on a void document is on the one that is made again",
                one + " was on " + last + " and is on " + own);
    }

    private static boolean takesNew(PlainOneOff one, InvoiceSlot slot) {
        SlotPlace place = slot.place();
        boolean last = place.reason() == SlotReason.FINAL
                && slot.subscription().value().equals(one.subscription());
        return place.revision() == 0 || last;
    }

    /** Whatever waited before a place that fits was filled is on a document afterwards, unless somebody is told why not. */
    private void requireTaken(
            Snapshot before, Snapshot after, Map<String, String> groups, Set<String> excused, boolean waiting) {
        Set<String> canceled = new HashSet<>();
        after.oneOffs().stream()
                .filter(charge -> charge.canceledAt() != null)
                .forEach(charge -> canceled.add(charge.description()));
        Set<String> known = new HashSet<>();
        before.oneOffs().forEach(charge -> known.add(charge.description()));
        Set<String> was = OneOffCheck.on(before).keySet();
        for (PlainOneOff one : added.values()) {
            String name = one.name();
            boolean waits = known.contains(name)
                    && !was.contains(name)
                    && !canceled.contains(name)
                    && !excused.contains(name)
                    && !former.containsKey(name);
            if (waits) {
                after.slots()
                        .forEach((subscription, slots) -> slots.stream()
                                .filter(slot -> slot.live() && slot.place().revision() == 0)
                                .filter(slot -> slot.invoice() != null || !waiting)
                                .filter(slot -> customer(after, slot).equals(one.customer()))
                                .filter(slot -> before.slotsOf(subscription).stream()
                                        .noneMatch(earlier -> earlier.place().equals(slot.place())))
                                .forEach(slot -> require(
                                        !fits(one, slot, groups, null),
                                        "the first place that fits takes what is billed once",
                                        one + " but not at " + slot)));
            }
        }
    }

    private static String customer(Snapshot books, InvoiceSlot slot) {
        return books.subscriptions().stream()
                .filter(state -> state.subscription().id().equals(slot.subscription()))
                .map(state -> state.subscription().customer().value())
                .findFirst()
                .orElse("");
    }

    /** @param books where what is for a subscription that is over may be at the places of others; null where it need not */
    static boolean fits(PlainOneOff one, InvoiceSlot slot, Map<String, String> groups, @Nullable Snapshot books) {
        SlotPlace place = slot.place();
        boolean last = place.reason() == SlotReason.FINAL;
        Instant due = last ? place.period().endExclusive() : place.period().startInclusive();
        String owner = slot.subscription().value();
        String group = groups.getOrDefault(owner, "");
        boolean over = books != null
                && (group.isEmpty() || group.equals(groups.get(one.subscription())))
                && books.subscriptions().stream()
                        .map(state -> state.subscription())
                        .anyMatch(other -> other.id().value().equals(one.subscription())
                                && other.statusAt(books.now()).ended());
        return (last || place.reason() == SlotReason.CYCLE) && one.fits(owner, due, last, group, over);
    }

    private static boolean follows(InvoiceSlot slot, InvoiceSlot before) {
        return slot.subscription().equals(before.subscription())
                && slot.place().term() == before.place().term()
                && slot.place().sequence() == before.place().sequence()
                && slot.place().revision() == before.place().revision() + 1;
    }

    private static Map<InvoiceId, List<InvoiceSlot>> slots(Snapshot books) {
        Map<InvoiceId, List<InvoiceSlot>> slots = new HashMap<>();
        books.slots()
                .values()
                .forEach(all -> all.forEach(slot -> {
                    InvoiceId id = slot.invoice();
                    if (id != null) {
                        slots.computeIfAbsent(id, same -> new ArrayList<>()).add(slot);
                    }
                }));
        return slots;
    }

    /** Of a document's places the one at which it took a charge: the first that fits, of other subscriptions only where none of its own does. */
    static @Nullable InvoiceSlot takenAt(OneOffCharge charge, List<InvoiceSlot> own, Snapshot books) {
        PlainOneOff one = new PlainOneOff(
                charge.description(),
                charge.customer().value(),
                Objects.toString(charge.subscription(), ""),
                BigInteger.ZERO,
                "",
                null,
                charge.day(),
                charge.dueAt());
        InvoiceSlot taken = first(one, own, null);
        return taken == null ? first(one, own, books) : taken;
    }

    private static @Nullable InvoiceSlot first(PlainOneOff one, List<InvoiceSlot> own, @Nullable Snapshot books) {
        return own.stream()
                .filter(slot -> fits(one, slot, Map.of(), books))
                .min((a, b) -> {
                    int order = due(a).compareTo(due(b));
                    return order != 0
                            ? order
                            : a.subscription()
                                    .value()
                                    .compareTo(b.subscription().value());
                })
                .orElse(null);
    }

    private static Instant due(InvoiceSlot slot) {
        return slot.place().reason() == SlotReason.FINAL
                ? slot.period().endExclusive()
                : slot.period().startInclusive();
    }

    static List<InvoiceLine> charged(Invoice document) {
        return document.lines().stream()
                .filter(line -> line.key().charged().isPresent())
                .toList();
    }
}
