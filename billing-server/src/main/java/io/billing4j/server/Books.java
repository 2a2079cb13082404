package io.billing4j.server;

import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.jobs.Jobs;

/** The books as a command has them, without a server before them. */
final class Books implements AutoCloseable {
    private final Billing4J billing;
    private final Jobs jobs;
    private final Ends ends;

    private Books(Billing4J billing, Jobs jobs, Ends ends) {
        this.billing = billing;
        this.jobs = jobs;
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
            return new Books(billing, Jobs.on(database.pool()), ends);
        } catch (RuntimeException | Error e) {
            ends.closeAfter(e);
            throw e;
        }
    }

    /** Of all tenants. */
    Billing4J billing() {
        return billing;
    }

    /** Its jobs, which servers do. */
    Jobs jobs() {
        return jobs;
    }

    /** Of one tenant, in the name of whoever works at this machine. */
    BillingEngine of(String tenant) {
        return billing.forTenant(TenantId.of(tenant), new Actor(actor(), null));
    }

    /** Whoever works at this machine. */
    static String actor() {
        return "cli:" + System.getProperty("user.name");
    }

    /** Ends all that was started for them. */
    @Override
    public void close() {
        ends.close();
    }
}
