package io.billing4j.server.faults;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * The books of two tenants on 31 January 2026, with nothing billed yet. Customers have one subscription each, under the
 * customer's key, in turn:
 *
 * <ul>
 *   <li>{@code flat} from 1 February on: 20.00 a month in advance;
 *   <li>{@code metered} from 1 January on: 10.00 a month in advance, and 0.05 for each call after the month; 36 calls in
 *       January, 7 more at the instant at which February begins;
 *   <li>{@code tiered} from 15 December on, by anniversary: calls alone, 1,000 free, then 0.01 each; every other one made
 *       1,500 in the first month, the others 800, which are free.
 * </ul>
 *
 * <p>On 1 February a run therefore makes for each three customers, and on average: 1 document for the flat one, 2 for the
 * metered one (January: a fee; February: a fee and calls), and for the tiered one half a document and one and a half slots
 * that are settled without one. {@code ALPHA} has 1,200 customers, {@code BETA} 30. The
 * first three are made by the engine, the others are copies of them.
 */
final class FaultBooks {
    /** The tenant whose runs are disturbed. */
    static final TenantId ALPHA = TenantId.of("alpha");

    /** The tenant next door. */
    static final TenantId BETA = TenantId.of("beta");

    /** Enough for two chunks of a run, which have at most 1,000. */
    static final int CUSTOMERS = 1_200;

    static final int CUSTOMERS_OF_BETA = 30;

    /** 400 of the flat customers, 2 * 400 of the metered ones, and 200 of the tiered ones. */
    static final int DOCUMENTS = 1_400;

    /** 10 of the flat customers, 2 * 10 of the metered ones, and 5 of the tiered ones. */
    static final int DOCUMENTS_OF_BETA = 35;

    /** 400 in December, which has nothing in advance, and 200 in January. */
    static final int SKIPPED = 600;

    /** One of each document, and 400 of January's calls beside a fee. */
    static final int LINES = 1_800;

    /** The cut-off of the run that is disturbed. */
    static final Instant CUT_OFF = Instant.parse("2026-02-01T00:00:00Z");

    static final MeterId CALLS = MeterId.of("calls");

    private static final Instant FILLED = Instant.parse("2026-01-31T12:00:00Z");
    private static final PlanId FLAT = PlanId.of("flat");
    private static final PlanId METERED = PlanId.of("metered");
    private static final PlanId TIERED = PlanId.of("tiered");

    /** All that hold something of a customer who is new. */
    private static final List<String> TABLES_OF_CUSTOMERS =
            List.of("customer", "customer_profile", "subscription", "subscription_change");

    private FaultBooks() {}

    /** Fills an empty database. */
    static void fill(FaultDatabase database) {
        try (HikariDataSource pool = database.pool("fill")) {
            Billing4J billing = Billing4J.builder(JdbcBillingStore.builder(pool).build())
                    .clock(BillingClock.of(Clock.fixed(FILLED, ZoneOffset.UTC)))
                    .build();
            fill(database, billing, ALPHA, CurrencyUnit.USD, CUSTOMERS);
            fill(database, billing, BETA, CurrencyUnit.EUR, CUSTOMERS_OF_BETA);
            // Of the values that a sequence has logged ahead, a copy of the database knows, and its log does not: after
            // a crash
            // it would give them once more. So there shall be none.
            database.tamper("SELECT setval('outbox_seq', last_value) FROM outbox_seq");
        }
    }

    /** The key of the n-th customer and of their subscription. */
    static CustomerId customer(int number) {
        return CustomerId.of("c%04d".formatted(number));
    }

    private static void fill(
            FaultDatabase database, Billing4J billing, TenantId tenant, CurrencyUnit currency, int customers) {
        billing.createTenant(tenant, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), currency));
        BillingEngine engine = billing.forTenant(tenant);
        engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        Charge each = Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(amount(currency, "0.05")), CALLS);
        PriceModel free = PriceModel.graduated(List.of(
                Tier.upTo(new BigDecimal(1_000), amount(currency, "0")), Tier.beyond(amount(currency, "0.01"))));
        plan(engine, FLAT, currency, List.of(fee(currency, "20.00")));
        plan(engine, METERED, currency, List.of(fee(currency, "10.00"), each));
        plan(engine, TIERED, currency, List.of(Charge.usage(ChargeId.of("calls"), "Calls", free, CALLS)));
        subscribe(engine, customer(0), FLAT, "2026-02-01");
        subscribe(engine, customer(1), METERED, "2026-01-01");
        subscribe(engine, customer(2), TIERED, "2025-12-15");
        for (String table : TABLES_OF_CUSTOMERS) {
            database.tamper(cloned(table, tenant, customers));
        }
        engine.usage().record(usage(customers));
    }

    /** The rows of the first three customers once more for the others, with their keys wherever they stand. */
    private static String cloned(String table, TenantId tenant, int customers) {
        return "INSERT INTO " + table + " SELECT (jsonb_populate_record(NULL::" + table + ", replace(to_jsonb(t)::text,"
                + " format('c%s', to_char(n % 3, 'FM0000')), format('c%s', to_char(n, 'FM0000')))::jsonb)).*"
                + " FROM " + table + " t, generate_series(3, " + (customers - 1) + ") n"
                + " WHERE tenant_id = '" + tenant
                + "' AND to_jsonb(t)::text LIKE format('%%\"c%s\"%%', to_char(n % 3, 'FM0000'))"
                + " ORDER BY n";
    }

    private static List<UsageEvent> usage(int customers) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            CustomerId customer = customer(i);
            if (i % 3 == 1) {
                events.add(event("a", customer, 12, "2026-01-05T10:15:00Z"));
                events.add(event("b", customer, 24, "2026-01-31T23:59:59.999999Z"));
                events.add(event("c", customer, 7, "2026-02-01T00:00:00Z"));
            } else if (i % 3 == 2) {
                events.add(event("a", customer, i % 2 == 0 ? 1_500 : 800, "2025-12-20T08:00:00Z"));
            }
        }
        return events;
    }

    private static void plan(BillingEngine engine, PlanId id, CurrencyUnit currency, List<Charge> charges) {
        engine.catalog().createPlan(id, id.value(), currency, BillingInterval.MONTHLY, charges);
    }

    private static Charge fee(CurrencyUnit currency, String price) {
        return Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(amount(currency, price)));
    }

    private static BigMoney amount(CurrencyUnit currency, String amount) {
        return BigMoney.of(currency, new BigDecimal(amount));
    }

    private static void subscribe(BillingEngine engine, CustomerId customer, PlanId plan, String start) {
        engine.customers().create(NewCustomer.of(customer, "Customer " + customer));
        engine.subscriptions()
                .create(NewSubscription.of(customer, plan, LocalDate.parse(start))
                        .withId(SubscriptionId.of(customer.value())));
    }

    private static UsageEvent event(String suffix, CustomerId customer, int calls, String occurredAt) {
        return UsageEvent.of(
                EventId.of(customer + "-" + suffix),
                customer,
                CALLS,
                BigDecimal.valueOf(calls),
                Instant.parse(occurredAt));
    }
}
