package io.billing4j.jdbc.internal.row;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way to the database, as one array per column: {@code unnest} makes rows of them again there, so that a
 * statement has the same text and the same few parameters whatever the number of rows. (COPY, the other way to write
 * sets, is refused for tables under row-level security.) Rows arrive in the order given.
 *
 * @param <R> what a row is made of
 */
public final class RowSet<R> {
    /** Rows per statement: enough that a further row costs nothing but itself, few enough for a parameter's memory. */
    static final int CHUNK = 10_000;

    private static final String ALIAS = "r";

    private final List<R> rows;
    private final List<Field<?>> targets = new ArrayList<>();
    private final List<String> arrays = new ArrayList<>();
    private final Map<Field<?>, Field<?>> computed = new LinkedHashMap<>();

    private RowSet(List<R> rows) {
        this.rows = rows;
    }

    /** These rows, without a column. */
    public static <R> RowSet<R> of(List<R> rows) {
        return new RowSet<>(rows);
    }

    /** Hands the rows on in parts of a size that one statement takes; not at all where there are none. */
    public static <R> void inChunks(List<R> rows, Consumer<List<R>> statement) {
        for (int from = 0; from < rows.size(); from += CHUNK) {
            statement.accept(rows.subList(from, Math.min(from + CHUNK, rows.size())));
        }
    }

    /** Adds the column, named and typed as the target. */
    public <T> RowSet<R> with(Field<T> target, Function<R, @Nullable T> value) {
        targets.add(target);
        arrays.add(ArrayText.of(rows, value));
        return this;
    }

    /** Adds a column whose value the database computes for each row, in the order of the rows. */
    public <T> RowSet<R> with(Field<T> target, Field<T> expression) {
        computed.put(target, expression);
        return this;
    }

    /** The rows as a table of a FROM clause, without what is computed. */
    public Table<Record> table() {
        StringBuilder call = new StringBuilder("unnest(");
        QueryPart[] bound = new QueryPart[arrays.size()];
        for (int i = 0; i < bound.length; i++) {
            call.append(i == 0 ? "{" : ", {").append(i).append('}');
            bound[i] = array(arrays.get(i), targets.get(i));
        }
        String[] names = targets.stream().map(Field::getName).toArray(String[]::new);
        return DSL.table(call.append(')').toString(), bound).as(ALIAS, names);
    }

    /** Keys as one parameter, to compare a column with any of them. */
    public static Field<String[]> keys(Field<String> column, Collection<String> keys) {
        return array(keysText(keys), column);
    }

    /** The text of that parameter. */
    public static String keysText(Collection<String> keys) {
        return ArrayText.of(List.copyOf(keys), key -> key);
    }

    private static <T> Field<T[]> array(String text, Field<T> column) {
        return DSL.cast(DSL.val(text, UntypedText.TYPE), column.getDataType().getArrayDataType());
    }

    /** The names of the columns, which tell one set of the same table from another. */
    public String columns() {
        StringBuilder names = new StringBuilder();
        targets.forEach(target -> names.append(' ').append(target.getName()));
        return names.toString();
    }

    /** What {@link #insertInto} binds: the tenant, then an array per column. */
    public List<String> parameters(String tenant) {
        List<String> parameters = new ArrayList<>(arrays.size() + 1);
        parameters.add(tenant);
        parameters.addAll(arrays);
        return parameters;
    }

    /** What {@link #table} binds. */
    public List<String> parameters() {
        return List.copyOf(arrays);
    }

    /**
     * What a table holds for each row of {@link #table()}, found by one search of an index per row, whatever the planner
     * believes of the table: of one that has just been filled it believes that a tenant has a few rows, and would read all
     * of them for every statement.
     *
     * @param match compares columns of the table with {@link #column columns} of the rows
     */
    public static Table<Record> found(Table<?> table, Condition... match) {
        return found("found", table, match);
    }

    /** The same under a name of its own, where what one search found is searched for in another. */
    public static Table<Record> found(String name, Table<?> table, Condition... match) {
        // OFFSET keeps the planner from turning the search into a join.
        Select<Record> search =
                DSL.select(table.fields()).from(table).where(match).offset(DSL.inline(0));
        return DSL.lateral(search).as(name);
    }

    /** A column of {@link #table()}. */
    public static <T> Field<T> column(Field<T> target) {
        return DSL.field(DSL.name(ALIAS, target.getName()), target.getDataType());
    }

    /** The statement that adds the rows for a tenant to the table; what is to be done on conflict can be added. */
    public <T extends Record> InsertOnDuplicateStep<T> insertInto(DSLContext sql, Table<T> table, String tenant) {
        Field<String> tenantId = DSL.field(DSL.name("tenant_id"), String.class);
        List<Field<?>> into = new ArrayList<>(List.of(tenantId));
        List<SelectField<?>> from = new ArrayList<>(List.of(DSL.val(tenant)));
        for (Field<?> target : targets) {
            into.add(target);
            from.add(column(target));
        }
        into.addAll(computed.keySet());
        from.addAll(computed.values());
        Select<?> select = DSL.select(from).from(table());
        return sql.insertInto(table, into).select(select);
    }
}
