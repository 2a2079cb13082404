package io.billing4j.server;

import io.billing4j.id.TenantId;
import io.billing4j.server.jobs.JobStatus;
import io.billing4j.server.jobs.Jobs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one job, which answers how it stands then. */
abstract class OneJob extends JobsOf {
    @Parameters(paramLabel = "JOB", description = "its name, as job list shows it")
    private String job = "";

    @Override
    final void run(Main main, Books books, @Nullable TenantId id) {
        JobStatus status = run(books.jobs(), id, job);
        main.answer().give(List.of(JobAnswer.line(status)), JobAnswer.document(status));
    }

    abstract JobStatus run(Jobs jobs, @Nullable TenantId id, String name);
}
