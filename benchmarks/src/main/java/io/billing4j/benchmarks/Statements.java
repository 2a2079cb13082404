package io.billing4j.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the server spent on which statement, by pg_stat_statements. */
public final class Statements {
    private Statements() {}

    /** Forgets what was spent before. */
    public static void reset(BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            statement.execute("SELECT pg_stat_statements_reset()");
        }
    }

    /** The dearest statements since, each with its time per document. */
    public static List<String> dearest(BenchmarkDatabase database, long documents) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT calls, total_exec_time, rows, total_plan_time, regexp_replace(query, '\\s+', ' ', 'g')"
                                + " FROM pg_stat_statements ORDER BY total_exec_time + total_plan_time DESC LIMIT 25")) {
            while (rows.next()) {
                String query = rows.getString(5);
                lines.add(String.format(
                        Locale.ROOT,
                        "    %7.2f us run %7.2f us planned %6d calls  %8d rows  %s",
                        rows.getDouble(2) * 1000 / documents,
                        rows.getDouble(4) * 1000 / documents,
                        rows.getLong(1),
                        rows.getLong(3),
                        query.substring(0, Math.min(110, query.length()))));
            }
        }
        return lines;
    }
}
