package io.billing4j.testkit;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.TenantStatus;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Valid objects that fit each other, the same in every run. Everything is in US dollars and in Berlin, where November 2023
 * begins at {@link #START}.
 */
public final class Samples {
    /** The first instant of 2023-11-01 in {@link #ZONE}: 2023-10-31T23:00:00Z. */
    public static final Instant START = Instant.parse("2023-10-31T23:00:00Z");

    /** The date of {@link #START}, a Wednesday. */
    public static final LocalDate START_DATE = LocalDate.of(2023, 11, 1);

    /** Europe/Berlin. */
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** US dollars. */
    public static final CurrencyUnit USD = CurrencyUnit.USD;

    /** A sum meter. */
    public static final MeterId TOKENS = MeterId.of("tokens");

    /** A count meter. */
    public static final MeterId CALLS = MeterId.of("calls");

    /** A sum meter on which usage may be taken back. */
    public static final MeterId STORAGE = MeterId.of("storage");

    /** The plan that {@link SampleBooks} subscribes customers to. */
    public static final PlanId PLAN = PlanId.of("everything");

    /** Text that breaks whoever joins SQL or JSON by hand: quotes, a backslash, an emoji, U+2028, JSON and SQL. */
    public static final String HOSTILE =
            "\"q\" 'a' \\n {\"a\":[1,null]} $1 %s :x ?  \ud83d\udcb6 \u2028\u2029 \u00df\u0130\u0131 '); DROP TABLE tenant; --";

    /** 24 digits before the decimal point and 18 after: the most that a number has. */
    public static final BigDecimal LONGEST = new BigDecimal("123456789012345678901234.123456789012345678");

    private static final long MILLIS_OF_UUIDS = 1_700_000_000_000L;

    private Samples() {}

    /** A time-ordered UUID of version 7: a greater {@code n} comes later. */
    public static UUID uuid(long n) {
        return new UUID((MILLIS_OF_UUIDS + n) << 16 | 0x7000L, 0x8000_0000_0000_0000L | n);
    }

    /** An active tenant of the kind LIVE. */
    public static Tenant tenant(TenantId id) {
        return new Tenant(id, TenantKind.LIVE, TenantStatus.ACTIVE, START);
    }

    /** Dollars in Berlin, and otherwise the defaults. */
    public static TenantSettings settings() {
        return TenantSettings.of(ZONE, USD);
    }

    /** A sum meter that allows no negative usage. */
    public static Meter meter(String id) {
        return Meter.of(MeterId.of(id), Aggregation.sum(), false, START);
    }

    /** A sum meter that allows negative usage, for a look at events whatever their meter is. */
    public static Meter summing(MeterId id) {
        return Meter.of(id, Aggregation.sum(), true, START);
    }

    /** The three meters of {@link #version}. */
    public static List<Meter> meters() {
        return List.of(
                meter(TOKENS.value()),
                Meter.of(CALLS, Aggregation.count(), false, START),
                Meter.of(STORAGE, Aggregation.sum(), true, START));
    }

    /** A plan that takes subscriptions. */
    public static Plan plan(PlanId id) {
        return new Plan(id, "Plan " + id, USD, null, START);
    }

    /** A monthly version with a charge of every price model; its fees grow with the number of the version. */
    public static PlanVersion version(PlanId plan, int number) {
        return version(plan, number, charges(BigDecimal.valueOf(20L * number)));
    }

    /** A monthly version with these charges. */
    public static PlanVersion version(PlanId plan, int number, List<Charge> charges) {
        return new PlanVersion(new PlanVersionRef(plan, number), USD, BillingInterval.MONTHLY, charges, START);
    }

    /**
     * A flat fee, a fee by quantity, a fee of zero in arrears whose line is kept, and usage by tiers, by volume and in
     * packages.
     */
    public static List<Charge> charges(BigDecimal fee) {
        return List.of(
                Charge.fee(ChargeId.of("base"), "Base fee " + HOSTILE, PriceModel.flat(dollars(fee))),
                Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(dollars("9.99"))),
                new Charge(
                        ChargeId.of("support"),
                        "Support",
                        PriceModel.flat(dollars("0")),
                        BillingTiming.IN_ARREARS,
                        null,
                        ProrationPolicy.BY_DAY,
                        true),
                Charge.usage(
                        ChargeId.of("tokens"),
                        "Tokens",
                        PriceModel.graduated(List.of(
                                Tier.upTo(new BigDecimal(100_000), dollars("0")),
                                new Tier(new BigDecimal(500_000), dollars("0.00015"), dollars("1.5")),
                                Tier.beyond(dollars("0.0001")))),
                        TOKENS),
                Charge.usage(
                        ChargeId.of("calls"),
                        "Calls",
                        PriceModel.volume(List.of(
                                Tier.upTo(new BigDecimal("2.5"), dollars("0.12")), Tier.beyond(dollars("0.1")))),
                        CALLS),
                Charge.usage(
                        ChargeId.of("storage"),
                        "Storage",
                        PriceModel.packaged(new BigDecimal(1000), dollars("0.5"), new BigDecimal("0.25")),
                        STORAGE));
    }

    /** A customer in the tenant's currency and zone. */
    public static Customer customer(CustomerId id) {
        return new Customer(id, "Customer " + id, USD, ZONE, Customer.MAIN_ENTITY, START);
    }

    /** The same, by its key. */
    public static Customer customer(String id) {
        return customer(CustomerId.of(id));
    }

    /** A monthly subscription to version 1 of {@link #PLAN} from {@link #START} on, three of it, never billed. */
    public static SubscriptionState subscription(String id, String customer) {
        SubscriptionChange created =
                new SubscriptionChange.Created(START, START, new PlanVersionRef(PLAN, 1), new BigDecimal(3));
        BillingSchedule schedule = BillingSchedule.of(START_DATE, START_DATE, BillingInterval.MONTHLY, ZONE);
        Subscription subscription =
                new Subscription(SubscriptionId.of(id), CustomerId.of(customer), USD, schedule, List.of(created));
        return new SubscriptionState(subscription, BillingCursor.start(START));
    }

    /** One event on {@link #TOKENS} that names no subscription. */
    public static UsageEvent usage(String id, String customer, String quantity, Instant occurredAt) {
        return UsageEvent.of(EventId.of(id), CustomerId.of(customer), TOKENS, new BigDecimal(quantity), occurredAt);
    }

    /** Dollars of any scale. */
    public static BigMoney dollars(String amount) {
        return dollars(new BigDecimal(amount));
    }

    /** Dollars of any scale. */
    public static BigMoney dollars(BigDecimal amount) {
        return BigMoney.of(USD, amount);
    }
}
