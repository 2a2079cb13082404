package io.billing4j.server;

import io.billing4j.id.TenantId;
import io.billing4j.server.jobs.JobStatus;
import io.billing4j.server.jobs.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Has a job done at once. */
@Command(
        name = "trigger",
        description = "Has a job done at once by a server, also one that is paused. It does not wait for it.")
final class JobTriggerCommand extends OneJob {
    @Override
    JobStatus run(Jobs jobs, @Nullable TenantId id, String name) {
        return jobs.trigger(id, name);
    }
}
