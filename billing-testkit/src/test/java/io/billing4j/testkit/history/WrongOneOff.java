package io.billing4j.testkit.history;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.LineKey;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.rating.Derivation;
import io.billing4j.tenant.TenantSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/** What may be wrong with one-off charges, and the laws of which one has to say so. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum WrongOneOff {
    TWICE(WrongOneOff::twice, Laws.ONE_AT_MOST),
    NOT_ON_ITS_DOCUMENT(books -> onDocuments(books, all -> all, line -> null), Laws.SAYS_ITS_DOCUMENT),
    NEVER_TAKEN(WrongOneOff::neverTaken, Laws.TAKEN),
    FORGOTTEN(WrongOneOff::forgotten, Laws.ADDED),
    SAID_TO_WAIT(
            books -> charge(books, one -> one.invoice() != null, one -> one.released(null)), Laws.SAYS_ITS_DOCUMENT),
    SAID_TO_BE_BILLED(
            books -> charge(books, OneOffCharge::pending, one -> one.billed(other(one.id()))), Laws.SAYS_ITS_DOCUMENT),
    CANCELLED_BY_NOBODY(
            books -> charge(books, OneOffCharge::pending, one -> one.canceled(one.recordedAt())), Laws.CANCELLED),
    ANOTHER_PRICE(books -> onDocuments(books, all -> all, WrongOneOff::dearer), Laws.AS_ASKED_FOR),
    ANOTHER_DAY(books -> onDocuments(books, all -> all, WrongOneOff::later), Laws.AS_ASKED_FOR),
    BEFORE_THE_REST(books -> onDocuments(books, WrongOneOff::turned, line -> line), Laws.BEHIND),
    AT_NO_PLACE(books -> atPlaces(books, WrongOneOff::skipped), Laws.ALONE),
    AT_A_PLACE_OF_A_CORRECTION(books -> atPlaces(books, WrongOneOff::ofCorrection), Laws.FITS);

    /** The laws, by what they say. */
    private static final class Laws {
        static final String ONE_AT_MOST = "a one-off charge is on one document at most";
        static final String SAYS_ITS_DOCUMENT = "a one-off charge says which document it is on";
        static final String ADDED = "there are the one-off charges that were added";
        static final String CANCELLED = "what is cancelled is on no document";
        static final String AS_ASKED_FOR = "what is billed once is billed as it was asked for";
        static final String BEHIND = "what is billed once stands behind the rest, by its day";
        static final String TAKEN = "the first place that fits takes what is billed once";
        static final String ALONE = "a document without a place has one-off charges alone";
        static final String FITS = "a document takes what is billed once at a place that fits";
    }

    /** Null for books that have nothing of the kind. */
    private interface Wrong {
        @Nullable
        Snapshot spoiled(Snapshot books);
    }

    /** What stands in the place of a line; null for nothing. */
    private interface Other {
        @Nullable
        InvoiceLine of(InvoiceLine line);
    }

    private final Wrong wrong;
    private final List<String> laws;

    WrongOneOff(Wrong wrong, String... laws) {
        this.wrong = wrong;
        this.laws = List.of(laws);
    }

    /** Null for books that have nothing of the kind. */
    @Nullable
    Snapshot spoiled(Snapshot books) {
        return wrong.spoiled(books);
    }

    List<String> laws() {
        return laws;
    }

    private static InvoiceId other(Object id) {
        return InvoiceId.of(UUID.nameUUIDFromBytes(id.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Invoice> documents(Snapshot books) {
        return books.invoices().stream()
                .filter(one -> one.type() == DocumentType.INVOICE && BilledLines.counts(one))
                .filter(one -> !OneOffCheck.lines(one).isEmpty())
                .toList();
    }

    private static @Nullable Snapshot twice(Snapshot books) {
        List<Invoice> all = documents(books);
        return all.isEmpty()
                ? null
                : Spoiled.more(
                        books, Spoiled.withId(all.get(0), other(all.get(0).id())));
    }

    /** The first such document with its lines in another order, or with another line in the place of its first charge. */
    private static @Nullable Snapshot onDocuments(Snapshot books, UnaryOperator<List<InvoiceLine>> order, Other wrong) {
        for (Invoice document : documents(books)) {
            InvoiceLine first = OneOffCheck.lines(document).get(0);
            List<InvoiceLine> lines = new ArrayList<>();
            for (InvoiceLine line : order.apply(document.lines())) {
                InvoiceLine now = line.equals(first) ? wrong.of(line) : line;
                lines.addAll(now == null ? List.of() : List.of(now));
            }
            if (!lines.equals(document.lines())) {
                return Spoiled.document(books, Spoiled.lines(document, lines));
            }
        }
        return null;
    }

    /** With the last line first where that is a charge and the first is none. */
    private static List<InvoiceLine> turned(List<InvoiceLine> lines) {
        InvoiceLine last = lines.get(lines.size() - 1);
        if (!OneOffCheck.isOneOff(last) || OneOffCheck.isOneOff(lines.get(0))) {
            return lines;
        }
        List<InvoiceLine> turned = new ArrayList<>(lines.subList(0, lines.size() - 1));
        turned.add(0, last);
        return turned;
    }

    private static InvoiceLine dearer(InvoiceLine line) {
        return of(
                line,
                line.amount().plusMinor(1).toBigMoney(),
                line.key().service().startDate());
    }

    private static InvoiceLine later(InvoiceLine line) {
        return of(
                line,
                line.amount().toBigMoney(),
                line.key().service().startDate().plusDays(1));
    }

    private static InvoiceLine of(InvoiceLine line, BigMoney price, LocalDate day) {
        Derivation derivation = OneOffCharge.derivation(
                price,
                null,
                day,
                line.key().service().zone(),
                TenantSettings.of(line.key().service().zone(), line.amount().getCurrencyUnit())
                        .rounding());
        LineKey key = LineKey.of(line.key().oneOff().orElseThrow(), null, derivation.service());
        return InvoiceLine.of(line.number(), key, line.description(), derivation, line.adjustments());
    }

    private static @Nullable Snapshot forgotten(Snapshot books) {
        return books.oneOffs().isEmpty()
                ? null
                : Spoiled.oneOffs(
                        books, books.oneOffs().subList(1, books.oneOffs().size()));
    }

    private static @Nullable Snapshot charge(
            Snapshot books, Predicate<OneOffCharge> of, UnaryOperator<OneOffCharge> wrong) {
        List<OneOffCharge> all = new ArrayList<>(books.oneOffs());
        for (int i = 0; i < all.size(); i++) {
            if (of.test(all.get(i))) {
                all.set(i, wrong.apply(all.get(i)));
                return Spoiled.oneOffs(books, all);
            }
        }
        return null;
    }

    /** The first charge that a document for a period has taken waits still. */
    private static @Nullable Snapshot neverTaken(Snapshot books) {
        for (Invoice document : documents(books)) {
            boolean fresh = books.slots().values().stream()
                    .flatMap(List::stream)
                    .anyMatch(slot ->
                            document.id().equals(slot.invoice()) && slot.place().revision() == 0);
            if (fresh) {
                Snapshot dropped = Spoiled.document(books, Spoiled.lines(document, OneOffPlaces.charged(document)));
                return Spoiled.oneOffs(
                        dropped,
                        books.oneOffs().stream()
                                .map(one -> document.id().equals(one.invoice()) ? one.released(null) : one)
                                .toList());
            }
        }
        return null;
    }

    /** All places of the first document that has some, and other lines as well, become others. */
    private static @Nullable Snapshot atPlaces(Snapshot books, UnaryOperator<InvoiceSlot> wrong) {
        for (Invoice document : documents(books)) {
            if (!OneOffPlaces.charged(document).isEmpty()) {
                Snapshot spoiled = books;
                Predicate<InvoiceSlot> own = slot -> document.id().equals(slot.invoice())
                        && slot.place().reason().ofPeriod();
                for (Snapshot next = spoiled; next != null; next = Spoiled.slots(spoiled, own, wrong)) {
                    spoiled = next;
                }
                return spoiled.equals(books) ? null : spoiled;
            }
        }
        return null;
    }

    private static InvoiceSlot skipped(InvoiceSlot slot) {
        return new InvoiceSlot(slot.subscription(), slot.place(), SlotOutcome.SKIPPED, null, false, false);
    }

    private static InvoiceSlot ofCorrection(InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return Spoiled.at(
                slot,
                new SlotPlace(
                        place.term(),
                        place.sequence(),
                        place.revision(),
                        place.index(),
                        SlotReason.CORRECTION,
                        place.period(),
                        place.window(),
                        null));
    }
}
