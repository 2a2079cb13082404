package io.billing4j.conformance;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.proration.CreditLimit;
import io.billing4j.proration.Proration;
import io.billing4j.proration.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Shares of windows, and amounts for them. */
final class ProrationTopic implements Topic {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    @Override
    public String name() {
        return "proration";
    }

    @Override
    public List<ConventionRule> exclusions() {
        return List.of(
                new ConventionRule(
                        "a period ends one second before its end, so that every share is a little off",
                        convention ->
                                convention.path("clock").asText().contains("one second before the exclusive end")),
                new ConventionRule(
                        "days are counted at both ends, so that the parts of a period are more than the whole",
                        convention -> convention.path("day_count").asText().contains("period end day inclusive")));
    }

    @Override
    public Answer answer(CaseInput input) {
        return switch (input.text("kind")) {
            case "cycles_in_advance" -> cycles(input);
            case "change" -> change(input);
            case "lines" -> lines(input);
            case "sum_of_changes" -> sumOfChanges(input);
            case "factor" -> factor(share(input, "full_period", "service"));
            case "factor_change" -> factor(remaining(input));
            case "factor_decimal" -> decimalFactor(input);
            case "service_period" -> servicePeriod(input);
            case "prorated_amount" -> proratedAmount(input);
            case "days_in_period" -> daysInPeriod(input);
            case "calendar_days_between" -> daysBetween(input);
            case "credit_cap" -> creditCap(input);
            case "grant" ->
                Answer.of("credits", remaining(input).of(input.decimal("full_credits"), scale(input, 8), mode(input)));
            default -> throw new IllegalArgumentException("unknown kind in " + input);
        };
    }

    /** What is billed in advance up to the target date: each period that has begun by then, cut at the end. */
    private static Answer cycles(CaseInput input) {
        PeriodCase asked = new PeriodCase(input);
        BillingSchedule schedule = asked.schedule("start");
        Instant target = asked.instant("target_date");
        Instant end = input.has("end") ? asked.instant("end") : Instant.MAX;
        BigDecimal cycles = BigDecimal.ZERO;
        for (int k = 0; startsBy(schedule, k, target, end); k++) {
            BillingPeriod period = schedule.period(k);
            Instant cut = period.endExclusive().isAfter(end) ? end : period.endExclusive();
            Share share = Share.of(policy(input), schedule.nominal(k), period.startInclusive(), cut);
            cycles = cycles.add(share.decimal(scale(input, 9), mode(input)));
        }
        return Answer.of("cycles", cycles);
    }

    private static boolean startsBy(BillingSchedule schedule, int k, Instant target, Instant end) {
        Instant start = schedule.period(k).startInclusive();
        return !start.isAfter(target) && start.isBefore(end);
    }

    private static Answer change(CaseInput input) {
        BillingPeriod window = window(input, "period");
        Instant from = from(input, window);
        Money credit = credit(input, window, from, input);
        Money charge = rest(input, "new", window, from, input);
        return Answer.of("credit", credit.getAmount())
                .and("charge", charge.getAmount())
                .and("net", charge.plus(credit).getAmount());
    }

    private static Answer sumOfChanges(CaseInput input) {
        BillingPeriod window = window(input, "period");
        Money net = Money.zero(CurrencyUnit.of(input.text("currency")));
        for (CaseInput change : input.objects("changes")) {
            Instant at = from(change, window);
            net = net.plus(credit(change, window, at, input)).plus(rest(change, "new", window, at, input));
        }
        return Answer.of("net", net.getAmount()).and("sum", net.getAmount()).and("amount", net.getAmount());
    }

    /** Negative: what is given back for the rest of the window, at most what was billed in it. */
    private static Money credit(CaseInput change, BillingPeriod window, Instant from, CaseInput input) {
        Money wanted = rest(change, "old", window, from, input);
        if (!change.has("old")) {
            return wanted;
        }
        Money billed = Money.zero(wanted.getCurrencyUnit());
        Money credited = billed;
        for (String text : change.object("old").texts("billed_in_period")) {
            BigDecimal amount = new BigDecimal(text);
            billed = amount.signum() > 0 ? billed.plus(amount) : billed;
            credited = amount.signum() < 0 ? credited.minus(amount) : credited;
        }
        boolean known = change.object("old").has("billed_in_period");
        return (known ? new CreditLimit(billed, credited).allow(wanted) : wanted).negated();
    }

    private static Money rest(CaseInput change, String side, BillingPeriod window, Instant from, CaseInput input) {
        CurrencyUnit currency = CurrencyUnit.of(input.text("currency"));
        if (!change.has(side)) {
            return Money.zero(currency);
        }
        CaseInput terms = change.object(side);
        Price price = PriceModel.perUnit(BigMoney.of(currency, terms.decimal("unit_price")))
                .price(terms.decimal("quantity", BigDecimal.ONE));
        return proration(input, window).amount(price.amount(), from, window.endExclusive());
    }

    /** One line for each item that comes to something. */
    private static Answer lines(CaseInput input) {
        BillingPeriod window = window(input, "period");
        Instant from = from(input, window);
        CurrencyUnit currency = CurrencyUnit.of(input.text("currency"));
        List<BigDecimal> lines = new ArrayList<>();
        Money net = Money.zero(currency);
        for (CaseInput item : input.objects("items")) {
            BillingPeriod own = item.has("own_days") ? days(window.endExclusive(), -item.integer("own_days")) : window;
            Money amount = proration(input, own)
                    .amount(BigMoney.of(currency, item.decimal("full")), from, window.endExclusive());
            Money line = item.text("kind").equals("credit") ? amount.negated() : amount;
            if (!line.isZero()) {
                lines.add(line.getAmount());
                net = net.plus(line);
            }
        }
        return Answer.of("lines", lines).and("net", net.getAmount());
    }

    private static Answer factor(Share share) {
        return Answer.of("numerator", share.part())
                .and("denominator", share.whole())
                .and("factor", share.decimal(9, RoundingMode.HALF_UP));
    }

    private static Answer decimalFactor(CaseInput input) {
        BillingPeriod part = BillingPeriod.ofDates(date(input, "start"), date(input, "end"), ZoneOffset.UTC);
        long days = policy(input).whole(part);
        return Answer.of("factor", new Share(days, input.integer("fixed_days")).decimal(scale(input, 9), mode(input)));
    }

    private static Answer servicePeriod(CaseInput input) {
        PeriodCase asked = new PeriodCase(input);
        Money amount = proration(input, window(input, "full_period"))
                .amount(
                        BigMoney.of(CurrencyUnit.of(input.text("currency")), input.decimal("amount")),
                        asked.instant("service_start"),
                        asked.instant("service_end"));
        return Answer.of("amount", amount.getAmount());
    }

    /** The case counts the days of its range and of its period; the range is put at the period's beginning. */
    private static Answer proratedAmount(CaseInput input) {
        Instant start = new PeriodCase(input).instant("range_start");
        BillingPeriod window = days(start, input.integer("days_in_period"));
        BigDecimal tax = input.decimal("tax_percent", BigDecimal.ZERO);
        BigDecimal withTax = input.decimal("amount").multiply(HUNDRED.add(tax)).movePointLeft(2);
        Instant end = input.integer("days") == 0
                ? start
                : days(start, input.integer("days")).endExclusive();
        Money amount = proration(input, window)
                .amount(BigMoney.of(CurrencyUnit.of(input.text("currency")), withTax), start, end);
        return Answer.of("amount", amount.getAmount());
    }

    private static Answer daysInPeriod(CaseInput input) {
        PeriodCase asked = new PeriodCase(input);
        BillingPeriod period = asked.schedule("range_start").nominal(0);
        return Answer.of("days", policy(input).whole(period))
                .and("period_start", asked.shown(period.startInclusive()))
                .and("period_end", asked.shown(period.endExclusive()));
    }

    /** Dates as they are written: those of UTC. */
    private static Answer daysBetween(CaseInput input) {
        Instant start = Instant.parse(input.text("start"));
        Instant end = Instant.parse(input.text("end"));
        return Answer.of(
                "days",
                start.isBefore(end) ? ProrationPolicy.BY_DAY.whole(new BillingPeriod(start, end, ZoneOffset.UTC)) : 0);
    }

    private static Answer creditCap(CaseInput input) {
        CurrencyUnit currency = CurrencyUnit.of(input.text("currency", "USD"));
        CreditLimit limit = new CreditLimit(
                Money.of(currency, input.decimal("amount_paid")),
                Money.of(currency, input.decimal("credits_already_given")));
        return Answer.of(
                "credit",
                limit.allow(Money.of(currency, input.decimal("potential_credit")))
                        .getAmount());
    }

    private static Share share(CaseInput input, String whole, String part) {
        BillingPeriod window = window(input, whole);
        BillingPeriod service = window(input, part);
        return Share.of(policy(input), window, service.startInclusive(), service.endExclusive());
    }

    private static Share remaining(CaseInput input) {
        PeriodCase asked = new PeriodCase(input);
        String whole = input.has("period_start") ? "period" : "full_period";
        return Share.remaining(policy(input), window(input, whole), asked.instant("change_at"));
    }

    private static BillingPeriod window(CaseInput input, String prefix) {
        PeriodCase asked = new PeriodCase(input);
        return new BillingPeriod(asked.instant(prefix + "_start"), asked.instant(prefix + "_end"), asked.zone());
    }

    /** From when on the window is changed. */
    private static Instant from(CaseInput change, BillingPeriod window) {
        Instant at = new PeriodCase(change).instant("change_at");
        return at.isAfter(window.endExclusive()) ? window.endExclusive() : at;
    }

    private static BillingPeriod days(Instant edge, int days) {
        Instant other = edge.plus(Duration.ofDays(days));
        return days < 0
                ? new BillingPeriod(other, edge, ZoneOffset.UTC)
                : new BillingPeriod(edge, other, ZoneOffset.UTC);
    }

    private static LocalDate date(CaseInput input, String field) {
        return new PeriodCase(input).date(field);
    }

    private static Proration proration(CaseInput input, BillingPeriod window) {
        return new Proration(window, policy(input), new RoundingPolicy(mode(input)));
    }

    private static ProrationPolicy policy(CaseInput input) {
        return switch (input.text("method")) {
            case "second" -> ProrationPolicy.BY_SECOND;
            case "day" -> ProrationPolicy.BY_DAY;
            case "day_fixed_month" -> ProrationPolicy.FIXED_30_DAYS;
            default -> throw new IllegalArgumentException("unknown method in " + input);
        };
    }

    private static RoundingMode mode(CaseInput input) {
        return input.convention("rounding").startsWith("half_even") ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP;
    }

    private static int scale(CaseInput input, int otherwise) {
        String scale = input.convention("scale");
        return scale.isEmpty() ? otherwise : Integer.parseInt(scale);
    }
}
