package io.billing4j.server;

import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;

/** The books as a command has them, without a server before them. */
final class Books implements AutoCloseable {
    private final Billing4J billing;
    private final Ends ends;

    private Books(Billing4J billing, Ends ends) {
        this.billing = billing;
        this.ends = ends;
    }

    /**
     * Opens them; an embedded PostgreSQL is started for as long as they are.
     *
     * @throws io.billing4j.server.postgres.EmbeddedPostgresException where a server has the data directory
     * @throws io.billing4j.error.BillingException STORE_UNAVAILABLE, SCHEMA_NOT_CURRENT and others of the set-up
     */
    static Books open(Configuration configuration, EngineObserver observer) {
        ProcessLog.ofCommand();
        Ends ends = new Ends();
        try {
            Database database = Database.of(configuration);
            ends.add(database::close);
            RunThreads runs = new RunThreads(configuration.runs());
            ends.add(runs::close);
            Billing4J billing = runs.workOn(Billing4J.builder(
                            JdbcBillingStore.builder(database.pool()).build()))
                    .observer(observer)
                    .build();
            return new Books(billing, ends);
        } catch (RuntimeException | Error e) {
            ends.closeAfter(e);
            throw e;
        }
    }

    /** Of all tenants. */
    Billing4J billing() {
        return billing;
    }

    /** Of one tenant, in the name of whoever works at this machine. */
    BillingEngine of(String tenant) {
        return billing.forTenant(TenantId.of(tenant), new Actor("cli:" + System.getProperty("user.name"), null));
    }

    /** Ends all that was started for them. */
    @Override
    public void close() {
        ends.close();
    }
}
