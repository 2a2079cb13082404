package io.billing4j.server.postgres;

import java.util.Objects;

/**
 * How to reach the embedded PostgreSQL, valid until it is closed: a restart after a crash keeps port and password.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://127.0.0.1:54312/billing}, without user and password
 * @param port the TCP port on 127.0.0.1
 * @param user the superuser {@code billing_admin}: for migrations and roles, not for the application's statements
 * @param password of that user, 256 random bits; left out of {@link #toString()}
 */
public record EmbeddedPostgresConnection(String jdbcUrl, int port, String user, String password) {

    /** Refuses nulls. */
    public EmbeddedPostgresConnection {
        Objects.requireNonNull(jdbcUrl, "jdbcUrl");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    static EmbeddedPostgresConnection to(String database, int port, String user, String password) {
        return new EmbeddedPostgresConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, port, user, password);
    }

    /** {@code billing_admin at jdbc:postgresql://127.0.0.1:54312/billing}. */
    @Override
    public String toString() {
        return user + " at " + jdbcUrl;
    }
}
