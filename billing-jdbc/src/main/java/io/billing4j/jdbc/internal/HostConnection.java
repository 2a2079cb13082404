package io.billing4j.jdbc.internal;

import java.sql.Connection;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Lends a connection whose transaction the host began and will end. */
public interface HostConnection {
    /** What the work makes of the connection. */
    <T> T use(Function<Connection, T> work);

    /** This connection. */
    static HostConnection of(Connection connection) {
        return new HostConnection() {
            @Override
            public <T> T use(Function<Connection, T> work) {
                return work.apply(connection);
            }
        };
    }

    /** Whatever connection the context works on at the time. */
    static HostConnection of(DSLContext context) {
        return new HostConnection() {
            @Override
            public <T> T use(Function<Connection, T> work) {
                return context.connectionResult(work::apply);
            }
        };
    }
}
