package io.billing4j.benchmarks.run;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows that a run wrote, chunk by chunk in the order of customers, as COPY takes them, for another tenant with the same
 * customers.
 *
 * @param tenant whose rows they will be
 * @param documents how many documents they are
 */
record CapturedRun(TenantId tenant, long documents, List<Chunk> chunks) {
    private static final List<String> TABLES = List.of("invoice_line", "invoice_slot", "audit", "invoice", "outbox");

    /** The columns that a run moves on a subscription. */
    static final Map<String, String> CURSOR = cursor();

    /**
     * What one transaction wrote.
     *
     * @param rows of each table, in PostgreSQL's binary format
     * @param cursors an array per column of {@link #CURSOR}, after the keys
     * @param customers keys and record
     */
    record Chunk(int documents, Map<String, byte[]> rows, List<String> cursors, List<String> customers) {}

    private static Map<String, String> cursor() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("next_index", "int[]");
        columns.put("next_due_at", "timestamptz[]");
        columns.put("term", "int[]");
        columns.put("next_sequence", "int[]");
        columns.put("billed_until", "timestamptz[]");
        columns.put("usage_sealed_until", "timestamptz[]");
        columns.put("touched_from", "timestamptz[]");
        columns.put("settled_until", "timestamptz[]");
        return columns;
    }

    /** Reads the first documents of a tenant's last run, in the order of customers. */
    static CapturedRun of(
            BenchmarkDatabase database, TenantId source, TenantId target, int chunkSize, int documentsWanted)
            throws SQLException, IOException {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            connection.setSchema("billing");
            statement.execute(
                    "CREATE TEMP TABLE written AS SELECT invoice_id, invoice_id::text AS subject_id, customer_id,"
                            + " subscription_id, (row_number() OVER (ORDER BY customer_id) - 1) / " + chunkSize
                            + " AS chunk"
                            + " FROM invoice JOIN subscription USING (tenant_id, customer_id) WHERE tenant_id = '"
                            + source
                            + "' AND run_id = (SELECT run_id FROM billing_run WHERE tenant_id = '" + source
                            + "' ORDER BY cut_off DESC LIMIT 1) ORDER BY customer_id LIMIT " + documentsWanted);
            statement.execute("CREATE INDEX ON written (chunk)");
            statement.execute("ANALYZE written");
            // Of a table just filled the planner believes too little to search it by index, or by the right one, and
            // would
            // look through all that the tenant has for each chunk.
            statement.execute("ANALYZE subscription, customer, " + String.join(", ", TABLES));
            statement.execute("SET enable_hashjoin = off");
            statement.execute("SET enable_mergejoin = off");
            statement.execute("SET enable_seqscan = off");
            List<Chunk> chunks = new ArrayList<>();
            long documents = 0;
            for (int i = 0; ; i++) {
                int size = count(statement, i);
                if (size == 0) {
                    return new CapturedRun(target, documents, List.copyOf(chunks));
                }
                chunks.add(chunk(connection, source, target, i, size));
                documents += size;
            }
        }
    }

    private static int count(Statement statement, int chunk) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM written WHERE chunk = " + chunk)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Chunk chunk(Connection connection, TenantId source, TenantId target, int chunk, int size)
            throws SQLException, IOException {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (String table : TABLES) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            copy.copyOut(query(connection, table, source, target, chunk), out);
            rows.put(table, out.toByteArray());
        }
        return new Chunk(
                size,
                rows,
                arrays(connection, "subscription", "subscription_id", List.copyOf(CURSOR.keySet()), source, chunk),
                arrays(connection, "customer", "customer_id", List.of("last_recorded_at"), source, chunk));
    }

    private static String query(Connection connection, String table, TenantId source, TenantId target, int chunk)
            throws SQLException {
        String columns = String.join(
                ", ",
                Books.columns(connection, table).stream()
                        .map(column -> column.equals("tenant_id") ? "'" + target + "'::text" : "t." + column)
                        .toList());
        String key = switch (table) {
            case "audit" -> "t.subject_type = 'invoice' AND t.subject_id = w.subject_id";
            case "outbox" -> "t.customer_id = w.customer_id AND t.subject = w.subject_id";
            case "invoice_slot" -> "t.subscription_id = w.subscription_id AND t.invoice_id = w.invoice_id";
            default -> "t.invoice_id = w.invoice_id";
        };
        return "COPY (SELECT " + columns + " FROM written w JOIN " + table + " t ON t.tenant_id = '" + source + "' AND "
                + key + " WHERE w.chunk = " + chunk + " ORDER BY w.customer_id) TO STDOUT (FORMAT binary)";
    }

    private static List<String> arrays(
            Connection connection, String table, String key, List<String> columns, TenantId source, int chunk)
            throws SQLException {
        List<String> all = new ArrayList<>(List.of(key));
        all.addAll(columns);
        String selected = String.join(
                ", ",
                all.stream()
                        .map(column -> "array_agg(t." + column + " ORDER BY t." + key + ")::text")
                        .toList());
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + selected + " FROM written w JOIN "
                + table + " t ON t.tenant_id = ? AND t." + key + " = w." + key + " WHERE w.chunk = ?")) {
            statement.setString(1, source.value());
            statement.setInt(2, chunk);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                List<String> arrays = new ArrayList<>();
                for (int i = 1; i <= all.size(); i++) {
                    arrays.add(row.getString(i));
                }
                return arrays;
            }
        }
    }

    /** The tables in the order in which a run writes them. */
    static List<String> tablesBeforeNumbers() {
        return TABLES.subList(0, 3);
    }

    /** What is written while the number series is held. */
    static List<String> tablesAfterNumbers() {
        return TABLES.subList(3, 5);
    }
}
