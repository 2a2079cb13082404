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
        this.settings = new PgSettingsStore(session);
        this.catalog = new PgCatalogStore(session, memory.catalog());
        this.entities = new PgEntityStore(session);
        this.customers = new PgCustomerStore(session);
        this.subscriptions = new PgSubscriptionStore(session);
        this.usage = new PgUsageStore(session, memory.months(), catalog);
        this.invoices = new PgInvoiceStore(session);
        this.slots = new PgSlotStore(session);
        this.coupons = new PgCouponStore(session);
        this.taxes = new PgTaxStore(session);
        this.balances = new PgBalanceStore(session);
        this.oneOffs = new PgOneOffStore(session);
        this.numbers = new PgNumberStore(session);
        this.runs = new PgRunStore(session);
        this.journal = new PgJournalStore(session);
        this.requests = new PgRequestStore(session);
        this.hints = new PgHintStore(session);
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
        new PgTenantClock(session).set(to);
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
