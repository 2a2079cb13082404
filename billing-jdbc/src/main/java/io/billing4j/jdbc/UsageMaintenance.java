package io.billing4j.jdbc;

import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.internal.SqlFailures;
import io.billing4j.tenant.BillingClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Keeps house for usage: makes the partitions of the months that come, and deletes what is old enough by each tenant's {@link
 * io.billing4j.tenant.UsagePolicy} and needed by nobody. To be run once a day or so; running it again does what is left.
 *
 * <pre>{@code
 * UsageMaintenance maintenance = UsageMaintenance.builder(janitor).build();
 * UsageMaintenanceReport report = maintenance.run();
 * }</pre>
 *
 * <p>The data source connects as a role of its own, with {@link #grants} and no other right; a superuser and a member of the
 * owner role may do it too. The application role may not.
 *
 * <p>Any number of nodes may run it: one of them does it, the others come away with nothing. Billing, ingestion and reading go
 * on meanwhile. A month is dropped under a lock that stops them for as long as a few reads take; it is asked for with a time
 * limit, and let go if it is not to be had.
 *
 * <p>It starts no thread and holds no connection between passes. A thread that is interrupted ends its pass after the step it
 * is in.
 */
public final class UsageMaintenance {
    private final DataSource dataSource;
    private final UpkeepPass.Options options;

    private UsageMaintenance(DataSource dataSource, UpkeepPass.Options options) {
        this.dataSource = dataSource;
        this.options = options;
    }

    /**
     * Begins one with the defaults: schema {@code billing}, the machine's clock, three months ahead.
     *
     * @param dataSource gives connections of a role that may keep house, each with a session of its own for as long as it is
     *     taken: not by way of a pooler that shares sessions between transactions. A pass takes one
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * The statements that an administrator runs so that a role may keep house, and nothing else.
     *
     * @param settings name the schema
     * @param role that exists, 1 to 63 of {@code a-z 0-9 _}
     */
    public static List<String> grants(SchemaSettings settings, String role) {
        String name =
                SchemaSettings.defaults().withRoles(settings.ownerRole(), role).appRole();
        return UpkeepSession.grants(settings.schema(), name);
    }

    /**
     * One pass.
     *
     * @throws io.billing4j.error.BillingException INSUFFICIENT_PRIVILEGE if the role may not keep house; SCHEMA_NOT_CURRENT if a
     *     migration is missing; STORE_UNAVAILABLE if the database cannot be reached. What was done until then is done
     */
    public UsageMaintenanceReport run() {
        return asTheOne(UpkeepPass::pass);
    }

    /**
     * Makes the partitions of the months that come, as {@link #run()} does, and deletes nothing: for a start at which processes
     * of the version before may still be at work.
     *
     * @throws io.billing4j.error.BillingException as {@link #run()}
     */
    public UsageMaintenanceReport makeAhead() {
        return asTheOne(UpkeepPass::ahead);
    }

    private UsageMaintenanceReport asTheOne(Pass pass) {
        try (Connection connection = dataSource.getConnection();
                UpkeepSession session = UpkeepSession.on(connection, options.schema(), options.lockTimeout())) {
            return session.begin()
                    ? pass.run(new UpkeepPass(new UpkeepFunctions(session), options))
                    : UsageMaintenanceReport.ofNothing();
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /** What is done by the one that keeps house. */
    @FunctionalInterface
    private interface Pass {
        UsageMaintenanceReport run(UpkeepPass upkeep) throws SQLException;
    }

    /** Makes one. Every setting has a default. Not for use by several threads. */
    public static final class Builder {
        private final DataSource dataSource;
        private String schema = SchemaSettings.defaults().schema();
        private BillingClock clock = BillingClock.system();
        private int monthsAhead = 3;
        private int chunk = 5_000;
        private Duration lockTimeout = Duration.ofMillis(200);
        private Duration patience = Duration.ofSeconds(10);

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** The schema that holds the tables, as {@link SchemaSettings#schema()}; {@code billing} by default. */
        public Builder schema(String name) {
            schema = SchemaSettings.defaults().withSchema(name).schema();
            return this;
        }

        /**
         * Where the business time of tenants comes from that have no clock of their own; the same as the engine's. For what is
         * deleted the database's clock counts where that is earlier. The machine's clock by default.
         */
        public Builder clock(BillingClock value) {
            clock = value;
            return this;
        }

        /** For how many months after the present one partitions are made, 0 to 24; 3 by default. */
        public Builder monthsAhead(int months) {
            monthsAhead = Math.toIntExact(within("monthsAhead", months, 0, 24));
            return this;
        }

        /** How many keys are deleted in one transaction at most, 100 to 100,000; 5,000 by default. */
        public Builder chunk(int keys) {
            chunk = Math.toIntExact(within("chunk", keys, 100, 100_000));
            return this;
        }

        /**
         * How long one attempt waits for a lock, and how long others may have to wait behind it; 200 ms by default.
         *
         * @param atMost 1 ms to 1 min
         */
        public Builder lockTimeout(Duration atMost) {
            within("lockTimeout", atMost.toMillis(), 1, 60_000);
            lockTimeout = atMost;
            return this;
        }

        /**
         * How long attempts at a month are repeated, and how long transactions that began before are waited for; 10 s by default.
         *
         * @param atMost 0 to 1 h
         */
        public Builder patience(Duration atMost) {
            within("patience", atMost.toMillis(), 0, 3_600_000);
            patience = atMost;
            return this;
        }

        /** The maintenance; nothing is connected to yet. */
        public UsageMaintenance build() {
            return new UsageMaintenance(
                    dataSource, new UpkeepPass.Options(schema, clock, monthsAhead, chunk, lockTimeout, patience));
        }

        private static long within(String field, long value, long least, long most) {
            if (value < least || value > most) {
                throw ErrorCode.INVALID_NUMBER.at(field, "expected " + least + " to " + most + " but found " + value);
            }
            return value;
        }
    }
}
