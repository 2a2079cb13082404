package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.server.jobs.JobStatus;
import java.util.Locale;
import java.util.Objects;

/** How a job stands, as commands tell it. */
final class JobAnswer {
    private JobAnswer() {}

    static String line(JobStatus job) {
        String state = job.runningSince() != null ? "since " + job.runningSince() : job.paused() ? "paused" : "";
        return String.format(
                        Locale.ROOT,
                        "%-16s next %-28s %-13s %-28s %2d failures %s",
                        job.name().key(),
                        Objects.requireNonNullElse(job.nextAt(), "-"),
                        Objects.requireNonNullElse(job.lastOutcome(), "-"),
                        Objects.requireNonNullElse(job.lastEndedAt(), "-"),
                        job.failures(),
                        state)
                .stripTrailing();
    }

    /** By the names of the API; what is not known is left out. */
    static ObjectNode document(JobStatus job) {
        ObjectNode document = Answer.object().put("name", job.name().key());
        if (job.nextAt() != null) {
            document.put("nextAt", job.nextAt().toString());
        }
        if (job.runningSince() != null) {
            document.put("runningSince", job.runningSince().toString());
        }
        if (job.lastOutcome() != null) {
            document.put("lastOutcome", job.lastOutcome().name());
        }
        if (job.lastEndedAt() != null) {
            document.put("lastEndedAt", job.lastEndedAt().toString());
        }
        return document.put("failures", job.failures()).put("paused", job.paused());
    }
}
