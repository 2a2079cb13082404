package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.Changes;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.AddOnRemoved;
import io.billing4j.subscription.SubscriptionChange.AddOnSet;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.Paused;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.subscription.SubscriptionChange.Resumed;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** A subscription whose past keeps changing while it is billed. */
final class CorrectionHistory {
    /** What can happen. */
    enum Kind {
        PLAN,
        QUANTITY,
        ADD_ON,
        ADD_ON_GONE,
        PAUSE,
        RESUME,
        CANCEL,
        ANOTHER_INTERVAL,
        ANOTHER_ZONE,
        WITHDRAW,
        USE,
        BILL_NEXT,
        CORRECT,
        VOID,
        BILL_AGAIN,
        CREDIT,
        VOID_NOTE,
        PROGRESS
    }

    /** When fees follow a change. */
    enum Fees {
        AT_ONCE,
        WITH_THE_DAY,
        WITH_THE_NEXT_PERIOD
    }

    /**
     * One happening.
     *
     * @param minute after the start, of whatever takes effect at an instant
     * @param dice decide which and how many
     */
    record Step(Kind kind, int minute, Fees fees, int dice) {}

    private static final List<PlanVersion> PLANS =
            List.of(plan("basic", "29.99", "7.77"), plan("pro", "61.03", "5.01"), plan("max", "99.00", "12.34"));
    /** The same plans with terms of the whole plan: one with all there are, one with a minimum alone, and one with none. */
    private static final List<PlanVersion> WHOLE_PLANS = List.of(
            with(
                    alone(PLANS.get(0)),
                    PriceTerms.NONE
                            .withCommitment(new Commitment(usd("93.00"), new BigDecimal("1.37"), true))
                            .withMaximum(usd("96.23"))),
            with(PLANS.get(1), PriceTerms.NONE.withMinimum(usd("170.01"))),
            PLANS.get(2));

    private static final List<PlanVersion> ADD_ONS =
            List.of(Ledger.flat("support", "10.01"), Ledger.flat("archive", "3.33", ProrationPolicy.FIXED_30_DAYS));
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("America/New_York"), ZoneId.of("Asia/Tokyo"), ZoneId.of("Pacific/Kiritimati"));
    private static final List<BillingInterval> INTERVALS =
            List.of(new BillingInterval(IntervalUnit.WEEK, 1), BillingInterval.MONTHLY, BillingInterval.YEARLY);

    private final Ledger ledger;
    private final List<PlanVersion> plans;
    private Subscription subscription = Changes.subscribed("2024-04-01", BASIC, 2);

    CorrectionHistory() {
        this(PLANS);
    }

    private CorrectionHistory(List<PlanVersion> plans) {
        this.plans = plans;
        List<PlanVersion> all = new ArrayList<>(plans);
        all.addAll(ADD_ONS);
        ledger = new Ledger(subscription, List.of(CREDITABLE), all.toArray(PlanVersion[]::new));
    }

    /** One between plans whose terms are those of the whole plan. */
    static CorrectionHistory ofWholePlans() {
        return new CorrectionHistory(WHOLE_PLANS);
    }

    /** What the customer has been granted. */
    CorrectionHistory granted(DiscountOrder order, CouponGrant... grants) {
        ledger.granted(order, grants);
        return this;
    }

    /** How the customer is taxed from here on. */
    CorrectionHistory taxed(TaxFacts facts) {
        ledger.taxed(facts);
        return this;
    }

    /** The first period's document. */
    CorrectionHistory begun() {
        ledger.bill(0);
        return this;
    }

    void take(Step step) {
        Instant at = subscription.startInclusive().plus(step.minute(), ChronoUnit.MINUTES);
        Instant from = fees(step.fees(), at);
        int dice = step.dice();
        switch (step.kind()) {
            case PLAN ->
                add(new PlanChanged(at, RECORDED, from, oneOf(plans, dice).ref(), null));
            case QUANTITY -> add(new QuantityChanged(at, RECORDED, from, BigDecimal.valueOf(1 + dice % 4)));
            case ADD_ON ->
                add(new AddOnSet(at, RECORDED, from, oneOf(ADD_ONS, dice).ref(), BigDecimal.valueOf(1 + dice % 3)));
            case ADD_ON_GONE ->
                add(new AddOnRemoved(
                        at, RECORDED, from, oneOf(ADD_ONS, dice).ref().plan()));
            case PAUSE -> add(new Paused(at, RECORDED, oneOf(List.of(PausedFees.values()), dice)));
            case RESUME -> add(new Resumed(at, RECORDED));
            case CANCEL -> add(new Canceled(at, RECORDED, from));
            case ANOTHER_INTERVAL ->
                turn(new PlanChanged(at, RECORDED, at, oneOf(plans, dice).ref(), oneOf(INTERVALS, dice)));
            case ANOTHER_ZONE ->
                turn(new ZoneChanged(
                        subscription.schedule().containing(at).endExclusive(), RECORDED, oneOf(ZONES, dice)));
            case WITHDRAW -> withdraw(dice);
            case USE -> ledger.used(CREDITABLE, at, Integer.toString(dice % 500));
            case BILL_NEXT -> billNext();
            case CORRECT -> ledger.correct();
            case VOID -> voidOne(dice);
            case BILL_AGAIN -> billAgain();
            case CREDIT -> credit(dice);
            case VOID_NOTE -> voidNote(dice);
            case PROGRESS -> progress(dice);
        }
    }

    /** Everything that is void is made again, usage so far gets the document of the rest, and then all that has come out otherwise is corrected. */
    void settle() {
        billAgain();
        if (ledger.slots().stream().anyMatch(slot -> slot.live() && slot.place().reason() == SlotReason.PROGRESSIVE)) {
            billNext();
        }
        ledger.correct();
    }

    void assertBilledIsWhatTheLastTimelineAsksFor() {
        Set<LineKey> seen = new HashSet<>();
        Map<String, Money> asked = new TreeMap<>();
        for (InvoiceSlot slot : ledger.slots()) {
            if (slot.live() && slot.place().reason().ofPeriod()) {
                for (InvoiceLine line : ledger.afresh(slot.place()).lines()) {
                    // Two slots may bill the arrears of one period, which are asked for once.
                    if (seen.add(line.key())) {
                        asked.merge(rate(line), line.amount(), Money::plus);
                    }
                }
            }
        }
        Map<String, Money> billed = new TreeMap<>();
        ledger.lines(0)
                .forEach(line -> billed.merge(rate(line.line()), line.line().amount(), Money::plus));
        billed.values().removeIf(Money::isZero);
        assertThat(billed).isEqualTo(asked);
    }

    void assertNothingMoreIsCorrected() {
        assertThat(ShownLines.shown(ledger.correct())).isEmpty();
    }

    void assertEveryDocumentProvesItself() {
        List<Invoice> documents = all();
        for (Invoice document : documents) {
            assertThat(InvoiceVerifier.STANDARD.verify(document)).isEmpty();
            assertThat(CorrectionVerifier.verify(document, documents)).isEmpty();
            assertThat(document.totals().total()).isGreaterThanOrEqualTo(Money.zero(CurrencyUnit.USD));
        }
    }

    /** All documents that were made and ask for something or give it back, also those that are void by now. */
    List<Invoice> documents() {
        return all().stream().filter(document -> !document.lines().isEmpty()).toList();
    }

    private List<Invoice> all() {
        return IntStream.rangeClosed(1, ledger.documents().size())
                .mapToObj(ledger::document)
                .toList();
    }

    /** The lines that stand. */
    List<InvoiceLine> lines() {
        return ledger.lines(0).stream().map(BilledLine::line).toList();
    }

    /** How many credit notes stand. */
    long notes() {
        return numbers(document -> document.credits() > 0 && document.live()).size();
    }

    /** Whether usage was billed before its period ended. */
    boolean usageSoFar() {
        return ledger.slots().stream().anyMatch(slot -> slot.place().reason() == SlotReason.PROGRESSIVE);
    }

    /** How many lines take something back. */
    long corrections() {
        return ledger.lines(0).stream()
                .filter(billed -> billed.line().key().corrects() != null)
                .count();
    }

    private void add(SubscriptionChange change) {
        subscription = subscription.with(change);
        ledger.known(subscription);
    }

    /** Periods are counted anew behind all that have a document and all other turns, as the engine has it. */
    private void turn(SubscriptionChange change) {
        boolean free = ledger.slots().stream()
                        .allMatch(slot -> slot.period().startInclusive().isBefore(change.effectiveAt()))
                && subscription.schedule().turns().stream().allMatch(turn -> turn.isBefore(change.effectiveAt()));
        if (free) {
            add(change);
        }
    }

    /** Something is used in the last period that was opened, and billed with what was used before an instant of its first month. */
    private void progress(int dice) {
        int last = ledger.slots().stream()
                .filter(slot -> slot.place().reason() == SlotReason.CYCLE)
                .mapToInt(slot -> slot.place().index())
                .max()
                .orElseThrow();
        Instant start = subscription.schedule().period(last).startInclusive();
        ledger.used(CREDITABLE, start, Integer.toString(dice % 500));
        ledger.progress(start.plus((1000 - dice) * 43L, ChronoUnit.MINUTES));
    }

    /** Any but the first, one that counts periods anew, and an end that has its final document. */
    private void withdraw(int dice) {
        int number = 2 + dice % Math.max(1, subscription.changes().size() - 1);
        if (number > subscription.changes().size()) {
            return;
        }
        SubscriptionChange change = subscription.changes().get(number - 1);
        boolean turn =
                change instanceof ZoneChanged || (change instanceof PlanChanged changed && changed.interval() != null);
        boolean finished = ledger.slots().stream().anyMatch(slot -> slot.place().reason() == SlotReason.FINAL);
        if (!turn && !(change instanceof Withdrawn) && !(change instanceof Canceled && finished)) {
            add(new Withdrawn(RECORDED, RECORDED, number));
        }
    }

    private void billNext() {
        int last = ledger.slots().stream()
                .filter(slot -> slot.place().reason().ofPeriod())
                .mapToInt(slot -> slot.place().index())
                .max()
                .orElseThrow();
        bill(subscription.schedule().indexAfter(last));
    }

    private void billAgain() {
        for (InvoiceSlot slot : ledger.slots()) {
            if (slot.place().reason().ofPeriod() && !slot.live()) {
                bill(slot.place().index());
            }
        }
    }

    /** The period's document, or the final one, where there is to be one and it is not there. */
    private void bill(int index) {
        Integer last = subscription.lastIndex();
        boolean within = subscription.period(index) != null;
        boolean ends = last != null && subscription.schedule().indexAfter(last) == index;
        SlotReason reason = within ? SlotReason.CYCLE : SlotReason.FINAL;
        boolean billed = ledger.slots().stream()
                .anyMatch(slot -> slot.live()
                        && slot.place().index() == index
                        && slot.place().reason() == reason);
        if ((within || ends) && !billed) {
            ledger.bill(index);
        }
    }

    private void voidOne(int dice) {
        List<Integer> live = numbers(document -> document.credits() == 0 && document.live());
        if (!live.isEmpty()) {
            int number = live.get(dice % live.size());
            if (!ledger.restedOn(number)) {
                List<Integer> notes = ledger.liveNotes(number);
                for (int i = notes.size() - 1; i >= 0; i--) {
                    ledger.voidedNote(notes.get(i));
                }
                ledger.voided(number, VoidIntent.REISSUE);
            }
        }
    }

    /** All that is left of an invoice, or a part of it. */
    private void credit(int dice) {
        List<Integer> live = numbers(
                document -> document.credits() == 0 && document.live() && document.status() == InvoiceStatus.FINALIZED);
        if (live.isEmpty()) {
            return;
        }
        int number = live.get(dice % live.size());
        Money left = ledger.creditable(number);
        Money part = left.multipliedBy(1 + dice % 99, RoundingMode.DOWN).dividedBy(100, RoundingMode.UP);
        if (left.isPositive()) {
            CreditNoteDraft note = ledger.credit(number, dice % 5 == 0 ? CreditAmount.whole() : CreditAmount.of(part));
            assertThat(note.amount()).isEqualTo(dice % 5 == 0 ? left : part);
        }
    }

    private void voidNote(int dice) {
        List<Integer> notes = numbers(document -> document.credits() > 0 && document.live());
        if (!notes.isEmpty()) {
            int number = notes.get(dice % notes.size());
            if (!ledger.restedOn(number)) {
                ledger.voidedNote(number);
            }
        }
    }

    private List<Integer> numbers(Predicate<Ledger.Document> which) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < ledger.documents().size(); i++) {
            if (which.test(ledger.documents().get(i))) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    private Instant fees(Fees fees, Instant at) {
        BillingSchedule schedule = subscription.schedule();
        BillingPeriod period = schedule.containing(at);
        Instant day = at.atZone(period.zone())
                .toLocalDate()
                .atStartOfDay(period.zone())
                .toInstant();
        return switch (fees) {
            case AT_ONCE -> at;
            case WITH_THE_DAY -> day.isBefore(period.startInclusive()) ? period.startInclusive() : day;
            case WITH_THE_NEXT_PERIOD -> period.startInclusive().equals(at) ? at : period.endExclusive();
        };
    }

    private static String rate(InvoiceLine line) {
        LineKey key = line.key();
        // A price that has no use for the quantity is the same price whatever that is.
        String quantity =
                line.derivation().model().usesQuantity() ? line.quantity().toPlainString() : "any";
        return key.plan() + " " + key.charge() + " " + key.kind() + " " + quantity + " "
                + line.derivation().window();
    }

    private static <T> T oneOf(List<T> all, int dice) {
        return all.get(dice % all.size());
    }

    /** One charge for each way to share out, of fees in advance and in arrears, with and without a minimum, and usage. */
    private static PlanVersion plan(String id, String flat, String seat) {
        PriceModel seats = PriceModel.perUnit(usd(seat));
        return new PlanVersion(
                new PlanVersionRef(PlanId.of(id), 1),
                CurrencyUnit.USD,
                BillingInterval.MONTHLY,
                List.of(
                        fee("second", PriceModel.flat(usd(flat)), BillingTiming.IN_ADVANCE, ProrationPolicy.BY_SECOND),
                        fee("day", seats, BillingTiming.IN_ADVANCE, ProrationPolicy.BY_DAY)
                                .withTerms(PriceTerms.NONE.withMinimum(usd("20.00"))),
                        fee("thirty", seats, BillingTiming.IN_ARREARS, ProrationPolicy.FIXED_30_DAYS),
                        fee("whole", PriceModel.flat(usd(flat)), BillingTiming.IN_ADVANCE, ProrationPolicy.NONE),
                        Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.013")), CREDITABLE.id())
                                .withTerms(PriceTerms.NONE
                                        .withIncludedUnits(BigDecimal.TEN)
                                        .withMinimum(usd("3.00")))),
                DemoBooks.NOVEMBER);
    }

    /** Without terms of its charges. */
    private static PlanVersion alone(PlanVersion plan) {
        return of(
                plan,
                plan.charges().stream()
                        .map(charge -> charge.withTerms(PriceTerms.NONE))
                        .toList());
    }

    private static PlanVersion with(PlanVersion plan, PriceTerms terms) {
        List<Charge> charges = new ArrayList<>(plan.charges());
        charges.add(1, Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, terms));
        return of(plan, charges);
    }

    private static PlanVersion of(PlanVersion plan, List<Charge> charges) {
        return new PlanVersion(plan.ref(), plan.currency(), plan.interval(), charges, plan.recordedAt());
    }

    private static Charge fee(String id, PriceModel price, BillingTiming timing, ProrationPolicy proration) {
        return new Charge(ChargeId.of(id), "Fee " + id, price, timing, null, proration, false);
    }
}
