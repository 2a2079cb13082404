package io.billing4j.benchmarks.usage;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Crew;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The physical limit of ingestion: keys and raw rows, ready-made, by bare COPY into the same tables with the same indexes in
 * transactions of the same size, under a role that passes by the policies. Nothing is looked up, hashed or rolled up, and
 * a duplicate would be an error.
 */
final class UsageLimit {
    private final BenchmarkDatabase database;

    UsageLimit(BenchmarkDatabase database) {
        this.database = database;
    }

    /** Events per second over this many connections. */
    double perSecond(CapturedUsage usage, int connections) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Connection> open = new ArrayList<>();
        try {
            // The product's connections are there before its clock starts, too.
            for (int i = 0; i < connections; i++) {
                Connection connection = database.superuser();
                open.add(connection);
                connection.setSchema("billing");
                connection.setAutoCommit(false);
            }
            Queue<Connection> free = new ConcurrentLinkedQueue<>(open);
            return Crew.perSecond(connections, usage.events(), () -> {
                write(free.remove(), usage.batches(), next);
                return null;
            });
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private static void write(Connection connection, List<CapturedUsage.Batch> batches, AtomicInteger next)
            throws Exception {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            copyIn(copy, "usage_key", batches.get(i).keys());
            copyIn(copy, "usage_event", batches.get(i).events());
            connection.commit();
        }
    }

    private static void copyIn(CopyManager copy, String table, ByteBuffer rows) throws Exception {
        copy.copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", new ByteArrayInputStream(rows.array()), 1 << 16);
    }
}
