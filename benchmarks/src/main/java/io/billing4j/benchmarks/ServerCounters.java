package io.billing4j.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What the server has done so far, by its own statistics.
 *
 * @param walBytes written to the log
 * @param commits of all sessions of the database
 * @param inserted rows
 * @param updated rows, of which {@code hot} touched no index
 */
public record ServerCounters(long walBytes, long commits, long inserted, long updated, long hot) {
    private static final String QUERY = """
            SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint,
                   (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
                   sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_hot_upd)::bigint
            FROM pg_stat_user_tables""";

    /** The counters now, with all that the application's idle sessions did. */
    public static ServerCounters read(BenchmarkDatabase database) throws SQLException {
        database.endSessions();
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.5)");
            try (ResultSet row = statement.executeQuery(QUERY)) {
                row.next();
                return new ServerCounters(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }

    /** What was done since then. */
    public ServerCounters since(ServerCounters before) {
        return new ServerCounters(
                walBytes - before.walBytes,
                commits - before.commits,
                inserted - before.inserted,
                updated - before.updated,
                hot - before.hot);
    }

    /** This per document. */
    public String per(long documents, String what) {
        double n = documents;
        return String.format(
                Locale.ROOT,
                "per %s: %.2f rows inserted, %.2f updated (%.2f in place), %.4f commits, %.0f bytes of log",
                what,
                inserted / n,
                updated / n,
                hot / n,
                commits / n,
                walBytes / n);
    }
}
