package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.IdSource;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.testkit.SandboxTaxCalculator;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every test of the engine starts from: a new tenant in UTC and US dollars on 1 November 2023, with a plan {@code api}
 * (20.00 a month in advance; calls graduated: 1,000 free, then 0.01 each, billed after the month).
 */
abstract class EngineBooks {
    /** Counts calls by summing quantities. */
    protected static final MeterId CALLS = MeterId.of("calls");

    /** The one plan. */
    protected static final PlanId API = PlanId.of("api");

    /** The one customer. */
    protected static final CustomerId ADA = CustomerId.of("ada");

    /** A tax service, which nobody asks unless the settings name it. */
    protected static final TaxCalculatorId SANDBOX = TaxCalculatorId.of("sandbox");

    /** 19 %, as long as the test wants nothing else. */
    protected final SandboxTaxCalculator taxService = SandboxTaxCalculator.of("19");

    /** Business time; 1 November 2023 at the start. */
    protected final TestClock clock = TestClock.at("2023-11-01T00:00:00Z");

    /** Keys of tenants are the one thing that differs from run to run: the store may be an old one. */
    private static final IdSource TENANT_KEYS = SystemSource.ids();

    /** The one tenant. */
    protected final TenantId tenant = TenantId.of(TENANT_KEYS.next().toString());

    private final EngineFixture fixture;

    @SuppressWarnings("NullAway.Init") // before each test
    private BillingStore store;

    @SuppressWarnings("NullAway.Init") // before each test
    private Billing4J billing;

    EngineBooks(EngineFixture fixture) {
        this.fixture = fixture;
    }

    /** What the tenant has chosen; overridden by a test that wants something else. */
    protected TenantSettings settings() {
        return TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD);
    }

    /** The same in Germany, where the tax service is asked. */
    protected static TenantSettings taxedBySandbox(TenantSettings settings) {
        TaxPolicy usual = TaxPolicy.DEFAULT;
        return settings.withTaxes(new TaxPolicy(usual.rounding(), usual.behavior(), TaxPlace.of("DE")).by(SANDBOX));
    }

    @BeforeEach
    final void openTheBooks() {
        store = fixture.newStore();
        billing = Billing4J.builder(store)
                .clock(clock)
                .customPrices(HostFunctions.PRICES)
                .customAggregations(HostFunctions.AGGREGATIONS)
                .taxCalculator(SANDBOX, taxService)
                .build();
        billing.createTenant(tenant, TenantKind.LIVE, settings());
        engine().catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        engine().catalog().createPlan(API, "API", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee(), calls()));
        engine().customers().create(NewCustomer.of(ADA, "Ada"));
    }

    /** Everything for the one tenant. */
    protected final BillingEngine engine() {
        return billing.forTenant(tenant);
    }

    /** The entry, for tests with several tenants. */
    protected final Billing4J billing() {
        return billing;
    }

    /** The store, for tests that look behind the engine. */
    protected final BillingStore store() {
        return store;
    }

    /** A tenant that refuses late usage. */
    protected static TenantSettings refusingLateUsage() {
        return TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD).withLateUsage(LateUsagePolicy.REFUSE);
    }

    /** 20.00 in advance. */
    protected static Charge fee() {
        return Charge.fee(ChargeId.of("fee"), "Monthly fee", PriceModel.flat(usd("20.00")));
    }

    /** 1,000 calls free, then 0.01 each. */
    protected static Charge calls() {
        return Charge.usage(
                ChargeId.of("calls"),
                "Calls",
                PriceModel.graduated(List.of(Tier.upTo(new BigDecimal("1000"), usd("0")), Tier.beyond(usd("0.01")))),
                CALLS);
    }

    /** An amount in US dollars of any scale. */
    protected static BigMoney usd(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    /** Subscribes a customer to the plan from a date on; the subscription has the customer's key. */
    protected final Subscription subscribe(CustomerId customer, String startDate) {
        return engine().subscriptions()
                .create(new NewSubscription(
                        SubscriptionId.of(customer.value()),
                        customer,
                        API,
                        LocalDate.parse(startDate),
                        null,
                        BigDecimal.ONE));
    }

    /** Reports calls of a customer. */
    protected final void report(String eventId, CustomerId customer, String calls, String occurredAt) {
        engine().usage().record(List.of(event(eventId, customer, calls, occurredAt)));
    }

    /** An event of calls. */
    protected static UsageEvent event(String eventId, CustomerId customer, String calls, String occurredAt) {
        return UsageEvent.of(EventId.of(eventId), customer, CALLS, new BigDecimal(calls), Instant.parse(occurredAt));
    }

    /** Bills all that is due at the start of the date, and turns the clock there if it is not as far. */
    protected final void run(String cutOff) {
        Instant start = Instant.parse(cutOff + "T00:00:00Z");
        if (clock.now(tenant).isBefore(start)) {
            clock.set(start.toString());
        }
        engine().runs().run(LocalDate.parse(cutOff));
    }

    /** All documents of the tenant. */
    protected final List<Invoice> invoices() {
        return engine().listInvoices(null, Page.first(Page.MAX_SIZE));
    }

    /** The numbers of documents, in their order; {@code draft} for one that has none. */
    protected static List<String> numbers(List<Invoice> invoices) {
        return invoices.stream()
                .map(invoice -> invoice.number().map(InvoiceNumber::text).orElse("draft"))
                .toList();
    }

    /** The amounts of a document's lines. */
    protected static List<String> amounts(Invoice invoice) {
        return invoice.lines().stream()
                .map(InvoiceLine::amount)
                .map(amount -> amount.getAmount().toPlainString())
                .toList();
    }

    /** The total of a document. */
    protected static String total(Invoice invoice) {
        return invoice.totals().total().getAmount().toPlainString();
    }

    /** Why something was not billed, in the order it was found. */
    protected final List<FindingReason> findings() {
        return engine().listFindings(null, Page.first(Page.MAX_SIZE)).stream()
                .map(Finding::reason)
                .toList();
    }

    /** Asserts that a call is refused, for one field or, where it is null, for none. */
    protected static void assertRefused(ErrorCode code, @Nullable String field, ThrowingCallable call) {
        BillingException refused = catchThrowableOfType(BillingException.class, call);
        assertThat(refused).as("a refusal with " + code).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(refused.field()).as(refused.getMessage()).isEqualTo(field);
    }

    /** The document that was made. */
    protected static Invoice made(InvoiceOutcome outcome) {
        return outcome.invoice().orElseThrow();
    }

    /** Does the same in several threads at once; what each came to. */
    protected static <T> List<T> inParallel(int threads, Callable<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, work))) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
