package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which places stand on one document, by what {@link PlainPlace} says of it. */
final class PlaceCheck {
    private final Oracle oracle;
    private final Scenario scenario;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private int shared;

    PlaceCheck(Oracle oracle, Scenario scenario) {
        this.oracle = oracle;
        this.scenario = scenario;
    }

    /** How many documents were made with several places. */
    int shared() {
        return shared;
    }

    /**
     * Checks what was made since the last time.
     *
     * @param groups what subscriptions are for, as far as they are for something
     * @param joined what the tenant had chosen by then
     */
    void check(
            Snapshot snapshot,
            Map<String, PlainSubscription> subscriptions,
            Map<String, String> groups,
            String joined) {
        Map<InvoiceId, Invoice> documents = new HashMap<>();
        snapshot.invoices().forEach(invoice -> documents.put(invoice.id(), invoice));
        Map<InvoiceId, List<InvoiceSlot>> places = new HashMap<>();
        List<PlainPlace> fresh = new ArrayList<>();
        Set<InvoiceId> touched = new HashSet<>();
        snapshot.slots().forEach((subscription, slots) -> {
            checkRevisions(subscription, slots);
            for (InvoiceSlot slot : slots) {
                InvoiceId id = slot.invoice();
                if (id != null) {
                    places.computeIfAbsent(id, same -> new ArrayList<>()).add(slot);
                }
                if (seen.add(key(slot))) {
                    Invoice document = id == null ? null : Objects.requireNonNull(documents.get(id), id::toString);
                    fresh.add(plain(snapshot, subscriptions, groups, slot, document));
                    touched.addAll(id == null ? Set.of() : Set.of(id));
                }
            }
        });
        checkTogether(fresh, joined);
        checkGroups(fresh, documents);
        places.forEach(
                (id, own) -> checkDocument(Objects.requireNonNull(documents.get(id)), own, touched.contains(id)));
    }

    private static String key(InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return slot.subscription() + " " + place.term() + "/" + place.sequence() + "/" + place.revision();
    }

    private PlainPlace plain(
            Snapshot snapshot,
            Map<String, PlainSubscription> subscriptions,
            Map<String, String> groups,
            InvoiceSlot slot,
            @Nullable Invoice document) {
        PlainSubscription plain =
                Objects.requireNonNull(subscriptions.get(slot.subscription().value()));
        SlotPlace place = slot.place();
        Instant start = place.period().startInclusive();
        boolean inEnd = place.reason() == SlotReason.FINAL || place.reason() == SlotReason.PROGRESSIVE;
        Instant due = inEnd ? place.period().endExclusive() : start;
        return new PlainPlace(
                plain.id(),
                plain.customer(),
                document == null ? "" : document.id().toString(),
                document == null ? "" : Objects.toString(document.origin().run(), ""),
                document == null ? Instant.MIN : document.recordedAt(),
                place.reason() == SlotReason.CYCLE || place.reason() == SlotReason.FINAL,
                LocalDate.ofInstant(due, scenario.zoneOf(plain.customer())),
                oracle.model(plain, snapshot.now()).planAt(start),
                groups.getOrDefault(plain.id(), ""),
                before(snapshot, slot));
    }

    private static String before(Snapshot snapshot, InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return snapshot.slotsOf(slot.subscription()).stream()
                .filter(other -> other.place().term() == place.term()
                        && other.place().sequence() == place.sequence()
                        && other.place().revision() == place.revision() - 1)
                .map(other -> Objects.toString(other.invoice(), ""))
                .findFirst()
                .orElse("");
    }

    private void checkTogether(List<PlainPlace> fresh, String joined) {
        for (PlainPlace one : fresh) {
            require(
                    one.document().isEmpty() || !made.contains(one.document()),
                    "no place comes to a document that is made",
                    one);
        }
        fresh.forEach(one -> made.add(one.document()));
        SharedPlaces places = new SharedPlaces(fresh, joined);
        for (PlainPlace one : fresh) {
            for (PlainPlace other : fresh) {
                if (one.equals(other)
                        || one.document().isEmpty()
                        || other.document().isEmpty()) {
                    continue;
                }
                boolean together = one.document().equals(other.document());
                require(
                        !together || one.belongsWith(other, joined),
                        "places stand on one document only where they belong together",
                        joined + ": " + one + " and " + other);
                require(
                        together || !places.together(one, other),
                        "places that belong together stand on one document",
                        joined + ": " + one + " and " + other);
            }
        }
    }

    /** A document says what all that it was made for is for. */
    private static void checkGroups(List<PlainPlace> fresh, Map<InvoiceId, Invoice> documents) {
        Map<String, Set<String>> groups = new TreeMap<>();
        fresh.forEach(place -> groups.computeIfAbsent(place.document(), same -> new HashSet<>())
                .add(place.group()));
        documents.values().forEach(document -> {
            Set<String> of = groups.getOrDefault(document.id().toString(), Set.of());
            String expected = of.size() == 1 ? of.iterator().next() : "";
            require(
                    of.isEmpty() || expected.equals(Objects.toString(document.group(), "")),
                    "a document says what all of its subscriptions are for",
                    of + " but found " + document);
        });
    }

    /** Of one sequence each place is made again once at most, and once it is waived not at all. */
    private static void checkRevisions(SubscriptionId subscription, List<InvoiceSlot> slots) {
        Map<String, List<InvoiceSlot>> sequences = new TreeMap<>();
        for (InvoiceSlot slot : slots) {
            sequences
                    .computeIfAbsent(slot.place().term() + "/" + slot.place().sequence(), same -> new ArrayList<>())
                    .add(slot);
        }
        sequences.values().forEach(all -> {
            all.sort((a, b) -> a.place().revision() - b.place().revision());
            for (int i = 0; i < all.size(); i++) {
                boolean last = i == all.size() - 1;
                require(
                        all.get(i).place().revision() == i
                                && (last || !all.get(i).live()),
                        "a place is made again after it is void, and one by one",
                        subscription + " " + all);
            }
        });
    }

    private void checkDocument(Invoice document, List<InvoiceSlot> own, boolean made) {
        List<SubscriptionId> lines = OneOffPlaces.charged(document).stream()
                .map(line -> line.key().subscription())
                .toList();
        Set<SubscriptionId> placed = own.stream().map(InvoiceSlot::subscription).collect(Collectors.toSet());
        require(
                placed.size() == own.size() && placed.containsAll(lines),
                "the lines of a document are of its places, each of another subscription",
                own + " of " + document);
        boolean draft = document.status() == InvoiceStatus.DRAFT;
        require(
                (draft && !made)
                        || placed.stream().filter(one -> !lines.contains(one)).count()
                                <= OneOffCheck.lines(document).size(),
                "a place of a document that is made or final has lines",
                own + " of " + document);
        require(
                lines.stream().sorted().toList().equals(lines),
                "lines are in the order of their subscriptions",
                document);
        if (made) {
            shared += own.size() > 1 ? 1 : 0;
            Instant first = own.stream()
                    .map(one -> one.period().startInclusive())
                    .min(Instant::compareTo)
                    .orElseThrow();
            Instant last = own.stream()
                    .map(one -> one.period().endExclusive())
                    .max(Instant::compareTo)
                    .orElseThrow();
            require(
                    document.period().startInclusive().equals(first)
                            && document.period().endExclusive().equals(last),
                    "a document's period is from the first start of its places' to the last end",
                    own + " of " + document);
        }
    }
}
