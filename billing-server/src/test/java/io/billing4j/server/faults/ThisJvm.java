package io.billing4j.server.faults;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.run.BillingRun;
import io.billing4j.tenant.BillingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * An engine in this JVM, for one tenant at one instant.
 *
 * @param watch is told of all that its connections do
 */
record ThisJvm(FaultDatabase database, TenantId tenant, Instant now, Watch watch) {
    /** How long a lock is waited for: others hold it while another JVM starts, on a machine that may be busy. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** For {@link FaultBooks#ALPHA}, ten minutes after the cut-off. */
    static ThisJvm on(FaultDatabase database) {
        return new ThisJvm(database, FaultBooks.ALPHA, FaultBooks.CUT_OFF.plus(Duration.ofMinutes(10)), moment -> {});
    }

    /** The same for another tenant. */
    ThisJvm of(TenantId other) {
        return new ThisJvm(database, other, now, watch);
    }

    /** The same at another instant. */
    ThisJvm at(Instant instant) {
        return new ThisJvm(database, tenant, instant, watch);
    }

    /** The same with somebody who watches. */
    ThisJvm watchedBy(Watch other) {
        return new ThisJvm(database, tenant, now, other);
    }

    /** Asks for the run of {@link FaultBooks#CUT_OFF}, whatever has become of it. */
    BillingRun run() {
        return with(engine -> engine.runs().run(FaultBooks.CUT_OFF));
    }

    /** Does something with the engine; its connections are closed afterwards. */
    <T> T with(Function<BillingEngine, T> work) {
        try (HikariDataSource pool = database.pool("this-jvm")) {
            return work.apply(Billing4J.builder(JdbcBillingStore.builder(WatchedDataSource.of(pool, watch))
                            .lockTimeout(PATIENCE)
                            .build())
                    .clock(BillingClock.of(Clock.fixed(now, ZoneOffset.UTC)))
                    .build()
                    .forTenant(tenant));
        }
    }
}
