package io.billing4j.conformance;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.Ledger;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the first plan of a case, with the others as add-ons, that is billed whenever something is due, and at once where
 * something changes. A change to a plan of which the case says no price is one to a plan that costs nothing.
 */
final class ItemsCase {
    private static final PlanVersionRef FREE = ref("free-of-charge");

    private final CurrencyUnit currency;
    private final CaseInput setup;
    private final Map<String, PlanVersion> plans = new LinkedHashMap<>();
    private final List<InvoiceDraft> documents = new ArrayList<>();
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

    /**
     * Why a case cannot be judged; null if it can be.
     *
     * @param setup of the case
     */
    static @Nullable String unjudged(CaseInput setup) {
        if (!setup.texts("tax_items").isEmpty()) {
            return "a tax that is an amount and not a rate";
        }
        List<CaseInput> events = setup.objects("events");
        if (events.size() > 2) {
            return "a balance that later runs use, on days that the case does not name";
        }
        CaseInput first = events.get(0);
        CaseInput last = events.get(events.size() - 1);
        return last.has("plan") && !interval(setup, last).equals(interval(setup, first))
                ? "another interval, whose periods are counted from the change on and not from the anchor that there was, and that ends"
                        + " no period on its first day; and what is left of a month from a day on is what the days before it leave"
                : null;
    }

    private static BillingInterval interval(CaseInput setup, CaseInput event) {
        return interval(setup.object("plans").object(event.text("plan")));
    }

    Answer answer() {
        Ledger ledger = new Ledger(subscription, List.of(), plans.values().toArray(PlanVersion[]::new));
        List<CaseInput> events = setup.objects("events");
        for (CaseInput event : events.subList(1, events.size())) {
            Instant at = start(event);
            documents.addAll(ledger.run(at.minusNanos(1000)));
            int known = subscription.changes().size();
            changes(event, at).forEach(change -> subscription = subscription.with(change));
            documents.addAll(ledger.known(subscription).run(at));
            for (int change = known + 1; change <= subscription.changes().size(); change++) {
                documents.add(ledger.settle(change));
            }
            documents.removeIf(InvoiceDraft::nothingDue);
        }
        documents.addAll(ledger.run(start(events.get(events.size() - 1)).plus(Duration.ofDays(400))));
        return Answer.of("invoices", new Endless(i -> shown(documents.get(i))));
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
        changes.add(new PlanChanged(at, at, at, next == null ? FREE : next.ref(), null));
        if (event.text("action").contains("add-on ends")) {
            for (SubscriptionChange change : subscription.changes()) {
                if (change instanceof AddOnSet addOn) {
                    changes.add(new AddOnRemoved(at, at, at, addOn.plan().plan()));
                }
            }
        }
        return changes;
    }

    private Map<String, Object> shown(InvoiceDraft draft) {
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
        Money credit = draft.totals().credit();
        if (!credit.isZero()) {
            Instant due = draft.place().dueAt();
            items.add(item("credit_balance", due, due, credit.negated()));
        }
        return Map.of("items", items, "balance", draft.totals().total().getAmount());
    }

    private static Map<String, Object> item(String type, Instant start, Instant end, Money amount) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", type);
        item.put("start", day(start));
        item.put("end", day(end));
        item.put("amount", amount.getAmount());
        return item;
    }

    /** Which share of which price it is. */
    private Map<String, Object> calculation(InvoiceLine line) {
        Charge charge = plans.values().stream()
                .filter(plan -> plan.ref().equals(line.key().plan()))
                .findFirst()
                .orElseThrow()
                .charges()
                .get(0);
        Share share = Share.of(
                charge.proration(),
                line.derivation().window(),
                line.key().service().startInclusive(),
                line.key().service().endExclusive());
        return Map.of(
                "base", charge.price().price(BigDecimal.ONE).amount().getAmount(),
                "days", share.part(),
                "days_in_period", share.whole(),
                "sign", line.key().corrects() == null ? 1 : -1,
                "fixed", charge.proration() == ProrationPolicy.FIXED_30_DAYS);
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
}
