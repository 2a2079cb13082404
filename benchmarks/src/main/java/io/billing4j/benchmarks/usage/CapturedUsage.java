package io.billing4j.benchmarks.usage;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The keys and raw rows that were written for a tenant, batch by batch as COPY takes them, for another tenant with the same
 * customers.
 */
record CapturedUsage(List<Batch> batches, long events) {
    /** A signature of eleven bytes, four of flags, four that say that there is no extension. */
    private static final int HEADER = 19;

    /**
     * What one transaction writes, in PostgreSQL's binary format.
     *
     * @param keys rows of {@code usage_key}
     * @param events rows of {@code usage_event}
     */
    record Batch(ByteBuffer keys, ByteBuffer events) {}

    /** Reads all usage of a tenant, in the order of its identifiers. */
    static CapturedUsage of(BenchmarkDatabase database, TenantId source, TenantId target, int size)
            throws SQLException, IOException {
        try (Connection connection = database.superuser()) {
            connection.setSchema("billing");
            List<ByteBuffer> keys = split(rows(connection, "usage_key", source, target), size);
            List<ByteBuffer> events = split(rows(connection, "usage_event", source, target), size);
            List<Batch> batches = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                batches.add(new Batch(keys.get(i), events.get(i)));
            }
            return new CapturedUsage(batches, (long) size * batches.size());
        }
    }

    private static byte[] rows(Connection connection, String table, TenantId source, TenantId target)
            throws SQLException, IOException {
        String columns = String.join(
                ", ",
                Books.columns(connection, table).stream()
                        .map(column -> column.equals("tenant_id") ? "'" + target + "'::text" : column)
                        .toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "COPY (SELECT " + columns + " FROM " + table + " WHERE tenant_id = '" + source
                                + "' ORDER BY event_id) TO STDOUT (FORMAT binary)",
                        out);
        return out.toByteArray();
    }

    /**
     * Cuts what COPY sent into pieces of so many rows. A row is a count of fields and for each its length, -1 for null, and
     * its bytes; -1 as a count ends all.
     */
    private static List<ByteBuffer> split(byte[] all, int rows) {
        ByteBuffer buffer = ByteBuffer.wrap(all);
        List<ByteBuffer> pieces = new ArrayList<>();
        int begin = HEADER;
        buffer.position(HEADER);
        int inPiece = 0;
        for (short fields = buffer.getShort(); fields >= 0; fields = buffer.getShort()) {
            for (int i = 0; i < fields; i++) {
                int length = buffer.getInt();
                buffer.position(buffer.position() + Math.max(0, length));
            }
            inPiece++;
            if (inPiece == rows) {
                pieces.add(piece(all, begin, buffer.position()));
                begin = buffer.position();
                inPiece = 0;
            }
        }
        return pieces;
    }

    private static ByteBuffer piece(byte[] all, int from, int to) {
        return ByteBuffer.allocate(HEADER + to - from + Short.BYTES)
                .put(all, 0, HEADER)
                .put(all, from, to - from)
                .putShort((short) -1)
                .flip();
    }
}
