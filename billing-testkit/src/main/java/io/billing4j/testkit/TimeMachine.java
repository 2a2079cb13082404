package io.billing4j.testkit;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox whose time a test moves: years go by in milliseconds, and everything that would have happened meanwhile happens,
 * in order. Each test has a tenant of its own with a clock of its own, so that tests run in parallel on one store.
 *
 * <pre>{@code
 * @RegisterExtension
 * TimeMachine time = TimeMachine.startingOn("2025-01-31").inZone("Europe/Berlin");
 *
 * @Test
 * void bills_every_month() {
 *     time.engine().catalog().createPlan(…);
 *     time.engine().subscriptions().create(…);
 *     time.advance(Period.ofYears(2));
 *     assertThat(time.engine().listInvoices(null, Page.first(100))).hasSize(25);
 * }
 * }</pre>
 */
public final class TimeMachine implements BeforeEachCallback {
    private static final IdSource TENANT_KEYS = SystemSource.ids();

    private final LocalDate start;
    private Supplier<? extends BillingStore> store = InMemoryBillingStore::new;
    private UnaryOperator<Billing4J.Builder> builder = UnaryOperator.identity();
    private TenantSettings settings = TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD);
    private @Nullable Billing4J billing;
    private @Nullable TenantId tenant;

    private TimeMachine(LocalDate start) {
        this.start = start;
    }

    /** Whose time begins with the start of a date such as {@code 2025-01-31}; in UTC and US dollars, in memory. */
    public static TimeMachine startingOn(String date) {
        return new TimeMachine(LocalDate.parse(date));
    }

    /** The same on a store, which may be one for all tests. */
    public TimeMachine on(Supplier<? extends BillingStore> stores) {
        store = stores;
        return this;
    }

    /** The same for a tenant that has chosen otherwise. */
    public TimeMachine withSettings(TenantSettings chosen) {
        settings = chosen;
        return this;
    }

    /** The same for a tenant in a zone, such as {@code Europe/Berlin}. */
    public TimeMachine inZone(String zone) {
        return withSettings(TenantSettings.of(ZoneId.of(zone), settings.currency()));
    }

    /** The same with an engine that is built with something more, such as the host's own price models. */
    public TimeMachine builtWith(UnaryOperator<Billing4J.Builder> more) {
        builder = more;
        return this;
    }

    /** Opens the books of a new sandbox. */
    @Override
    public void beforeEach(ExtensionContext context) {
        open();
    }

    /** The same outside a test. */
    public TimeMachine open() {
        TenantId opened = TenantId.of(TENANT_KEYS.next().toString());
        Billing4J built = builder.apply(Billing4J.builder(store.get())).build();
        built.createTenant(opened, TenantKind.SANDBOX, settings);
        billing = built;
        tenant = opened;
        engine().timeTravel().set(start.atStartOfDay(settings.zone()).toInstant());
        return this;
    }

    /** Whose books they are. */
    public TenantId tenant() {
        return opened(tenant);
    }

    /** The entry, for tests with several tenants. */
    public Billing4J billing() {
        return opened(billing);
    }

    /** Everything for the sandbox. */
    public BillingEngine engine() {
        return billing().forTenant(tenant());
    }

    /** Its business time. */
    public Instant now() {
        return engine().timeTravel().now();
    }

    /**
     * Lets time go by, counted in the tenant's zone, and everything happen that falls due meanwhile.
     *
     * @return the billing runs, in the order of time
     */
    public List<BillingRun> advance(TemporalAmount amount) {
        return advanceTo(now().atZone(settings.zone()).plus(amount).toInstant());
    }

    /** Lets time go by up to the start of a date such as {@code 2025-03-01} in the tenant's zone. */
    public List<BillingRun> advanceTo(String date) {
        return advanceTo(LocalDate.parse(date).atStartOfDay(settings.zone()).toInstant());
    }

    /** Lets time go by up to an instant, at which what falls due then has happened. */
    public List<BillingRun> advanceTo(Instant instant) {
        return engine().timeTravel().advanceTo(instant);
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a time machine is registered with @RegisterExtension, or opened");
        }
        return part;
    }
}
