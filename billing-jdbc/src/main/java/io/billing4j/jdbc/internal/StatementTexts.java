package io.billing4j.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Texts of statements that are the same every time. To build and render a statement takes longer than to run it where a
 * transaction has a few rows, as one that takes in a few events has; so those on that path are rendered once for all
 * transactions of a store, and bound by themselves.
 *
 * <p>All parameters are texts that the server reads as what stands in their place.
 */
final class StatementTexts {
    private final ConcurrentMap<String, String> texts = new ConcurrentHashMap<>();

    /**
     * The text of a statement, marked with its area.
     *
     * @param name of this statement alone
     * @param parameters in the order in which the statement has them
     * @param statement that is rendered the first time
     */
    String text(DSLContext sql, Area area, String name, List<String> parameters, Supplier<? extends Query> statement) {
        return texts.computeIfAbsent(name, first -> area.marked(rendered(sql, first, parameters, statement.get())));
    }

    /** Runs a statement, and says how many rows it wrote. */
    static int execute(Connection connection, String text, List<String> parameters) throws SQLException {
        try (PreparedStatement prepared = prepared(connection, text, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** The same for one that reads these columns. */
    static Result<Record> fetch(
            DSLContext sql,
            Connection connection,
            String text,
            List<String> parameters,
            Collection<? extends Field<?>> columns)
            throws SQLException {
        try (PreparedStatement prepared = prepared(connection, text, parameters);
                ResultSet rows = prepared.executeQuery()) {
            return sql.fetch(rows, columns.toArray(Field[]::new));
        }
    }

    private static PreparedStatement prepared(Connection connection, String text, List<String> parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(text);
        try {
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setObject(i + 1, parameters.get(i), Types.OTHER);
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** A parameter forgotten or exchanged shows at once. */
    private static String rendered(DSLContext sql, String name, List<String> parameters, Query statement) {
        List<String> bound =
                statement.getBindValues().stream().map(String::valueOf).toList();
        if (!bound.equals(parameters)) {
            throw new IllegalStateException("the parameters of '" + name + "' are not those of its statement: "
                    + parameters.size() + " are given, " + bound.size() + " expected");
        }
        return sql.render(statement);
    }
}
