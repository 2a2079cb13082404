package io.billing4j.jdbc.internal;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.internal.row.RowSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;

/**
 * One transaction as the stores of a unit of work share it, each in its own area, which its statements are marked with. It is
 * used by one thread until its work has ended; once something was refused it refuses everything, so that work which swallows a
 * refusal is undone all the same.
 */
public final class Session {
    private static final List<String> DETOURS = List.of("enable_sort", "enable_bitmapscan", "enable_material");

    private final Session whole;
    private final Area area;
    private final Configuration configuration;
    private final Connection connection;
    private final StatementTexts texts;
    private final String tenant;
    private final StoreOptions options;
    private final StatementWatch watch;
    private final boolean owned;
    private final UsageAges usageAges;
    private @Nullable DSLContext sql;

    // what follows is the whole transaction's, whichever area asks
    private final Thread user = Thread.currentThread();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Instant clock;
    private @Nullable BillingException refusal;
    private boolean ended;

    Session(
            Configuration configuration,
            StatementTexts texts,
            Connection connection,
            TenantScope scope,
            StoreOptions options,
            boolean owned,
            @Nullable Instant clock,
            UsageAges usageAges) {
        this.whole = this;
        this.area = Area.TRANSACTION;
        this.configuration = configuration;
        this.clock = clock;
        this.usageAges = usageAges;
        this.connection = connection;
        this.texts = texts;
        this.tenant = scope.setting();
        this.options = options;
        this.watch = options.watch();
        this.owned = owned;
    }

    private Session(Session whole, Area area) {
        this.whole = whole;
        this.area = area;
        this.configuration = whole.configuration;
        this.usageAges = whole.usageAges;
        this.connection = whole.connection;
        this.texts = whole.texts;
        this.tenant = whole.tenant;
        this.options = whole.options;
        this.watch = whole.watch;
        this.owned = whole.owned;
    }

    /** The same transaction for statements that are about something. */
    Session of(Area about) {
        return new Session(whole, about);
    }

    /** Statements of this transaction. */
    DSLContext sql() {
        if (whole.ended || Thread.currentThread() != whole.user) {
            // On a host's connection it would otherwise run, outside the savepoint and under another tenant.
            throw ErrorCode.INTERNAL.because("a unit of work is used by one thread, and not after its work has ended");
        }
        if (whole.refusal != null) {
            throw whole.refusal;
        }
        DSLContext known = sql;
        if (known == null) {
            known = DSL.using(configuration
                    .derive(connection)
                    .set(new DefaultExecuteListenerProvider(new StatementListener(this, area, watch))));
            sql = known;
        }
        return known;
    }

    /**
     * Runs a statement whose text is always the same.
     *
     * @param name of this statement alone
     * @param parameters as text, in the order in which the statement has them
     */
    int execute(String name, List<String> parameters, Supplier<? extends Query> statement) {
        String text = texts.text(sql(), area, name, parameters, statement);
        return watched(text, () -> StatementTexts.execute(connection, text, parameters));
    }

    /** The same for one that reads these columns. */
    Result<Record> fetch(
            String name,
            List<String> parameters,
            Collection<? extends Field<?>> columns,
            Supplier<? extends Query> statement) {
        DSLContext open = sql();
        String text = texts.text(open, area, name, parameters, statement);
        return watched(text, () -> StatementTexts.fetch(open, connection, text, parameters, columns));
    }

    private <T> T watched(String text, Call<T> call) {
        long begun = watch.begin();
        try {
            T result = call.answer();
            watch.ended(area, text, begun);
            return result;
        } catch (SQLException e) {
            watch.failed(area, text, begun, e);
            throw refuse(SqlFailures.of(e));
        }
    }

    /** Adds the rows to the table. */
    void insert(RowSet<?> rows, Table<?> table) {
        execute(
                "insert " + table.getName() + rows.columns(),
                rows.parameters(tenant),
                () -> rows.insertInto(sql(), table, tenant));
    }

    /** Whose rows every statement names. */
    String tenant() {
        return tenant;
    }

    /** What the tenant's clock was set to, as the transaction began or in it; null for one that lives by the host's. */
    @Nullable
    Instant clock() {
        return whole.clock;
    }

    void clock(Instant set) {
        whole.clock = set;
    }

    /** How old usage has to be before it can be gone. */
    UsageAges usageAges() {
        return usageAges;
    }

    StoreOptions options() {
        return options;
    }

    /**
     * Whether everything that this transaction sees is committed but for what it wrote itself. In a host's transaction
     * there may be rows that the host has not committed.
     */
    boolean owned() {
        return owned;
    }

    /** The error to throw. The transaction will not be committed, whatever becomes of the error. */
    BillingException refuse(BillingException error) {
        whole.refusal = error;
        return error;
    }

    /** Runs once the transaction is committed, if that is known: never for a host's. */
    void afterCommit(Runnable action) {
        whole.afterCommit.add(action);
    }

    /** How long the following statements wait for a lock. */
    void waitForLocks(Duration atMost) {
        sql().select(set("lock_timeout", TransactionStart.milliseconds(atMost))).fetch();
    }

    /**
     * What the statement gives, planned in the order of an index and from row to row, whatever the planner believes of the
     * tables: of one that has just been filled it believes that a tenant has a few rows, and would read all of them to sort
     * them.
     */
    <T> T inIndexOrder(Supplier<T> statement) {
        Record before =
                sql().select(DETOURS.stream().map(Session::get).toList()).fetchSingle();
        sql().select(DETOURS.stream().map(detour -> set(detour, "off")).toList())
                .fetch();
        T result = statement.get();
        sql().select(DETOURS.stream()
                        .map(detour -> set(detour, before.get(detour, String.class)))
                        .toList())
                .fetch();
        return result;
    }

    private static Field<String> get(String setting) {
        return DSL.function("current_setting", String.class, DSL.inline(setting))
                .as(setting);
    }

    private static Field<String> set(String setting, String value) {
        return DSL.function("set_config", String.class, DSL.inline(setting), DSL.val(value), DSL.inline(true));
    }

    /** What the work makes of this session, which has then ended. */
    <T> T use(Function<Session, T> work) {
        T result;
        try {
            result = work.apply(this);
        } finally {
            ended = true;
        }
        if (refusal != null) {
            throw refusal;
        }
        return result;
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    /** What the database is asked. */
    @FunctionalInterface
    private interface Call<T> {
        T answer() throws SQLException;
    }
}
