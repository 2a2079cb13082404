package io.billing4j.jdbc.internal;

import io.billing4j.error.BillingException;
import io.billing4j.jdbc.internal.row.RowSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;

/** A {@link OpenTransaction} as one store of a unit of work has it: in its own area, which its statements are marked with. */
public final class Session {
    private static final List<String> DETOURS = List.of("enable_sort", "enable_bitmapscan", "enable_material");

    private final OpenTransaction transaction;
    private final Area area;
    private @Nullable DSLContext sql;

    Session(OpenTransaction transaction, Area area) {
        this.transaction = transaction;
        this.area = area;
    }

    /** The same transaction for statements that are about something. */
    Session of(Area about) {
        return new Session(transaction, about);
    }

    /** Statements of this transaction. */
    DSLContext sql() {
        transaction.requireOpen();
        DSLContext known = sql;
        if (known == null) {
            StatementListener listener = new StatementListener(this, area, transaction.watch());
            known = DSL.using(transaction
                    .configuration()
                    .derive(transaction.connection())
                    .set(new DefaultExecuteListenerProvider(listener)));
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
        String text = transaction.texts().text(sql(), area, name, parameters, statement);
        return watched(text, () -> StatementTexts.execute(transaction.connection(), text, parameters));
    }

    /** The same for one that reads these columns. */
    Result<Record> fetch(
            String name,
            List<String> parameters,
            Collection<? extends Field<?>> columns,
            Supplier<? extends Query> statement) {
        DSLContext open = sql();
        String text = transaction.texts().text(open, area, name, parameters, statement);
        return watched(text, () -> StatementTexts.fetch(open, transaction.connection(), text, parameters, columns));
    }

    private <T> T watched(String text, Call<T> call) {
        StatementWatch watch = transaction.watch();
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
                rows.parameters(tenant()),
                () -> rows.insertInto(sql(), table, tenant()));
    }

    /** Whose rows every statement names. */
    String tenant() {
        return transaction.tenant();
    }

    /** See {@link OpenTransaction#clock}. */
    @Nullable
    Instant clock() {
        return transaction.clock();
    }

    void clock(Instant set) {
        transaction.clock(set);
    }

    /** How old usage has to be before it can be gone. */
    UsageAges usageAges() {
        return transaction.usageAges();
    }

    StoreOptions options() {
        return transaction.options();
    }

    /** See {@link OpenTransaction#owned}. */
    boolean owned() {
        return transaction.owned();
    }

    /** The error to throw. The transaction will not be committed, whatever becomes of the error. */
    BillingException refuse(BillingException error) {
        return transaction.refuse(error);
    }

    /** Runs once the transaction is committed, if that is known: never for a host's. */
    void afterCommit(Runnable action) {
        transaction.afterCommit(action);
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

    /** What the database is asked. */
    @FunctionalInterface
    private interface Call<T> {
        T answer() throws SQLException;
    }
}
