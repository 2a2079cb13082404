package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.Page;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A store without a database: everything the contract says but durability. It is for tests and for trying things out;
 * memory grows with the books.
 *
 * <p>Transactions of one tenant run one after another, those of different tenants at the same time. Work is never run
 * twice, since nothing can be lost to another transaction.
 *
 * <pre>{@code
 * BillingStore store = new InMemoryBillingStore();
 * store.tenants().create(tenant, TenantSettings.of(ZoneId.of("Europe/Berlin"), CurrencyUnit.EUR));
 * Optional<Customer> customer = store.inTransaction(tenant.id(), work -> work.customers().find(CustomerId.of("c-1")));
 * }</pre>
 */
public final class InMemoryBillingStore implements BillingStore {
    /** How long a transaction waits for another of the same tenant, unless told otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private final ConcurrentNavigableMap<TenantId, Books> books = new ConcurrentSkipListMap<>();
    private final MemoryTenants tenants = new MemoryTenants(books);
    private final OpenWork openWork = new OfAllBooks();
    private final Duration wait;

    /** An empty store whose transactions wait for each other for {@link #DEFAULT_WAIT}. */
    public InMemoryBillingStore() {
        this(DEFAULT_WAIT);
    }

    /**
     * An empty store.
     *
     * @param wait how long a transaction waits for another of the same tenant before it gives up with STORE_CONTENTION;
     *     zero to give up at once
     */
    public InMemoryBillingStore(Duration wait) {
        this.wait = wait;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A call from within the work of the same tenant is refused at once with STORE_CONTENTION: it would wait for itself.
     */
    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        Books own = books.get(tenant);
        if (own == null) {
            throw ErrorCode.TENANT_NOT_FOUND.missing(tenant);
        }
        return within(own, transaction -> work.apply(new MemoryUnitOfWork(own, transaction)));
    }

    /** Does the work alone with these books. */
    private <T> T within(Books own, Function<Transaction, T> work) {
        if (own.lock.isHeldByCurrentThread() || !acquired(own)) {
            throw contention(own.tenant.id());
        }
        try {
            Transaction transaction = new Transaction();
            try {
                T result = work.apply(transaction);
                transaction.commit();
                return result;
            } finally {
                transaction.end();
            }
        } finally {
            own.lock.unlock();
        }
    }

    @Override
    public TenantRegistry tenants() {
        return tenants;
    }

    @Override
    public OpenWork openWork() {
        return openWork;
    }

    private boolean acquired(Books own) {
        try {
            return own.lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static BillingException contention(TenantId tenant) {
        return ErrorCode.STORE_CONTENTION.because("another transaction has the books of " + tenant);
    }

    /** The hints of all books, one tenant's after the other's. */
    private final class OfAllBooks implements OpenWork {
        @Override
        public List<WorkHint> due(WorkKind kind, Page page) {
            String after = Objects.requireNonNullElse(page.after(), "");
            return books.values().stream()
                    .flatMap(own -> within(own, transaction -> new MemoryHints(own, transaction).of(kind)).stream())
                    .filter(hint -> hint.id().toString().compareTo(after) > 0)
                    .sorted(Comparator.comparing(hint -> hint.id().toString()))
                    .limit(page.size())
                    .toList();
        }

        @Override
        public void remove(WorkHint hint) {
            Books own = books.get(hint.tenant());
            if (own != null) {
                within(own, transaction -> {
                    new MemoryHints(own, transaction).remove(hint);
                    return hint;
                });
            }
        }
    }
}
