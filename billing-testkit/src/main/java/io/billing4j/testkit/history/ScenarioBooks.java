package io.billing4j.testkit.history;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Opens the books of a scenario: what the oracle has in plain numbers as the engine wants it. */
final class ScenarioBooks {
    private final CurrencyUnit currency;

    private ScenarioBooks(CurrencyUnit currency) {
        this.currency = currency;
    }

    static void open(Billing4J billing, TenantId tenant, Scenario scenario) {
        CurrencyUnit currency = CurrencyUnit.of(scenario.currency());
        billing.createTenant(tenant, TenantKind.SANDBOX, settings(scenario, currency));
        BillingEngine engine = billing.forTenant(tenant);
        engine.timeTravel().set(scenario.begin());
        for (String meter : PlainCatalogue.METERED) {
            engine.catalog().createMeter(MeterId.of(meter), MeterAggregation.SUM, false);
        }
        ScenarioBooks books = new ScenarioBooks(currency);
        for (PlainPlan plan : PlainCatalogue.of(scenario.prices(), currency.getDecimalPlaces())) {
            books.offer(engine, plan);
        }
        TaxCommand.open(engine);
        History.CUSTOMERS.forEach(customer -> engine.customers()
                .create(new NewCustomer(customer, customer.value(), null, scenario.zoneOf(customer.value()))));
    }

    private static TenantSettings settings(Scenario scenario, CurrencyUnit currency) {
        TenantSettings settings = TenantSettings.of(ZoneId.of(scenario.zone()), currency)
                .withLateUsage(scenario.lateUsage())
                .withChanges(scenario.changes())
                .withBalance(scenario.balance())
                .withGrace(Duration.ofHours(scenario.graceHours()));
        return scenario.consolidation() == Consolidation.NONE
                ? settings
                : settings.withConsolidation(scenario.consolidation());
    }

    private void offer(BillingEngine engine, PlainPlan plan) {
        PlanId id = PlanId.of(plan.id());
        List<Charge> charges =
                new ArrayList<>(plan.charges().stream().map(this::charge).toList());
        if (plan.terms() != null) {
            charges.add(spend(plan.terms()));
        }
        if (plan.key().endsWith("/1")) {
            engine.catalog().createPlan(id, plan.id(), currency, interval(plan), charges, thresholds(plan));
        } else {
            engine.catalog().addVersion(id, interval(plan), charges, thresholds(plan));
        }
    }

    private @Nullable UsageThresholds thresholds(PlainPlan plan) {
        PlainPlan.Amounts amounts = plan.amounts();
        return amounts == null
                ? null
                : new UsageThresholds(
                        List.of(minor(amounts.first())), amounts.every() == 0 ? null : minor(amounts.every()));
    }

    private BigMoney minor(int amount) {
        return BigMoney.ofMinor(currency, amount);
    }

    private static BillingInterval interval(PlainPlan plan) {
        if (plan.months() > 0) {
            return new BillingInterval(IntervalUnit.MONTH, plan.months());
        }
        return plan.days() == 30
                ? new BillingInterval(IntervalUnit.THIRTY_DAYS, 1)
                : new BillingInterval(IntervalUnit.DAY, plan.days());
    }

    private Charge charge(PlainPlan.Charge charge) {
        return new Charge(
                        ChargeId.of(charge.id()),
                        charge.id(),
                        model(charge),
                        charge.inAdvance() ? BillingTiming.IN_ADVANCE : BillingTiming.IN_ARREARS,
                        charge.meter() == null ? null : MeterId.of(charge.meter()),
                        proration(charge.shared()),
                        false)
                .withTax(tax(charge.id()));
    }

    private Charge spend(PlainPlan.Terms terms) {
        PriceTerms all = PriceTerms.NONE;
        if (terms.promised() != null) {
            all = all.withCommitment(
                    new Commitment(money(terms.promised()), new BigDecimal(terms.factor()), terms.madeUp()));
        }
        if (terms.most() != null) {
            all = all.withMaximum(money(terms.most()));
        }
        return new Charge(
                ChargeId.of(terms.charge()),
                terms.charge(),
                PriceModel.spend(currency),
                BillingTiming.IN_ARREARS,
                null,
                proration(terms.shared()),
                false,
                all,
                tax(terms.charge()));
    }

    private static ProrationPolicy proration(PlainPlan.Shared shared) {
        return switch (shared) {
            case BY_SECOND -> ProrationPolicy.BY_SECOND;
            case BY_DAY -> ProrationPolicy.BY_DAY;
            case NOT_AT_ALL -> ProrationPolicy.NONE;
        };
    }

    private static ChargeTax tax(String charge) {
        String behavior = PlainTaxes.ownBehavior(charge);
        return new ChargeTax(
                TaxCategory.of(PlainTaxes.category(charge)), behavior == null ? null : TaxBehavior.valueOf(behavior));
    }

    private PriceModel model(PlainPlan.Charge charge) {
        if (charge.tiers().size() > 1) {
            return PriceModel.graduated(charge.tiers().stream().map(this::tier).toList());
        }
        BigMoney price = money(charge.tiers().get(0).price());
        return charge.perUnit() ? PriceModel.perUnit(price) : PriceModel.flat(price);
    }

    private Tier tier(PlainPlan.Tier tier) {
        return tier.upTo() == null
                ? Tier.beyond(money(tier.price()))
                : Tier.upTo(new BigDecimal(tier.upTo()), money(tier.price()));
    }

    private BigMoney money(String amount) {
        return BigMoney.of(currency, new BigDecimal(amount));
    }
}
