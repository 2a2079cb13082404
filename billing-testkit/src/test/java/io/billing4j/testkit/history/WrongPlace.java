package io.billing4j.testkit.history;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What may be wrong with the places of documents, and the laws of which one has to say so. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum WrongPlace {
    APART(WrongPlace::split, Laws.STAND_TOGETHER),
    OF_ANOTHER_DAY_JOINED(
            books -> joined(books, (one, other) -> ofPeriod(one, other) && !day(one).equals(day(other))),
            Laws.BELONG,
            Laws.MADE,
            Laws.STAND_TOGETHER),
    OF_ONE_DAY_THAT_WERE_KEPT_APART_JOINED(
            books -> joined(books, (one, other) -> ofPeriod(one, other) && day(one).equals(day(other))),
            Laws.BELONG,
            Laws.MADE,
            Laws.STAND_TOGETHER),
    OF_ONE_SUBSCRIPTION_JOINED(
            books -> joined(books, (one, other) -> one.subscription().equals(other.subscription())),
            Laws.BELONG,
            Laws.MADE,
            Laws.STAND_TOGETHER,
            Laws.OF_ITS_PLACES),
    ON_ANOTHER_CUSTOMERS(WrongPlace::moved, Laws.OF_ITS_PLACES, Laws.BELONG, Laws.MADE, Laws.HAS_LINES),
    LINES_MIXED(books -> ofShared(books, invoice -> true, WrongPlace::reversed), Laws.IN_ORDER),
    A_PLACE_WITHOUT_LINES(
            books -> ofShared(books, invoice -> invoice.status() != InvoiceStatus.DRAFT, WrongPlace::ofFirst),
            Laws.HAS_LINES),
    A_PERIOD_OF_ONE_ALONE(WrongPlace::shortened, Laws.PERIOD),
    FOR_SOMETHING_ELSE(
            books -> books.invoices().stream()
                    .filter(invoice -> invoice.note() == null && invoice.group() != null)
                    .findFirst()
                    .map(invoice -> Spoiled.document(books, Spoiled.group(invoice, "PO-3")))
                    .orElse(null),
            Laws.GROUP),
    A_REVISION_LEFT_OUT(
            books -> Spoiled.slots(books, slot -> slot.place().revision() == 1, WrongPlace::revised), Laws.ONE_BY_ONE),
    VOID_AND_LIVE(
            books -> Spoiled.slots(
                    books,
                    slot -> slot.voided() && !slot.waived() && again(books, slot),
                    slot -> new InvoiceSlot(
                            slot.subscription(), slot.place(), slot.outcome(), slot.invoice(), false, false)),
            Laws.ONE_BY_ONE);

    /** The laws, by what they say. */
    private static final class Laws {
        static final String STAND_TOGETHER = "places that belong together stand on one document";
        static final String BELONG = "places stand on one document only where they belong together";
        static final String MADE = "no place comes to a document that is made";
        static final String OF_ITS_PLACES = "the lines of a document are of its places, each of another subscription";
        static final String IN_ORDER = "lines are in the order of their subscriptions";
        static final String HAS_LINES = "a place of a document that is made or final has lines";
        static final String GROUP = "a document says what all of its subscriptions are for";
        static final String PERIOD = "a document's period is from the first start of its places' to the last end";
        static final String ONE_BY_ONE = "a place is made again after it is void, and one by one";
    }

    /** Null for books that have nothing of the kind. */
    private interface Wrong {
        @Nullable
        Snapshot spoiled(Snapshot books);
    }

    private final Wrong wrong;
    private final List<String> laws;

    WrongPlace(Wrong wrong, String... laws) {
        this.wrong = wrong;
        this.laws = List.of(laws);
    }

    @Nullable
    Snapshot spoiled(Snapshot books) {
        return wrong.spoiled(books);
    }

    List<String> laws() {
        return laws;
    }

    private static boolean ofPeriod(InvoiceSlot one, InvoiceSlot other) {
        return !one.subscription().equals(other.subscription())
                && one.place().reason() == SlotReason.CYCLE
                && other.place().reason() == SlotReason.CYCLE;
    }

    private static LocalDate day(InvoiceSlot slot) {
        return slot.period().startDate();
    }

    private static boolean again(Snapshot books, InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return books.slotsOf(slot.subscription()).stream()
                .anyMatch(other -> other.place().term() == place.term()
                        && other.place().sequence() == place.sequence()
                        && other.place().revision() == place.revision() + 1);
    }

    private static InvoiceSlot revised(InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return Spoiled.at(
                slot,
                new SlotPlace(
                        place.term(),
                        place.sequence(),
                        place.revision() + 1,
                        place.index(),
                        place.reason(),
                        place.period(),
                        place.window(),
                        place.change()));
    }

    private static List<InvoiceSlot> places(Snapshot books, InvoiceId document) {
        List<InvoiceSlot> places = new ArrayList<>();
        books.subscriptions()
                .forEach(state -> books.slotsOf(state.subscription().id()).stream()
                        .filter(slot -> document.equals(slot.invoice()))
                        .forEach(places::add));
        return places;
    }

    /** The first such document that several places are on. */
    private static @Nullable Invoice shared(Snapshot books, Predicate<Invoice> of) {
        return books.invoices().stream()
                .filter(of)
                .filter(invoice -> places(books, invoice.id()).size() > 1)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Snapshot ofShared(
            Snapshot books, Predicate<Invoice> of, UnaryOperator<List<InvoiceLine>> lines) {
        Invoice shared = shared(books, of);
        return shared == null ? null : Spoiled.document(books, Spoiled.lines(shared, lines.apply(shared.lines())));
    }

    private static List<InvoiceLine> reversed(List<InvoiceLine> lines) {
        List<InvoiceLine> reversed = new ArrayList<>(lines);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<InvoiceLine> ofFirst(List<InvoiceLine> lines) {
        SubscriptionId first = lines.get(0).key().subscription();
        return lines.stream()
                .filter(line -> line.key().subscription().equals(first))
                .toList();
    }

    /** The last place of a shared document on one of its own. */
    private static @Nullable Snapshot split(Snapshot books) {
        Invoice shared = shared(books, invoice -> true);
        if (shared == null) {
            return null;
        }
        List<InvoiceSlot> places = places(books, shared.id());
        InvoiceSlot last = places.get(places.size() - 1);
        InvoiceId other =
                InvoiceId.of(UUID.nameUUIDFromBytes(shared.id().toString().getBytes(StandardCharsets.UTF_8)));
        List<InvoiceLine> own = new ArrayList<>();
        List<InvoiceLine> rest = new ArrayList<>();
        shared.lines().forEach(line -> (line.key().subscription().equals(last.subscription()) ? own : rest).add(line));
        Snapshot fewer = Spoiled.document(books, Spoiled.lines(shared, rest));
        Snapshot more = Spoiled.more(fewer, Spoiled.withId(Spoiled.lines(shared, own), other));
        return Spoiled.slots(more, slot -> slot.equals(last), slot -> Spoiled.on(slot, other));
    }

    /** A place of one document on another one of its run. */
    private static @Nullable Snapshot joined(Snapshot books, BiPredicate<InvoiceSlot, InvoiceSlot> of) {
        for (Invoice one : books.invoices()) {
            for (Invoice other : books.invoices()) {
                List<InvoiceSlot> places = places(books, one.id());
                List<InvoiceSlot> others = places(books, other.id());
                boolean ofRun = !one.id().equals(other.id())
                        && one.origin().run() != null
                        && one.origin().equals(other.origin())
                        && one.customer().equals(other.customer());
                InvoiceSlot found = others.stream()
                        .filter(place -> ofRun && places.stream().anyMatch(own -> of.test(own, place)))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return Spoiled.slots(books, found::equals, slot -> Spoiled.on(slot, one.id()));
                }
            }
        }
        return null;
    }

    /** A place on another customer's document. */
    private static @Nullable Snapshot moved(Snapshot books) {
        for (Invoice one : books.invoices()) {
            for (Invoice other : books.invoices()) {
                CustomerId customer = one.customer();
                if (one.note() == null && other.note() == null && !customer.equals(other.customer())) {
                    return Spoiled.slots(
                            books, slot -> other.id().equals(slot.invoice()), slot -> Spoiled.on(slot, one.id()));
                }
            }
        }
        return null;
    }

    private static @Nullable Snapshot shortened(Snapshot books) {
        for (Invoice invoice : books.invoices()) {
            for (InvoiceSlot slot : places(books, invoice.id())) {
                if (!slot.period().equals(invoice.period())) {
                    return Spoiled.document(books, Spoiled.withPeriod(invoice, slot.period()));
                }
            }
        }
        return null;
    }
}
