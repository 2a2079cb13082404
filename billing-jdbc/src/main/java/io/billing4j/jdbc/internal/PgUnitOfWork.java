package io.billing4j.jdbc.internal;

import io.billing4j.id.TenantId;
import io.billing4j.store.BalanceStore;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.CouponStore;
import io.billing4j.store.CustomerStore;
import io.billing4j.store.EntityStore;
import io.billing4j.store.HintStore;
import io.billing4j.store.InvoiceStore;
import io.billing4j.store.JournalStore;
import io.billing4j.store.NumberStore;
import io.billing4j.store.OneOffStore;
import io.billing4j.store.RequestStore;
import io.billing4j.store.RunStore;
import io.billing4j.store.SettingsStore;
import io.billing4j.store.SlotStore;
import io.billing4j.store.SubscriptionStore;
import io.billing4j.store.TaxStore;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.UsageStore;
import java.time.Instant;
import java.util.Optional;

/** The stores of one transaction. Each is a thin view of the session. */
final class PgUnitOfWork implements UnitOfWork {
    private final TenantId tenant;
    private final Session session;
    private final SettingsStore settings;
    private final CatalogStore catalog;
    private final EntityStore entities;
    private final CustomerStore customers;
    private final SubscriptionStore subscriptions;
    private final UsageStore usage;
    private final InvoiceStore invoices;
    private final SlotStore slots;
    private final CouponStore coupons;
    private final TaxStore taxes;
    private final BalanceStore balances;
    private final OneOffStore oneOffs;
    private final NumberStore numbers;
    private final RunStore runs;
    private final JournalStore journal;
    private final RequestStore requests;
    private final HintStore hints;

    PgUnitOfWork(TenantId tenant, Session session, StoreMemory memory) {
        this.tenant = tenant;
        this.session = session;
        this.settings = new PgSettingsStore(session.of(Area.SETTINGS));
        this.catalog = new PgCatalogStore(session.of(Area.CATALOGUE), memory.catalog());
        this.entities = new PgEntityStore(session.of(Area.ENTITIES));
        this.customers = new PgCustomerStore(session.of(Area.CUSTOMERS));
        this.subscriptions = new PgSubscriptionStore(session.of(Area.SUBSCRIPTIONS));
        this.usage = new PgUsageStore(session.of(Area.USAGE), memory.months(), catalog);
        this.invoices = new PgInvoiceStore(session.of(Area.INVOICES));
        this.slots = new PgSlotStore(session.of(Area.SLOTS));
        this.coupons = new PgCouponStore(session.of(Area.COUPONS));
        this.taxes = new PgTaxStore(session.of(Area.TAXES));
        this.balances = new PgBalanceStore(session.of(Area.BALANCES));
        this.oneOffs = new PgOneOffStore(session.of(Area.ONE_OFFS));
        this.numbers = new PgNumberStore(session.of(Area.NUMBERS));
        this.runs = new PgRunStore(session.of(Area.RUNS));
        this.journal = new PgJournalStore(session.of(Area.JOURNAL));
        this.requests = new PgRequestStore(session.of(Area.REQUESTS));
        this.hints = new PgHintStore(session.of(Area.HINTS));
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public Optional<Instant> clock() {
        return Optional.ofNullable(session.clock());
    }

    @Override
    public void setClock(Instant to) {
        new PgTenantClock(session.of(Area.CLOCK)).set(to);
    }

    @Override
    public SettingsStore settings() {
        return settings;
    }

    @Override
    public CatalogStore catalog() {
        return catalog;
    }

    @Override
    public EntityStore entities() {
        return entities;
    }

    @Override
    public CustomerStore customers() {
        return customers;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    @Override
    public UsageStore usage() {
        return usage;
    }

    @Override
    public InvoiceStore invoices() {
        return invoices;
    }

    @Override
    public SlotStore slots() {
        return slots;
    }

    @Override
    public CouponStore coupons() {
        return coupons;
    }

    @Override
    public TaxStore taxes() {
        return taxes;
    }

    @Override
    public BalanceStore balances() {
        return balances;
    }

    @Override
    public OneOffStore oneOffs() {
        return oneOffs;
    }

    @Override
    public NumberStore numbers() {
        return numbers;
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public JournalStore journal() {
        return journal;
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public HintStore hints() {
        return hints;
    }
}
