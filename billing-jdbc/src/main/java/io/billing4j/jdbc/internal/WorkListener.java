package io.billing4j.jdbc.internal;

import io.billing4j.id.SystemSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A session that is woken by the commits of those who add hints. Waiting sends nothing to the server. A session that is lost is
 * opened anew, later each time it fails. A server that does not answer within 5 s counts as lost. It is used by one thread.
 */
public final class WorkListener implements AutoCloseable {
    private static final Delays DELAYS = new Delays(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final int ANSWER_SECONDS = 5;

    private final DataSource sessions;
    private final String channel;
    private @Nullable Connection connection;

    /** What the connection came with. */
    private int networkMillis;

    private int failures;
    private long retryAt = SystemSource.nanoTime();

    /** Of the books in this schema, on a connection of its own; nothing is opened yet. */
    public WorkListener(DataSource sessions, String schema) {
        this.sessions = sessions;
        this.channel = WorkChannel.of(schema);
    }

    /** Whether a commit would wake it. */
    public boolean listens() {
        return connection != null;
    }

    /** The instant of {@link SystemSource#nanoTime} at which it may be opened again; of no meaning while it listens. */
    public long retryAt() {
        return retryAt;
    }

    /**
     * Opens the session unless it is open or was to be had a moment ago. What was committed before is for the caller to look for.
     *
     * <p>How long it takes to connect is up to the source: a connection has a timeout of this object's only once it is there.
     *
     * @throws SQLException if it cannot be had; it is tried again from {@link #retryAt} on
     */
    public void open() throws SQLException {
        if (connection != null || SystemSource.nanoTime() - retryAt < 0) {
            return;
        }
        boolean listening = false;
        try {
            connection = sessions.getConnection();
            networkMillis = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, ANSWER_SECONDS * 1_000);
            connection.setAutoCommit(true);
            Notifications.of(connection);
            try (Statement listen = connection.createStatement()) {
                listen.execute("LISTEN \"" + channel + '"');
            }
            listening = true;
            failures = 0;
        } finally {
            if (!listening) {
                lost();
            }
        }
    }

    /** Waits for a commit, but not longer than this; whether there was one. 1 ms or more. */
    public boolean await(int atMostMillis) throws SQLException {
        boolean answered = false;
        try {
            boolean woken = Notifications.of(Objects.requireNonNull(connection)).await(atMostMillis);
            answered = true;
            return woken;
        } finally {
            if (!answered) {
                lost();
            }
        }
    }

    /** Asks the server for a sign of life, and gives the session up if there is none: one that is cut off hears nothing for ever. */
    public void probe() throws SQLException {
        if (connection != null && !connection.isValid(ANSWER_SECONDS)) {
            lost();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                // A session of a pool must not go on listening for its next user.
                try (Statement unlisten = open.createStatement()) {
                    unlisten.execute("UNLISTEN *");
                }
                open.setNetworkTimeout(Runnable::run, networkMillis);
            } catch (SQLException e) {
                // It is gone, and so is its listening.
            }
        }
    }

    /** Sends nothing that would have to be answered. */
    private void lost() {
        failures++;
        retryAt = SystemSource.nanoTime() + DELAYS.after(failures);
        Connection dead = connection;
        connection = null;
        if (dead != null) {
            try {
                dead.close();
            } catch (SQLException e) {
                // It was lost before.
            }
        }
    }
}
