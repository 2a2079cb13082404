package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.discount.Redemption;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.invoice.CreditNoteFacts.CreditedBefore;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one subscription, made one after the other: what the first ones bill counts for the next. Documents have
 * numbers from 1 in the order they were made.
 */
public final class Ledger {
    /**
     * A document as it stands.
     *
     * @param slot null of a credit note
     * @param credits the number of the invoice that a note credits; 0 of an invoice
     */
    record Document(InvoiceDraft draft, @Nullable InvoiceSlot slot, InvoiceStatus status, int credits) {
        Document(InvoiceDraft draft, InvoiceSlot slot, InvoiceStatus status) {
            this(draft, slot, status, 0);
        }

        boolean live() {
            return slot == null ? status != InvoiceStatus.VOIDED : slot.live();
        }

        InvoiceSlot place() {
            return Objects.requireNonNull(slot, "a credit note has no place");
        }
    }

    private record Use(Meter meter, Instant at, BigDecimal quantity) {}

    private static final Instant BEGUN = Instant.parse("2024-04-01T00:00:00Z");

    private final PeriodManager periods = new PeriodManager();
    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private final Catalogue catalogue;
    private final List<Document> documents = new ArrayList<>();
    private final List<Use> used = new ArrayList<>();
    private Subscription subscription;
    private @Nullable Instant usageKeptFrom;
    private List<CouponGrant> grants = List.of();
    private DiscountOrder order = DiscountOrder.AS_GIVEN;
    private TaxFacts taxes = TaxFacts.NONE;
    private @Nullable TaxCalculator calculator;
    /** What the books owe the customer; null where documents are looked at without. */
    private @Nullable Money balance;

    Ledger(Subscription subscription, PlanVersion... plans) {
        this(subscription, List.of(), plans);
    }

    public Ledger(Subscription subscription, List<Meter> meters, PlanVersion... plans) {
        Map<PlanVersionRef, PlanVersion> versions = new HashMap<>();
        for (PlanVersion plan : plans) {
            versions.put(plan.ref(), plan);
        }
        Map<MeterId, Meter> byId = new HashMap<>();
        meters.forEach(meter -> byId.put(meter.id(), meter));
        this.catalogue = new Catalogue(versions, byId);
        this.subscription = subscription;
    }

    /** A plan with one flat fee for a month in advance, shared out by the second. */
    static PlanVersion flat(String plan, String amount) {
        return flat(plan, amount, ProrationPolicy.BY_SECOND);
    }

    /** The same, shared out otherwise. */
    static PlanVersion flat(String plan, String amount, ProrationPolicy proration) {
        PriceModel price = PriceModel.flat(DemoBooks.usd(amount));
        return DemoBooks.plan(
                plan, new Charge(ChargeId.of("fee"), "Fee", price, BillingTiming.IN_ADVANCE, null, proration, false));
    }

    /** What is known of the subscription from here on. */
    public Ledger known(Subscription now) {
        subscription = now;
        return this;
    }

    public Ledger used(Meter meter, Instant at, String quantity) {
        used.add(new Use(meter, at, new BigDecimal(quantity)));
        return this;
    }

    /** All that was used before an instant is gone. */
    Ledger usageKeptFrom(Instant from) {
        usageKeptFrom = from;
        used.removeIf(use -> use.at().isBefore(from));
        return this;
    }

    /** What the customer has been granted. */
    Ledger granted(DiscountOrder by, CouponGrant... coupons) {
        order = by;
        grants = List.of(coupons);
        return this;
    }

    /** How the customer is taxed. */
    public Ledger taxed(TaxFacts facts) {
        taxes = facts;
        return this;
    }

    /** Who is asked what is due, where the facts have a calculator. */
    public Ledger asking(TaxCalculator outside) {
        calculator = outside;
        return this;
    }

    /** What the books owe the customer from here on: documents are paid from it, and add to it. */
    public Ledger owing(Money amount) {
        balance = amount;
        return this;
    }

    /** What all documents take off by now, of one coupon. */
    Money takenOff(CouponGrant grant) {
        return redemptions(0).stream()
                .filter(redemption -> redemption.grant().equals(grant.id()))
                .map(Redemption::amount)
                .reduce(Money.zero(subscription.currency()), Money::plus);
    }

    /** What documents but one take off, and what stands of void ones. */
    private List<Redemption> redemptions(int without) {
        List<Redemption> redemptions = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            InvoiceSlot slot = documents.get(i).slot();
            if (slot != null && i + 1 != without) {
                List<InvoiceLine> standing = documents.get(i).draft().lines().stream()
                        .filter(line -> !slot.waived() || line.key().corrects() != null)
                        .toList();
                Redemptions.of(id(i + 1), standing).stream()
                        .map(one -> slot.live() ? one : one.of(Money.zero(subscription.currency())))
                        .forEach(redemptions::add);
            }
        }
        return redemptions;
    }

    List<Document> documents() {
        return documents;
    }

    /** The document of a period, or the final one, for the first time or again. */
    InvoiceDraft bill(int index) {
        BillingCursor cursor = periods.advanced(subscription, Slots.start(subscription), slots());
        return keep(periods.placeFor(subscription, cursor, slots(), index), InvoiceStatus.FINALIZED);
    }

    /** The documents of all that is due up to and including an instant, in its order; those that ask for nothing are left out. */
    public List<InvoiceDraft> run(Instant until) {
        BillingCursor cursor = periods.advanced(subscription, Slots.start(subscription), slots());
        List<InvoiceDraft> made = new ArrayList<>();
        for (SlotPlace place : periods.due(subscription, cursor, slots(), until)) {
            made.add(keep(place, InvoiceStatus.FINALIZED));
        }
        made.removeIf(InvoiceDraft::nothingDue);
        return made;
    }

    /** The same as a draft. */
    InvoiceDraft draft(int index) {
        BillingCursor cursor = periods.advanced(subscription, Slots.start(subscription), slots());
        return keep(periods.placeFor(subscription, cursor, slots(), index), InvoiceStatus.DRAFT);
    }

    /** Usage so far of the running period, counted until an instant; null where there is no place for it or nothing to ask for. */
    public @Nullable InvoiceDraft progress(Instant until) {
        BillingCursor cursor = periods.advanced(subscription, Slots.start(subscription), slots());
        SlotPlace place = periods.progressive(subscription, cursor, slots(), until);
        if (place == null) {
            return null;
        }
        InvoiceDraft draft = keep(place, InvoiceStatus.FINALIZED);
        if (draft.nothingDue()) {
            documents.remove(documents.size() - 1);
            return null;
        }
        return draft;
    }

    /** A document of its own for all that has come out otherwise. */
    InvoiceDraft correct() {
        return keep(beside(SlotReason.CORRECTION, null), InvoiceStatus.FINALIZED);
    }

    /** A document of its own for what a change makes otherwise. */
    public InvoiceDraft settle(int change) {
        return keep(beside(SlotReason.IMMEDIATE, change), InvoiceStatus.FINALIZED);
    }

    /** A draft made anew, which becomes final. */
    InvoiceDraft refresh(int number) {
        Document old = documents.get(number - 1);
        InvoiceDraft again = assemble(old.place().place(), number, old.draft().recordedAt());
        documents.set(number - 1, new Document(again, old.place(), InvoiceStatus.FINALIZED));
        return again;
    }

    /** What a place would bill if nothing had been billed before. */
    InvoiceDraft afresh(SlotPlace place) {
        return assembler.assemble(facts(place, null, 1, BEGUN));
    }

    void voided(int number, VoidIntent intent) {
        Document old = documents.get(number - 1);
        documents.set(number - 1, new Document(old.draft(), old.place().voided(intent), InvoiceStatus.VOIDED));
    }

    /** A note of an invoice is void. */
    void voidedNote(int number) {
        Document old = documents.get(number - 1);
        documents.set(number - 1, new Document(old.draft(), null, InvoiceStatus.VOIDED, old.credits()));
    }

    /** What is left to credit of an invoice, taxes included. */
    Money creditable(int number) {
        return new CreditNoteAssembler().left(creditFacts(number));
    }

    /** A note of an invoice. */
    CreditNoteDraft credit(int number, CreditAmount amount) {
        CreditNoteDraft note = new CreditNoteAssembler().assemble(creditFacts(number), amount);
        InvoiceDraft like = documents.get(number - 1).draft();
        InvoiceDraft draft = new InvoiceDraft(
                note.id(),
                note.customer(),
                note.entity(),
                like.places().get(0).subscription(),
                like.places().get(0).place(),
                note.lines(),
                note.totals(),
                note.recordedAt());
        documents.add(new Document(draft, null, InvoiceStatus.FINALIZED, number));
        return note;
    }

    /** A document by its number, as one that has no number of a series. */
    Invoice document(int number) {
        Document document = documents.get(number - 1);
        InvoiceDraft draft = document.draft();
        if (document.credits() == 0) {
            return Invoice.draft(draft, Taxes.ORIGIN);
        }
        return Invoice.note(
                new CreditNoteDraft(
                        draft.id(),
                        id(document.credits()),
                        draft.customer(),
                        draft.entity(),
                        draft.period(),
                        draft.group(),
                        draft.lines(),
                        draft.totals(),
                        draft.recordedAt()),
                new CreditNoteTerms(
                        id(document.credits()),
                        "INV-" + document.credits(),
                        CreditReason.ORDER_CHANGE,
                        "as agreed",
                        CreditUse.credit(draft.totals().credit().negated())),
                Taxes.ORIGIN);
    }

    /** Whether a note of another invoice rests on a document or on one of its own notes. */
    boolean restedOn(int number) {
        Set<InvoiceId> own = new HashSet<>();
        own.add(id(number));
        own.addAll(liveNotes(number).stream().map(Ledger::id).toList());
        for (int i = 0; i < documents.size(); i++) {
            Document note = documents.get(i);
            if (note.credits() > 0 && note.live() && !own.contains(id(i + 1))) {
                for (InvoiceLine line : note.draft().lines()) {
                    if (CreditChain.restsOn(line, own, this::corrects)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The notes of an invoice, the earliest first. */
    List<Integer> liveNotes(int number) {
        List<Integer> notes = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            if (documents.get(i).credits() == number && documents.get(i).live()) {
                notes.add(i + 1);
            }
        }
        return notes;
    }

    private Optional<LineRef> corrects(LineRef line) {
        int number = Math.toIntExact(line.invoice().value().getLeastSignificantBits());
        InvoiceLine found = documents.get(number - 1).draft().lines().get(line.number() - 1);
        return Optional.ofNullable(found.key().corrects());
    }

    private CreditNoteFacts creditFacts(int number) {
        int next = documents.size() + 1;
        List<CreditedBefore> notes = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            if (document.credits() == number && document.live()) {
                notes.add(new CreditedBefore(
                        id(i + 1), document.draft().totals().credit().negated()));
            }
        }
        Invoice invoice = Invoice.draft(documents.get(number - 1).draft(), Taxes.ORIGIN);
        return new CreditNoteFacts(id(next), BEGUN.plusNanos(1000L * next), invoice, notes, lines(0));
    }

    List<InvoiceSlot> slots() {
        return documents.stream().map(Document::slot).filter(Objects::nonNull).toList();
    }

    /** Lines that count, of all documents but one. */
    List<BilledLine> lines(int without) {
        List<BilledLine> lines = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            if (i + 1 != without && document.live()) {
                for (InvoiceLine line : document.draft().lines()) {
                    lines.add(new BilledLine(
                            id(i + 1), document.status(), document.draft().recordedAt(), line));
                }
            }
        }
        return lines;
    }

    private SlotPlace beside(SlotReason reason, @Nullable Integer change) {
        SlotPlace last = documents.stream()
                .flatMap(document -> Optional.ofNullable(document.slot()).stream())
                .map(InvoiceSlot::place)
                .filter(place -> place.reason().ofPeriod())
                .reduce((a, b) -> a.index() > b.index() ? a : b)
                .orElseThrow();
        int sequence = periods.nextSequence(1, slots());
        return new SlotPlace(1, sequence, 0, last.index(), reason, last.period(), last.window(), change);
    }

    private InvoiceDraft keep(SlotPlace place, InvoiceStatus status) {
        int number = documents.size() + 1;
        InvoiceDraft draft = assemble(place, number, BEGUN.plusNanos(1000L * number));
        balance = balance == null ? null : balance.minus(draft.totals().credit());
        documents.add(new Document(draft, draft.slots().get(0), status));
        return draft;
    }

    private InvoiceDraft assemble(SlotPlace place, int number, Instant recordedAt) {
        List<InvoiceSlot> others = new ArrayList<>(slots());
        if (number <= documents.size()) {
            others.remove(documents.get(number - 1).place());
        }
        Instant from = subscription.schedule().startInclusive();
        EarlierBilling earlier = new EarlierBilling(from, others, lines(number), recordedAt);
        InvoiceDraft draft = assembler.assemble(facts(place, earlier, number, recordedAt));
        TaxQuestion question = draft.pending();
        if (question == null || calculator == null) {
            return draft;
        }
        TaxFacts unanswered = taxes;
        try {
            taxes = unanswered.with(answer(question, calculator));
            return assembler.assemble(facts(place, earlier, number, recordedAt));
        } finally {
            taxes = unanswered;
        }
    }

    private static TaxAnswers answer(TaxQuestion question, TaxCalculator asked) {
        TaxAnswer answer = asked.calculate(List.of(question)).get(0);
        return new TaxAnswers(
                question.tenant(),
                answer instanceof TaxAnswer.Answered known ? Map.of(question.key(), known) : Map.of(),
                answer instanceof TaxAnswer.Refused refused
                        ? Map.of(question.key(), TaxAnswers.refusal(refused))
                        : Map.of(),
                null);
    }

    private BillingFacts facts(SlotPlace place, @Nullable EarlierBilling earlier, int number, Instant recordedAt) {
        Map<UsageQuery, UsageSummary> answers = assembler.usageNeeded(subscription, place, earlier, catalogue).stream()
                .distinct()
                .collect(Collectors.toMap(query -> query, this::summary));
        return new BillingFacts(
                id(number),
                recordedAt,
                RoundingPolicy.HALF_UP,
                DemoBooks.customer(subscription.customer().value()),
                balance == null ? Money.zero(subscription.currency()) : balance,
                subscription,
                place,
                earlier,
                catalogue,
                answers,
                usageKeptFrom,
                CustomPrices.NONE,
                grants.isEmpty()
                        ? DiscountFacts.NONE
                        : new DiscountFacts(new CouponBook(grants, redemptions(number)), order),
                taxes);
    }

    private UsageSummary summary(UsageQuery query) {
        List<Use> inside = used.stream()
                .filter(use -> use.meter().id().equals(query.meter().id())
                        && query.service().contains(use.at()))
                .toList();
        return UsageSummary.of(
                inside.stream().map(Use::quantity).reduce(BigDecimal.ZERO, BigDecimal::add), inside.size());
    }

    private static InvoiceId id(int number) {
        return InvoiceId.of(new UUID(0x018e9728_ac00_7000L, number));
    }
}
