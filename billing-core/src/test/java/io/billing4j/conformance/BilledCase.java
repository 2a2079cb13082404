package io.billing4j.conformance;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.Ledger;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.money.Currencies;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.Alignment;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A subscription that is billed as a case has it. Where a case counts the days of its period and names none, the period is one of so
 * many days.
 *
 * @param currency of the case
 * @param input its setup
 */
record BilledCase(CurrencyUnit currency, CaseInput input) {
    private static final LocalDate ANY_DAY = LocalDate.of(2024, 4, 1);
    private static final Meter METER = Meter.of(MeterId.of("usage"), Aggregation.sum(), true, start(ANY_DAY));
    private static final TaxPlace PLACE = TaxPlace.of("FR");

    /** What is missing to the minimum of a charge, on the document that gives the rest of a fee back. */
    Answer trueUp() {
        CaseInput note = input.object("credit_note");
        Charge usage = Charge.usage(ChargeId.of("usage"), "Usage", PriceModel.perUnit(money("1")), METER.id())
                .withTerms(PriceTerms.NONE.withMinimum(amount(input, "charge_minimum")));
        PlanVersion plan = plan(
                days(),
                fee(amount(note, "amount"), BillingTiming.IN_ADVANCE),
                new Charge(
                        usage.id(),
                        usage.description(),
                        usage.price(),
                        usage.timing(),
                        usage.meter(),
                        ProrationPolicy.BY_DAY,
                        false,
                        usage.terms()));
        Subscription subscription = subscription(plan, BillingSchedule.of(ANY_DAY, ANY_DAY, days(), ZoneOffset.UTC));
        Ledger ledger = new Ledger(subscription, List.of(METER), plan).taxed(taxes());
        for (String used : input.texts("billed_usage")) {
            ledger.used(METER, start(ANY_DAY), String.valueOf(used));
        }
        InvoiceDraft end = ended(ledger, subscription, input.integer("days"));
        return Answer.of("true_up", sum(end, line -> line.key().kind() == LineKind.TRUE_UP ? line.amount() : zero()))
                .and("fees", sum(end, line -> asks(line) ? line.net() : zero()))
                .and("taxes", sum(end, line -> asks(line) ? line.taxAdded() : zero()))
                .and(
                        "credit_note",
                        sum(end, line -> asks(line) ? zero() : line.net().plus(line.taxAdded()))
                                .negate())
                .and("total", end.totals().total().getAmount());
    }

    /** What is given back of a fee that was taxed. */
    Answer creditNote() {
        PlanVersion plan = plan(days(), fee(amount(input, "fee"), BillingTiming.IN_ADVANCE));
        Subscription subscription = subscription(plan, BillingSchedule.of(ANY_DAY, ANY_DAY, days(), ZoneOffset.UTC));
        InvoiceDraft end = ended(
                new Ledger(subscription, List.of(), plan).taxed(taxes()),
                subscription,
                input.integer("days_in_period") - input.integer("days_unused"));
        return Answer.of("subtotal", sum(end, InvoiceLine::net).negate())
                .and("tax", sum(end, InvoiceLine::taxAdded).negate())
                .and("total", end.totals().credit().negated().getAmount());
    }

    /** What a fee and what is missing to its minimum come to. */
    Answer commitment() {
        PeriodCase dates = new PeriodCase(input);
        BillingPeriod window =
                new BillingPeriod(dates.instant("period_start"), dates.instant("period_end"), ZoneOffset.UTC);
        Instant begun = dates.instant("subscription_start");
        BillingPeriod service = begun.isAfter(window.startInclusive())
                ? new BillingPeriod(begun, window.endExclusive(), ZoneOffset.UTC)
                : window;
        Charge charge = fee(amount(input, "plan_amount"), BillingTiming.IN_ADVANCE)
                .withTerms(PriceTerms.NONE.withMinimum(amount(input, "minimum_commitment")));
        Money trueUp = zero();
        Money total = zero();
        for (Derivation one : new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE)
                .fee(charge, BigDecimal.ONE, service, window)) {
            trueUp = one.part() == DerivedPart.TRUE_UP ? trueUp.plus(one.amount()) : trueUp;
            total = total.plus(one.amount());
        }
        return Answer.of("true_up", trueUp.getAmount()).and("total", total.getAmount());
    }

    /** Usage that is billed where it reaches an amount, and the final document, which takes it back and asks for all. */
    Answer progressive() {
        Charge usage = Charge.usage(ChargeId.of("usage"), "Usage", PriceModel.perUnit(money("1")), METER.id());
        PlanVersion plan = plan(days(), fee(amount(input, "plan_amount"), BillingTiming.IN_ARREARS), usage);
        Subscription subscription = subscription(plan, BillingSchedule.of(ANY_DAY, ANY_DAY, days(), ZoneOffset.UTC));
        Ledger ledger = new Ledger(subscription, List.of(METER), plan);
        ledger.run(subscription.startInclusive());
        UsageThresholds thresholds = new UsageThresholds(List.of(), amount(input, "threshold"));
        List<Object> invoices = new ArrayList<>();
        BigDecimal used = BigDecimal.ZERO;
        BigDecimal all = input.decimal("usage_fees_in_period");
        Instant at = subscription.startInclusive();
        for (String next : input.texts("invoiced_mid_period")) {
            BigDecimal before = used;
            used = used.add(new BigDecimal(String.valueOf(next)));
            ledger.used(METER, at, String.valueOf(next));
            at = at.plus(Duration.ofHours(1));
            InvoiceDraft early = thresholds.level(used) > thresholds.level(before) ? ledger.progress(at) : null;
            if (early != null) {
                invoices.add(Map.of("total", early.totals().total().getAmount()));
            }
        }
        ledger.used(METER, at, all.subtract(used).toPlainString());
        Instant end = subscription.startInclusive().plus(Duration.ofDays(input.integer("days")));
        InvoiceDraft last = last(ledger.known(subscription.with(new Canceled(end, subscription.startInclusive())))
                .run(end));
        invoices.add(Map.of(
                "fees",
                sum(last, line -> asks(line) ? line.amount() : zero()),
                "progressive_credit",
                sum(last, line -> asks(line) ? zero() : line.amount()).negate(),
                "total",
                last.totals().total().getAmount()));
        return Answer.of("invoices", invoices);
    }

    /** Fees in advance after a trial. */
    Answer trial() {
        CaseInput event = input.objects("events").get(0);
        Instant created = Instant.parse(event.text("at"));
        Instant paidFrom = created.plus(Duration.ofDays(input.integer("trial_days")));
        LocalDate day = paidFrom.atZone(ZoneOffset.UTC).toLocalDate();
        BigDecimal price = new BigDecimal(String.valueOf(input.texts("plans").get(0)));
        PlanVersion plan = plan(BillingInterval.MONTHLY, fee(BigMoney.of(currency, price), BillingTiming.IN_ADVANCE));
        BillingSchedule schedule = BillingSchedule.startingAt(
                paidFrom,
                LocalTime.MIDNIGHT,
                Alignment.CALENDAR.anchor(day, BillingInterval.MONTHLY),
                BillingInterval.MONTHLY,
                ZoneOffset.UTC);
        Subscription subscription =
                subscription(schedule, new Created(created, created, plan.ref(), BigDecimal.ONE, paidFrom, null));
        List<InvoiceDraft> made = new Ledger(subscription, List.of(), plan).run(paidFrom.plus(Duration.ofDays(400)));
        return Answer.of(
                "invoices",
                new Endless(i -> Map.of(
                        "issued_after",
                                made.get(i).places().get(0).place().dueAt().toString(),
                        "fees", made.get(i).totals().subtotal().getAmount())));
    }

    /** The first period billed, and then what its end after so many days makes of it. */
    private static InvoiceDraft ended(Ledger ledger, Subscription subscription, int days) {
        ledger.run(subscription.startInclusive());
        Instant end = subscription.startInclusive().plus(Duration.ofDays(days));
        return last(ledger.known(subscription.with(new Canceled(end, subscription.startInclusive())))
                .run(end));
    }

    private static InvoiceDraft last(List<InvoiceDraft> made) {
        return made.get(made.size() - 1);
    }

    private BillingInterval days() {
        return new BillingInterval(IntervalUnit.DAY, input.integer("days_in_period"));
    }

    private TaxFacts taxes() {
        TaxComponent component = TaxComponent.of(TaxId.of("vat"), "VAT", input.decimal("tax_percent"));
        TaxRule rule =
                TaxRule.due(TaxRuleId.of("vat"), TaxCategory.STANDARD, PLACE, LocalDate.of(2000, 1, 1), component);
        return new TaxFacts(
                new TaxPolicy(TaxPolicy.DEFAULT.rounding(), TaxPolicy.DEFAULT.behavior(), PLACE),
                new TaxRules(List.of(rule)),
                List.of());
    }

    private static Charge fee(BigMoney price, BillingTiming timing) {
        return new Charge(
                ChargeId.of("fee"), "Fee", PriceModel.flat(price), timing, null, ProrationPolicy.BY_DAY, false);
    }

    private PlanVersion plan(BillingInterval interval, Charge... charges) {
        return new PlanVersion(
                new PlanVersionRef(PlanId.of("plan"), 1), currency, interval, List.of(charges), start(ANY_DAY));
    }

    private Subscription subscription(PlanVersion plan, BillingSchedule schedule) {
        Instant start = schedule.startInclusive();
        return subscription(schedule, new Created(start, start, plan.ref(), BigDecimal.ONE));
    }

    private Subscription subscription(BillingSchedule schedule, SubscriptionChange created) {
        return Subscription.of(
                SubscriptionId.of("subscription"), CustomerId.of("customer"), currency, schedule, List.of(created));
    }

    private BigMoney amount(CaseInput of, String field) {
        return Currencies.money(field, currency, of.decimal(field)).toBigMoney();
    }

    private BigMoney money(String amount) {
        return BigMoney.of(currency, new BigDecimal(amount));
    }

    private Money zero() {
        return Money.zero(currency);
    }

    private BigDecimal sum(InvoiceDraft draft, Function<InvoiceLine, Money> part) {
        return draft.lines().stream().map(part).reduce(zero(), Money::plus).getAmount();
    }

    private static boolean asks(InvoiceLine line) {
        return line.key().corrects() == null;
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
