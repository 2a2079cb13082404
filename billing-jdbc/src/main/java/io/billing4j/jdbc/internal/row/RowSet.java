package io.billing4j.jdbc.internal.row;

import java.util.ArrayList;
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

    /** As many rows have a statement of their own, see {@link #counted}. */
    static final int FEW = 8;

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

    /**
     * The same table where its rows are searched for in others. Of an array as a parameter PostgreSQL supposes that it has
     * ten elements, and where it has one, planning that search anew each time seems cheaper to it than keeping such a plan. A
     * few rows are therefore counted in the text of the statement.
     */
    public Table<Record> counted() {
        if (!few()) {
            return table();
        }
        return DSL.selectFrom(table()).limit(DSL.inline(rows.size())).asTable(ALIAS);
    }

    /** What of the number of rows the text of a statement over {@link #counted} depends on. */
    public String count() {
        return few() ? Integer.toString(rows.size()) : "any";
    }

    private boolean few() {
        return rows.size() <= FEW;
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

    /** What a statement binds that takes the rows and finds what a tenant has of each: an array per column, then the tenant. */
    public List<String> searchParameters(String tenant) {
        List<String> parameters = new ArrayList<>(arrays);
        parameters.add(tenant);
        return parameters;
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
