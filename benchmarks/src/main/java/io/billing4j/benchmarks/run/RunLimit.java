package io.billing4j.benchmarks.run;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Crew;
import io.billing4j.benchmarks.run.CapturedRun.Chunk;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The physical limit of a run: the rows that the product wrote, ready-made, by bare COPY into the same tables with the same
 * indexes in chunks of the same size, under a role that passes by the policies, with the same updates of subscriptions and
 * customers. Nothing is claimed, loaded, computed or encoded.
 */
final class RunLimit {
    private final BenchmarkDatabase database;

    RunLimit(BenchmarkDatabase database) {
        this.database = database;
    }

    /** Documents per second over this many connections. */
    double perSecond(CapturedRun run, int connections) throws Exception {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO billing.number_series (tenant_id, document_type, entity) VALUES ('"
                    + run.tenant() + "', 'INVOICE', 'main') ON CONFLICT DO NOTHING");
            statement.execute(
                    "INSERT INTO billing.number_counter (tenant_id, document_type, entity, scope_key, last_value)"
                            + " VALUES ('" + run.tenant() + "', 'INVOICE', 'main', '', 0) ON CONFLICT DO NOTHING");
        }
        AtomicInteger next = new AtomicInteger();
        List<Writer> writers = new ArrayList<>();
        try {
            // The product's connections are there before its clock starts, too.
            for (int i = 0; i < connections; i++) {
                writers.add(new Writer(database.superuser(), run.tenant().value()));
            }
            Queue<Writer> free = new ConcurrentLinkedQueue<>(writers);
            return Crew.perSecond(connections, run.documents(), () -> {
                write(free.remove(), run, next);
                return null;
            });
        } finally {
            for (Writer writer : writers) {
                writer.connection.close();
            }
        }
    }

    private static void write(Writer writer, CapturedRun run, AtomicInteger next) throws Exception {
        for (int i = next.getAndIncrement(); i < run.chunks().size(); i = next.getAndIncrement()) {
            writer.write(run.chunks().get(i));
            writer.connection.commit();
        }
    }

    /** The statements of one connection. */
    private static final class Writer {
        private final Connection connection;
        private final CopyManager copy;
        private final PreparedStatement cursors;
        private final PreparedStatement customers;
        private final PreparedStatement numbers;
        private final String tenant;

        Writer(Connection connection, String tenant) throws SQLException {
            this.connection = connection;
            connection.setSchema("billing");
            connection.setAutoCommit(false);
            this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
            this.tenant = tenant;
            this.cursors = connection.prepareStatement(update("subscription", "subscription_id", CapturedRun.CURSOR));
            this.customers = connection.prepareStatement(
                    update("customer", "customer_id", Map.of("last_recorded_at", "timestamptz[]")));
            this.numbers =
                    connection.prepareStatement("UPDATE number_counter SET last_value = last_value + ? WHERE tenant_id"
                            + " = ? AND document_type = 'INVOICE' AND entity = 'main' AND scope_key = ''");
        }

        void write(Chunk chunk) throws Exception {
            copyIn(CapturedRun.tablesBeforeNumbers(), chunk);
            update(cursors, chunk.cursors());
            update(customers, chunk.customers());
            numbers.setInt(1, chunk.documents());
            numbers.setString(2, tenant);
            numbers.executeUpdate();
            copyIn(CapturedRun.tablesAfterNumbers(), chunk);
        }

        private void copyIn(List<String> tables, Chunk chunk) throws Exception {
            for (String table : tables) {
                byte[] rows = chunk.rows().get(table);
                if (rows != null) {
                    copy.copyIn(
                            "COPY " + table + " FROM STDIN (FORMAT binary)", new ByteArrayInputStream(rows), 1 << 16);
                }
            }
        }

        private void update(PreparedStatement statement, List<String> arrays) throws SQLException {
            for (int i = 0; i < arrays.size(); i++) {
                statement.setString(i + 1, arrays.get(i));
            }
            statement.setString(arrays.size() + 1, tenant);
            statement.executeUpdate();
        }

        private static String update(String table, String key, Map<String, String> columns) {
            List<String> names = List.copyOf(columns.keySet());
            String set = String.join(
                    ", ", names.stream().map(name -> name + " = r." + name).toList());
            String arrays = String.join(
                    ", ", names.stream().map(name -> "?::" + columns.get(name)).toList());
            return "UPDATE " + table + " t SET " + set + " FROM unnest(?::text[], " + arrays + ") AS r (" + key + ", "
                    + String.join(", ", names) + ") WHERE t.tenant_id = ? AND t." + key + " = r." + key;
        }
    }
}
