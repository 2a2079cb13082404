package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
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
import io.billing4j.tenant.TenantKind;
import java.time.Instant;
import java.util.Optional;

/** The ports over one tenant's books in one transaction. */
final class MemoryUnitOfWork implements UnitOfWork {
    private final TenantId tenant;
    private final Books books;
    private final Transaction transaction;
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

    MemoryUnitOfWork(Books books, Transaction transaction) {
        this.books = books;
        this.transaction = transaction;
        tenant = books.tenant.id();
        settings = new MemorySettings(books, transaction);
        catalog = new MemoryCatalog(books, transaction);
        entities = new MemoryEntities(books, transaction);
        customers = new MemoryCustomers(books, transaction);
        subscriptions = new MemorySubscriptions(books, transaction);
        usage = new MemoryUsage(books, transaction);
        invoices = new MemoryInvoices(books, transaction);
        slots = new MemorySlots(books, transaction);
        coupons = new MemoryCoupons(books, transaction);
        taxes = new MemoryTaxes(books, transaction);
        balances = new MemoryBalances(books, transaction);
        oneOffs = new MemoryOneOffs(books, transaction);
        numbers = new MemoryNumbers(books, transaction);
        runs = new MemoryRuns(books, transaction);
        journal = new MemoryJournal(books, transaction);
        requests = new MemoryRequests(books, transaction);
        hints = new MemoryHints(books, transaction);
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public Optional<Instant> clock() {
        return books.clock.in(transaction).find(tenant);
    }

    @Override
    public void setClock(Instant to) {
        if (books.tenant.kind() != TenantKind.SANDBOX) {
            throw transaction.refuse(ErrorCode.NOT_A_SANDBOX.because("tenant " + tenant + " has no clock of its own"));
        }
        clock().filter(set -> to.isBefore(set)).ifPresent(set -> {
            throw transaction.refuse(ErrorCode.INVALID_DATE.at("to", "expected " + set + " or later but found " + to));
        });
        books.clock.in(transaction).put(tenant, to);
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
