package io.billing4j.server;

import io.billing4j.id.TenantId;
import io.billing4j.server.jobs.JobStatus;
import io.billing4j.server.jobs.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Pauses a job. */
@Command(
        name = "pause",
        description =
                "Has a job done no more until it is resumed. Without a tenant: also the job of every tenant, by its name.")
final class JobPauseCommand extends OneJob {
    @Override
    JobStatus run(Jobs jobs, @Nullable TenantId id, String name) {
        return jobs.pause(id, name, Books.actor());
    }
}
