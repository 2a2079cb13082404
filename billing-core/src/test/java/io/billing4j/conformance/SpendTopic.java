package io.billing4j.conformance;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.Ledger;
import io.billing4j.money.Currencies;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a month of 30 days comes to under terms of the whole plan: a fee in advance, usage of charges in the order of the plan, at 1 a unit, and
 * what the documents ask for by charge. {@code held} are the days until the subscription ends, if it does.
 */
final class SpendTopic implements Topic {
    private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");
    private static final PlanVersionRef PLAN = new PlanVersionRef(PlanId.of("plan"), 1);

    @Override
    public String name() {
        return "spend";
    }

    @Override
    public List<ConventionRule> exclusions() {
        return List.of();
    }

    @Override
    public Answer answer(CaseInput input) {
        CurrencyUnit currency = Currencies.currency("currency", input.text("currency"));
        List<Charge> charges = new ArrayList<>();
        charges.add(Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(amount(currency, input, "fee"))));
        Map<String, BigDecimal> usage = new LinkedHashMap<>();
        List<Meter> meters = new ArrayList<>();
        input.object("usage").json().properties().forEach(one -> {
            usage.put(one.getKey(), new BigDecimal(one.getValue().asText()));
            Meter meter = Meter.of(MeterId.of(one.getKey()), Aggregation.sum(), false, START);
            meters.add(meter);
            charges.add(Charge.usage(
                    ChargeId.of(one.getKey()),
                    one.getKey(),
                    PriceModel.perUnit(BigMoney.of(currency, BigDecimal.ONE)),
                    meter.id()));
        });
        charges.add(Charge.spend(ChargeId.of("missing"), "Missing", currency, terms(currency, input)));
        Ledger ledger = new Ledger(
                subscription(currency, input),
                meters,
                new PlanVersion(PLAN, currency, BillingInterval.MONTHLY, charges, START));
        meters.forEach(meter -> ledger.used(
                meter,
                START,
                usage.getOrDefault(meter.id().value(), BigDecimal.ZERO).toPlainString()));
        return answer(currency, ledger.run(START.plus(30, ChronoUnit.DAYS)));
    }

    /** Of all documents what is for April. */
    private static Answer answer(CurrencyUnit currency, List<InvoiceDraft> documents) {
        Map<String, Money> amounts = new TreeMap<>();
        Money sum = Money.zero(currency);
        for (InvoiceDraft document : documents) {
            for (InvoiceLine line : document.lines()) {
                if (line.derivation().window().startInclusive().equals(START)) {
                    amounts.merge(line.key().charge().value(), line.amount(), Money::plus);
                    sum = sum.plus(line.amount());
                }
            }
        }
        Answer answer = Answer.of("total", sum.getAmount());
        for (Map.Entry<String, Money> one : amounts.entrySet()) {
            answer = answer.and(one.getKey(), one.getValue().getAmount());
        }
        return answer;
    }

    private static PriceTerms terms(CurrencyUnit currency, CaseInput input) {
        PriceTerms terms = PriceTerms.NONE;
        if (input.has("commitment")) {
            terms = terms.withCommitment(new Commitment(
                    amount(currency, input, "commitment"), input.decimal("overage", BigDecimal.ONE), true));
        }
        return input.has("maximum") ? terms.withMaximum(amount(currency, input, "maximum")) : terms;
    }

    private static Subscription subscription(CurrencyUnit currency, CaseInput input) {
        BillingSchedule schedule = BillingSchedule.of(
                LocalDate.parse("2026-04-01"), LocalDate.parse("2026-04-01"), BillingInterval.MONTHLY, ZoneOffset.UTC);
        Subscription subscription = new Subscription(
                SubscriptionId.of("one"),
                CustomerId.of("one"),
                currency,
                schedule,
                List.of(new SubscriptionChange.Created(START, START, PLAN, BigDecimal.ONE)));
        return input.has("held")
                ? subscription.with(
                        new SubscriptionChange.Canceled(START.plus(input.integer("held"), ChronoUnit.DAYS), START))
                : subscription;
    }

    private static BigMoney amount(CurrencyUnit currency, CaseInput input, String field) {
        return BigMoney.of(currency, input.decimal(field));
    }
}
