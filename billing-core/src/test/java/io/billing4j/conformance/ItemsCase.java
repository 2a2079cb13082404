package io.billing4j.conformance;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.Ledger;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.proration.Share;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.AddOnRemoved;
import io.billing4j.subscription.SubscriptionChange.AddOnSet;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the first plan of a case, with the others as add-ons, that is billed whenever something is due, and at once where
 * something changes; after the last event by runs on the same day of each month. What a document gives back is on a balance that pays the
 * next ones. A change to a plan of which the case says no price is one to a plan that costs nothing.
 */
final class ItemsCase {
    /** As many runs as a yearly interval asks for. */
    private static final int MONTHS = 13;

    private static final PlanVersionRef FREE = ref("free-of-charge");

    private final CurrencyUnit currency;
    private final CaseInput setup;
    private final Map<String, PlanVersion> plans = new LinkedHashMap<>();
    private final List<Made> documents = new ArrayList<>();
    private Subscription subscription;

    ItemsCase(CurrencyUnit currency, CaseInput setup) {
        this.currency = currency;
        this.setup = setup;
        setup.object("plans").json().fieldNames().forEachRemaining(name -> {
            CaseInput plan = setup.object("plans").object(name);
            plans.put(name, plan(ref(name), plan.decimal("price"), interval(plan)));
        });
        plans.put("", plan(FREE, BigDecimal.ZERO, BillingInterval.MONTHLY));
        this.subscription = begun(setup.objects("events").get(0));
    }

    /** Whether a first month that is cut short is followed by another interval: what is left of it is told from what goes before. */
    static boolean beginsWithAPart(CaseInput setup) {
        return changesInterval(setup)
                && setup.text("pay").equals("in_advance")
                && !setup.has("fixed_days")
                && onAnotherDay(setup, setup.objects("events").get(0));
    }

    /** Whether another interval begins on another day than the one that there was to bill on. */
    static boolean countsAnotherIntervalFromBefore(CaseInput setup) {
        List<CaseInput> events = setup.objects("events");
        return changesInterval(setup) && onAnotherDay(setup, events.get(events.size() - 1));
    }

    private static boolean onAnotherDay(CaseInput setup, CaseInput event) {
        return setup.has("anchor_day")
                && LocalDate.parse(event.text("at")).getDayOfMonth() != setup.integer("anchor_day");
    }

    private static boolean changesInterval(CaseInput setup) {
        List<CaseInput> events = setup.objects("events");
        CaseInput last = events.get(events.size() - 1);
        return last.has("plan")
                && events.get(0).has("plan")
                && !interval(setup, last).equals(interval(setup, events.get(0)));
    }

    private static BillingInterval interval(CaseInput setup, CaseInput event) {
        return interval(setup.object("plans").object(event.text("plan")));
    }

    Answer answer() {
        BigDecimal credit = setup.decimal("account_credit", BigDecimal.ZERO);
        Ledger ledger = new Ledger(subscription, List.of(), plans.values().toArray(PlanVersion[]::new))
                .owing(Money.of(currency, credit))
                .taxed(taxes())
                .asking(questions -> questions.stream().map(this::answer).toList());
        List<CaseInput> events = setup.objects("events");
        Instant at = start(events.get(0));
        for (CaseInput event : events.subList(1, events.size())) {
            // Two events of one day follow each other as closely as can be told apart.
            Instant day = start(event);
            at = day.isAfter(at) ? day : at.plus(1, ChronoUnit.MICROS);
            made(day, ledger.run(at.minus(1, ChronoUnit.MICROS)));
            int known = subscription.changes().size();
            for (SubscriptionChange change : changes(event, at)) {
                subscription = subscription.with(change);
            }
            made(day, ledger.known(subscription).run(at));
            for (int change = known + 1; change <= subscription.changes().size(); change++) {
                made(day, List.of(ledger.settle(change)));
            }
        }
        ZonedDateTime last = at.atZone(ZoneOffset.UTC);
        for (int month = 0; month <= MONTHS; month++) {
            Instant run = last.plusMonths(month).toInstant();
            made(run, ledger.run(run));
        }
        return Answer.of("invoices", new Endless(i -> shown(documents.get(i))));
    }

    /** What is called a tax item is what an outside service says of a document. */
    private TaxFacts taxes() {
        return setup.texts("tax_items").isEmpty()
                ? TaxFacts.NONE
                : TaxFacts.external(
                        TaxPolicy.DEFAULT.by(TaxCalculatorId.of("outside")),
                        List.of(TaxProfile.of(CustomerId.of("customer"), LocalDate.EPOCH, TaxPlace.of("US"))),
                        TaxAnswers.none(TenantId.of("tenant")));
    }

    /** All of it on the first line, at the rate that it comes to there. */
    private TaxAnswer answer(TaxQuestion question) {
        List<BigDecimal> amounts =
                setup.texts("tax_items").stream().map(BigDecimal::new).toList();
        BigDecimal taxed = question.lines().get(0).amount().getAmount();
        TaxTreatment.Taxed treatment = new TaxTreatment.Taxed(
                TaxBehavior.EXCLUSIVE,
                IntStream.range(0, amounts.size())
                        .mapToObj(i -> TaxComponent.of(
                                TaxId.of("tax-" + i),
                                "Tax",
                                amounts.get(i).movePointRight(2).divide(taxed, 6, RoundingMode.HALF_UP)))
                        .toList());
        List<TaxAnswer.LineAnswer> lines = new ArrayList<>();
        for (int i = 0; i < question.lines().size(); i++) {
            boolean first = i == 0;
            lines.add(new TaxAnswer.LineAnswer(
                    treatment,
                    amounts.stream()
                            .map(amount -> Money.of(currency, first ? amount : BigDecimal.ZERO))
                            .toList()));
        }
        return TaxAnswer.of(lines, null);
    }

    private void made(Instant at, List<InvoiceDraft> drafts) {
        drafts.stream().filter(draft -> !draft.nothingDue()).forEach(draft -> documents.add(new Made(draft, at)));
    }

    private Subscription begun(CaseInput event) {
        List<PlanVersion> all = new ArrayList<>(plans.values());
        PlanVersion first = event.has("plan") ? named(event.text("plan")) : all.get(0);
        LocalDate day = LocalDate.parse(event.text("at"));
        BillingInterval interval = first.interval();
        LocalDate anchor = setup.has("anchor_day") ? interval.anchorOnDay(setup.integer("anchor_day"), day) : day;
        BillingSchedule schedule = BillingSchedule.of(day, anchor, interval, ZoneOffset.UTC);
        Instant start = schedule.startInclusive();
        List<SubscriptionChange> changes = new ArrayList<>();
        changes.add(new Created(start, start, first.ref(), BigDecimal.ONE));
        if (!event.has("plan")) {
            for (PlanVersion addOn : all.subList(1, all.size() - 1)) {
                changes.add(new AddOnSet(start, start, start, addOn.ref(), BigDecimal.ONE));
            }
        }
        return Subscription.of(
                SubscriptionId.of("subscription"), CustomerId.of("customer"), currency, schedule, changes);
    }

    private List<SubscriptionChange> changes(CaseInput event, Instant at) {
        if (event.text("action").startsWith("cancel")) {
            return List.of(new Canceled(at, at));
        }
        List<SubscriptionChange> changes = new ArrayList<>();
        PlanVersion next = event.has("plan") ? named(event.text("plan")) : null;
        BillingInterval interval =
                next == null || next.interval().equals(subscription.schedule().interval()) ? null : next.interval();
        changes.add(new PlanChanged(at, at, at, next == null ? FREE : next.ref(), interval));
        if (event.text("action").contains("add-on ends")) {
            for (SubscriptionChange change : subscription.changes()) {
                if (change instanceof AddOnSet addOn) {
                    changes.add(new AddOnRemoved(at, at, at, addOn.plan().plan()));
                }
            }
        }
        return changes;
    }

    private Map<String, Object> shown(Made made) {
        InvoiceDraft draft = made.draft();
        List<Map<String, Object>> items = new ArrayList<>();
        for (boolean back : List.of(false, true)) {
            for (InvoiceLine line : draft.lines()) {
                if (back == (line.key().corrects() != null)) {
                    Map<String, Object> item = item(
                            back ? "repair" : "recurring",
                            line.key().service().startInclusive(),
                            line.key().service().endExclusive(),
                            line.amount());
                    item.put("calc", calculation(line));
                    items.add(item);
                }
            }
        }
        for (InvoiceLine line : draft.lines()) {
            if (!line.taxAdded().isZero()) {
                items.add(item("tax", line.key().service().startInclusive(), null, line.taxAdded()));
            }
        }
        Money credit = draft.totals().credit();
        if (!credit.isZero()) {
            items.add(item("credit_balance", made.at(), made.at(), credit.negated()));
        }
        return Map.of("items", items, "balance", draft.totals().total().getAmount());
    }

    private static Map<String, Object> item(String type, Instant start, @Nullable Instant end, Money amount) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", type);
        item.put("start", day(start));
        item.put("end", end == null ? null : day(end));
        item.put("amount", amount.getAmount());
        return item;
    }

    /** Which share of which amount it is: of a price, and of the line that it takes something back of. */
    private Map<String, Object> calculation(InvoiceLine line) {
        LineRef corrects = line.key().corrects();
        InvoiceLine taken = corrects == null ? null : line(corrects);
        ProrationPolicy proration = line.derivation().proration();
        Share share = Share.of(
                proration,
                taken == null ? line.derivation().window() : taken.key().service(),
                line.key().service().startInclusive(),
                line.key().service().endExclusive());
        return Map.of(
                "base",
                taken == null
                        ? line.derivation().price().amount().getAmount()
                        : taken.amount().getAmount(),
                "days",
                share.part(),
                "days_in_period",
                share.whole(),
                "sign",
                taken == null ? 1 : -1,
                "fixed",
                proration == ProrationPolicy.FIXED_30_DAYS);
    }

    private InvoiceLine line(LineRef line) {
        return documents.stream()
                .map(Made::draft)
                .filter(draft -> draft.id().equals(line.invoice()))
                .map(draft -> draft.lines().get(line.number() - 1))
                .findFirst()
                .orElseThrow();
    }

    private static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private PlanVersion named(String name) {
        PlanVersion plan = plans.get(name);
        if (plan == null) {
            throw new IllegalArgumentException("no plan " + name + " in " + setup);
        }
        return plan;
    }

    private static BillingInterval interval(CaseInput plan) {
        return switch (plan.text("interval")) {
            case "month" -> BillingInterval.MONTHLY;
            case "quarter" -> new BillingInterval(IntervalUnit.MONTH, 3);
            case "year" -> BillingInterval.YEARLY;
            default -> throw new IllegalArgumentException("unknown interval in " + plan);
        };
    }

    private PlanVersion plan(PlanVersionRef ref, BigDecimal price, BillingInterval interval) {
        Charge fee = new Charge(
                ChargeId.of("fee"),
                "Fee",
                PriceModel.flat(BigMoney.of(currency, price)),
                setup.text("pay").equals("in_arrears") ? BillingTiming.IN_ARREARS : BillingTiming.IN_ADVANCE,
                null,
                setup.has("fixed_days") ? ProrationPolicy.FIXED_30_DAYS : ProrationPolicy.BY_DAY,
                false);
        return new PlanVersion(ref, currency, interval, List.of(fee), Instant.EPOCH);
    }

    private static PlanVersionRef ref(String name) {
        return new PlanVersionRef(PlanId.of(name.toLowerCase(Locale.ROOT)), 1);
    }

    private static Instant start(CaseInput event) {
        return new PeriodCase(event).instant("at");
    }

    /**
     * A document.
     *
     * @param at when it was made
     */
    private record Made(InvoiceDraft draft, Instant at) {}
}
