package io.billing4j.jdbc;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.internal.HostConnection;
import io.billing4j.jdbc.internal.HostTransactions;
import io.billing4j.jdbc.internal.OwnedTransactions;
import io.billing4j.jdbc.internal.PgBillingStore;
import io.billing4j.jdbc.internal.PgOutboxBacklog;
import io.billing4j.jdbc.internal.StoreMemory;
import io.billing4j.jdbc.internal.StoreOptions;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The books on PostgreSQL, in a schema that a {@link SchemaInstaller} made.
 *
 * <pre>{@code
 * JdbcBillingStore store = JdbcBillingStore.builder(dataSource).build();
 *
 * store.inTransaction(tenant, work);                 // a transaction of the store's own
 * store.on(connection).inTransaction(tenant, work);  // part of the host's, which commits it or does not
 * }</pre>
 *
 * <p>A transaction of its own runs at READ COMMITTED on one connection of the data source, and up to three times if it loses
 * to another one by a deadlock or a serialisation failure. The data source logs in as the application role; a pool is what
 * makes it fast.
 *
 * <p>Build one store and keep it: it remembers meters and plan versions, which never change. Any number of threads may use
 * it, virtual ones among them. It starts no thread and has nothing to close.
 */
public final class JdbcBillingStore implements BillingStore {
    private final StoreOptions options;
    private final StoreMemory memory = new StoreMemory();
    private final OwnedTransactions transactions;
    private final BillingStore own;

    private JdbcBillingStore(DataSource dataSource, StoreOptions options) {
        this.options = options;
        this.transactions = new OwnedTransactions(dataSource, options);
        this.own = new PgBillingStore(transactions, memory);
    }

    /**
     * Begins a store.
     *
     * @param dataSource gives connections of the application role, such as {@code billing_app}; each transaction takes one
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        return own.inTransaction(tenant, work);
    }

    @Override
    public TenantRegistry tenants() {
        return own.tenants();
    }

    @Override
    public OpenWork openWork() {
        return own.openWork();
    }

    /**
     * The same books in the transaction that this connection is in. Work runs behind a savepoint, once: if it fails it is
     * undone, and the host's transaction goes on as if it had not been. Nothing is committed; that is the host's to do. The
     * settings {@code billing.tenant} and {@code lock_timeout} are afterwards as they were before.
     *
     * <p>Customers and number series that the work locked stay locked until the host's transaction ends, so it should end
     * soon.
     *
     * @param connection to the same database, in a transaction at READ COMMITTED, of a role that may use the schema
     * @return a store whose transactions throw UNSUITABLE_TRANSACTION if the connection is in auto-commit mode, at another
     *     isolation level, or in a transaction that has failed; ROLE_BYPASSES_POLICIES if the role is a superuser or
     *     BYPASSRLS and that was not accepted
     */
    public BillingStore on(Connection connection) {
        return on(HostConnection.of(connection));
    }

    /**
     * The same books in the transaction that this context is in; see {@link #on(Connection)}.
     *
     * <pre>{@code
     * dsl.transaction(tx -> store.on(tx.dsl()).inTransaction(tenant, work));
     * }</pre>
     */
    public BillingStore on(DSLContext context) {
        return on(HostConnection.of(context));
    }

    /** What the store remembers of the catalogue, one entry for each cache; also what it did for {@link #on} is counted. */
    public List<CacheStatistics> cacheStatistics() {
        return memory.catalog().statistics();
    }

    /**
     * What waits in the outbox, of all tenants. It reads the events that it counts, and one of each tenant: ask once a minute rather
     * than once a second.
     *
     * @throws io.billing4j.error.BillingException STORE_UNAVAILABLE, or SCHEMA_NOT_CURRENT where migration V28 is missing
     */
    public OutboxBacklog outboxBacklog() {
        return new PgOutboxBacklog(transactions).read();
    }

    private BillingStore on(HostConnection host) {
        return new PgBillingStore(new HostTransactions(host, options), memory);
    }

    /** Makes a store. Every setting has a default. Not for use by several threads. */
    public static final class Builder {
        private final DataSource dataSource;
        private String schema = SchemaSettings.defaults().schema();
        private Duration lockTimeout = Duration.ofSeconds(10);
        private Duration numberingTimeout = Duration.ofSeconds(5);
        private boolean bypassAccepted;
        private StatementObserver statements = StatementObserver.NONE;
        private @Nullable Supplier<@Nullable String> applicationName;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** The schema that holds the tables, as {@link SchemaSettings#schema()}; {@code billing} by default. */
        public Builder schema(String name) {
            schema = SchemaSettings.defaults().withSchema(name).schema();
            return this;
        }

        /**
         * How long to wait for a customer or any other row that somebody holds before STORE_CONTENTION; 10 s by default.
         *
         * @param atMost 1 ms to 1 h
         */
        public Builder lockTimeout(Duration atMost) {
            lockTimeout = timeout("lockTimeout", atMost);
            return this;
        }

        /**
         * How long to wait for a number series before NUMBERING_BUSY; 5 s by default.
         *
         * @param atMost 1 ms to 1 h
         */
        public Builder numberingTimeout(Duration atMost) {
            numberingTimeout = timeout("numberingTimeout", atMost);
            return this;
        }

        /**
         * Works also as a role that is a superuser or BYPASSRLS, for hosts that have no other. Every statement names the
         * tenant, but the policies, which would make up for one that forgot, are off.
         */
        public Builder acceptRoleThatBypassesPolicies() {
            bypassAccepted = true;
            return this;
        }

        /** Who is told of the store's statements, those on a host's connection among them; nobody by default. */
        public Builder statements(StatementObserver observer) {
            statements = observer;
            return this;
        }

        /**
         * Under which {@code application_name} PostgreSQL shows a transaction of the store's own while it lasts, so that whoever
         * finds a lock there knows who holds it. A host's connections keep theirs. By default all do.
         *
         * @param name asked by the thread that works, as a transaction begins, for instance the name of a call, and nothing of its
         *     content, since everybody in the database may see it; of more than 63 characters the first are shown, and {@code ?} for
         *     one that is not printable ASCII; null or empty for as the connection has it, and so where it throws, which goes to
         *     the thread's handler of uncaught exceptions
         */
        public Builder applicationName(Supplier<@Nullable String> name) {
            applicationName = name;
            return this;
        }

        /** The store; nothing is connected to yet. */
        public JdbcBillingStore build() {
            return new JdbcBillingStore(
                    dataSource,
                    new StoreOptions(
                            schema, lockTimeout, numberingTimeout, bypassAccepted, statements, applicationName));
        }

        private static Duration timeout(String field, Duration value) {
            if (value.toMillis() < 1 || value.compareTo(Duration.ofHours(1)) > 0) {
                throw ErrorCode.INVALID_NUMBER.at(field, "expected 1 ms to 1 h but found " + value);
            }
            return value;
        }
    }
}
