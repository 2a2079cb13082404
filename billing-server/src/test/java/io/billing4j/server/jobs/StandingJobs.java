package io.billing4j.server.jobs;

import io.billing4j.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Jobs for tests of other packages: their time stands, no node does any, and tenants have had one done before.
 *
 * @param source connections of the application role
 * @param now what time it is
 */
public record StandingJobs(DataSource source, Instant now) {
    /** What the API shows of them. */
    public Jobs jobs() {
        return Jobs.on(source, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Notes what falls due to have been billed for a tenant two hours ago, and an hour ago. */
    public void done(TenantId tenant) {
        JobHistory history = new JobHistory(new JobSql(source), "node");
        for (int hours = 2; hours > 0; hours--) {
            Instant started = now.minus(Duration.ofHours(hours));
            UUID id = history.begin(JobName.DUE, tenant.value(), started);
            history.end(
                    JobName.DUE,
                    tenant.value(),
                    id,
                    started.plusSeconds(1),
                    JobOutcome.DONE,
                    "nothing, " + hours + " hours ago");
        }
    }
}
