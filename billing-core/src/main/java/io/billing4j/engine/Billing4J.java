package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import io.billing4j.money.Currencies;
import io.billing4j.money.Iso4217;
import io.billing4j.price.CustomPrices;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.WorkKind;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.TenantStatus;
import io.billing4j.usage.CustomAggregations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The way in. It is built once, is immutable, starts no thread and holds nothing but what it was built with; any number of
 * threads may use it.
 */
public final class Billing4J {
    private final EngineContext context;

    private Billing4J(EngineContext context) {
        this.context = context;
    }

    /** A builder with the machine's clock, time-ordered ids and nobody watching. */
    public static Builder builder(BillingStore store) {
        Inputs.required("store", store);
        return new Builder(store);
    }

    /** The same engine on another store, such as one on a connection whose transaction the host owns. */
    public Billing4J on(BillingStore store) {
        Inputs.required("store", store);
        return new Billing4J(context.on(store));
    }

    /**
     * Opens a set of books.
     *
     * @throws io.billing4j.error.BillingException TENANT_EXISTS if there is one under this key, INVALID_CURRENCY at {@code
     *     currency} if amounts cannot be in it, INVALID_TEMPLATE at {@code creditNotes.template} if a credit note could have the
     *     number of an invoice, TAX_CALCULATOR_UNKNOWN at {@code calculator} for a tax service that is not registered
     */
    public Tenant createTenant(TenantId id, TenantKind kind, TenantSettings settings) {
        Inputs.required("id", id);
        Inputs.required("kind", kind);
        Inputs.required("settings", settings);
        Currencies.billable("currency", settings.currency());
        settings.requireNumbersApart();
        if (settings.taxes() != null && settings.taxes().calculator() != null) {
            TaxAsking.requireKnown(context, settings.taxes().calculator());
        }
        Tenant tenant =
                new Tenant(id, kind, TenantStatus.ACTIVE, SystemSource.clock().instant());
        context.store().tenants().create(tenant, settings);
        return tenant;
    }

    /** The tenant, if there is one. */
    public Optional<Tenant> findTenant(TenantId id) {
        Inputs.required("id", id);
        return context.store().tenants().find(id);
    }

    /** All tenants in the order of their keys. */
    public List<Tenant> listTenants() {
        return context.store().tenants().list();
    }

    /**
     * Runs that are not over, of all tenants, for a process that wants to {@link BillingRuns#join take part}: each may be there more
     * than once, and may be over by the time it is joined.
     *
     * @param page whose key is {@link OpenRun#id}
     */
    public List<OpenRun> openRuns(Page page) {
        Inputs.required("page", page);
        return context.store().openWork().due(WorkKind.BILLING_RUN, page).stream()
                .map(OpenRun::of)
                .toList();
    }

    /** Takes an open run off the list, for one whose tenant is not there. */
    public void forget(OpenRun run) {
        Inputs.required("run", run);
        context.store().openWork().remove(run.hint());
    }

    EngineContext context() {
        return context;
    }

    /** Everything for one tenant, on behalf of the system; an unknown tenant is refused by the first command. */
    public BillingEngine forTenant(TenantId tenant) {
        return forTenant(tenant, Actor.SYSTEM);
    }

    /** Everything for one tenant, on somebody's behalf; an unknown tenant is refused by the first command. */
    public BillingEngine forTenant(TenantId tenant, Actor actor) {
        Inputs.required("tenant", tenant);
        Inputs.required("actor", actor);
        return new BillingEngine(new TenantScope(context, tenant, actor));
    }

    /**
     * Does several things for one tenant in one transaction: all that they do is committed together, or nothing of it. What the work
     * gives is given once it is committed.
     *
     * <pre>{@code
     * Subscription made = billing.inTransaction(tenant, actor, engine -> {
     *     engine.customers().create(customer);
     *     return engine.subscriptions().create(subscription);
     * });
     * }</pre>
     *
     * <p>Commands see what those before them have done, and all are of one instant of business time. What they lock stays locked
     * until the end. A command that throws ends it: whatever the work does then, nothing is committed, and what was thrown is thrown
     * again at the end. An {@link EngineObserver} is told of documents once they are committed.
     *
     * <p>The store runs the work again, up to three times, when it lost to another transaction: the work has no effect but through the
     * engine that it is given. That engine is of use to this thread and until the work ends. All others, such as one of {@link
     * #forTenant}, begin transactions of their own, which do not see what this one does and wait for what it has locked.
     *
     * <p>On a store {@link #on on a transaction of the host's} it is a part of that: it is undone as a whole if it fails, is never run
     * again, and is committed when the host commits.
     *
     * @return what the work gives
     * @throws io.billing4j.error.BillingException TENANT_NOT_FOUND; STORE_CONTENTION or STORE_UNAVAILABLE where the same may succeed
     *     later; UNSUITABLE_TRANSACTION from what is more than one transaction: runs, {@link TimeTravel#advanceTo} and {@link
     *     Requests#forgetOlderThan}; TAX_PENDING where a tax service would have to be asked; whatever the work throws
     */
    public <T> T inTransaction(TenantId tenant, Actor actor, Function<BillingEngine, T> work) {
        Inputs.required("tenant", tenant);
        Inputs.required("actor", actor);
        Inputs.required("work", work);
        return new TenantScope(context, tenant, actor).together(work);
    }

    /** What an engine is made of. */
    public static final class Builder {
        private final BillingStore store;
        private BillingClock clock = BillingClock.system();
        private IdSource ids = SystemSource.ids();
        private EngineObserver observer = EngineObserver.NONE;
        private CustomAggregations aggregations = CustomAggregations.NONE;
        private CustomPrices prices = CustomPrices.NONE;
        private final Map<TaxCalculatorId, TaxCalculator> calculators = new HashMap<>();
        private RunWorkers workers = RunWorkers.CALLER;

        private Builder(BillingStore store) {
            this.store = store;
        }

        /** Where business time comes from; the machine's clock by default. */
        public Builder clock(BillingClock value) {
            clock = Inputs.required("clock", value);
            return this;
        }

        /** Where ids come from; time-ordered UUIDs by default. */
        public Builder ids(IdSource value) {
            ids = Inputs.required("ids", value);
            return this;
        }

        /** Who is told what happens; nobody by default. */
        public Builder observer(EngineObserver value) {
            observer = Inputs.required("observer", value);
            return this;
        }

        /** The host's own ways to aggregate usage; none by default. */
        public Builder customAggregations(CustomAggregations value) {
            aggregations = Inputs.required("customAggregations", value);
            return this;
        }

        /** The host's own price models, every version that ever priced a document among them; none by default. */
        public Builder customPrices(CustomPrices value) {
            prices = Inputs.required("customPrices", value);
            return this;
        }

        /**
         * A service that says what taxes are due, for tenants that choose it in their {@link
         * io.billing4j.tax.TaxPolicy#calculator settings}; none by default. One of the same key takes the place of the one before.
         */
        public Builder taxCalculator(TaxCalculatorId id, TaxCalculator value) {
            Inputs.required("id", id);
            Inputs.required("taxCalculator", value);
            calculators.put(id, value);
            return this;
        }

        /**
         * Who bills in a run: the thread that asks for it and, by default, nobody else. With helpers, that many chunks of
         * customers are billed at once, each in a transaction on a connection of its own; the pool of connections has to have
         * as many to spare. One or two per core are worth it. An engine {@link Billing4J#on on another store} has no helpers.
         *
         * @param executor of the host's, which closes it after the last run; where it takes no helper, those who are there do
         *     the work
         * @param count how many bill at once, the one that asks among them: 1 to 64
         * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code count}
         */
        public Builder runWorkers(Executor executor, int count) {
            Inputs.required("executor", executor);
            if (count < 1 || count > 64) {
                throw ErrorCode.INVALID_NUMBER.at("count", "expected 1 to 64 but found " + count);
            }
            workers = new RunWorkers(executor, count);
            return this;
        }

        /**
         * The engine.
         *
         * @throws io.billing4j.error.BillingException CURRENCY_TABLE_MISMATCH if Joda-Money counts the decimals of a
         *     currency otherwise than ISO 4217
         */
        public Billing4J build() {
            Iso4217.adopt();
            return new Billing4J(new EngineContext(
                    store,
                    clock,
                    ids,
                    new GuardedObserver(observer),
                    aggregations,
                    prices,
                    Map.copyOf(calculators),
                    workers,
                    new RunsUnderWay()));
        }
    }

    static <T> T found(Optional<T> value, ErrorCode code, String field, Object id) {
        return value.orElseThrow(() -> code.missing(field, id));
    }
}
