package io.billing4j.server;

import io.billing4j.id.TenantId;
import io.billing4j.server.jobs.JobStatus;
import io.billing4j.server.jobs.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Resumes a job. */
@Command(name = "resume", description = "Lets a job be done again when it is next.")
final class JobResumeCommand extends OneJob {
    @Override
    JobStatus run(Jobs jobs, @Nullable TenantId id, String name) {
        return jobs.resume(id, name);
    }
}
