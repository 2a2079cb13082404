package io.billing4j.server.jobs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a job knows of the times before, kept with it.
 *
 * @param triggered whether somebody wants it now
 * @param last how it ended; null where it never did
 * @param stuck what was due and could not be billed; empty where there is no such thing
 * @param tries how often in a row that was tried
 * @param retryAt when it is tried again; null where nothing is stuck
 */
record JobState(
        boolean triggered,
        @Nullable JobOutcome last,
        String stuck,
        int tries,
        @Nullable Instant retryAt) {
    static final JobState NEW = new JobState(false, null, "", 0, null);

    private static final int PARTS = 5;

    JobState wanted() {
        return new JobState(true, last, stuck, tries, retryAt);
    }

    JobState ended(JobOutcome outcome) {
        return new JobState(false, outcome, stuck, tries, retryAt);
    }

    /** Who wanted it wants it still. */
    JobState failed() {
        return new JobState(triggered, JobOutcome.FAILED, stuck, tries, retryAt);
    }

    JobState unstuck() {
        return new JobState(triggered, last, "", 0, null);
    }

    JobState stuck(String what, int times, Instant until) {
        return new JobState(triggered, last, what, times, until);
    }

    /** As it is kept. */
    String text() {
        return String.join(
                "|",
                triggered ? "wanted" : "",
                last == null ? "" : last.name(),
                stuck,
                Integer.toString(tries),
                retryAt == null ? "" : retryAt.toString());
    }

    /** What was kept; as if nothing were known for what another version has written. */
    static JobState of(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != PARTS) {
            return NEW;
        }
        try {
            return new JobState(
                    parts[0].equals("wanted"),
                    parts[1].isEmpty() ? null : JobOutcome.valueOf(parts[1]),
                    parts[2],
                    Integer.parseInt(parts[3]),
                    parts[4].isEmpty() ? null : Instant.parse(parts[4]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return NEW;
        }
    }
}
