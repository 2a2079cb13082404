package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.TenantId;
import io.billing4j.server.jobs.JobStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows jobs. */
@Command(name = "list", description = "Shows how jobs stand: when each is next, and how it ended the last time.")
final class JobListCommand extends JobsOf {
    @Override
    void run(Main main, Books books, @Nullable TenantId id) {
        List<JobStatus> jobs = books.jobs().list(id);
        ObjectNode document = Answer.object();
        ArrayNode list = document.putArray("jobs");
        jobs.forEach(job -> list.add(JobAnswer.document(job)));
        main.answer().give(jobs.stream().map(JobAnswer::line).toList(), document);
    }
}
