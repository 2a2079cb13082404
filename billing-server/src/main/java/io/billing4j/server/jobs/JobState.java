package io.billing4j.server.jobs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a job knows of the times before, kept with it.
 *
 * @param last how it ended; null where it never did
 * @param stuck what was due and could not be billed; empty where there is no such thing
 * @param tries how often in a row that was tried
 * @param retryAt when it is tried again; null where nothing is stuck
 */
record JobState(
        @Nullable JobOutcome last,
        String stuck,
        int tries,
        @Nullable Instant retryAt) {
    static final JobState NEW = new JobState(null, "", 0, null);

    private static final int PARTS = 4;

    JobState ended(JobOutcome outcome) {
        return new JobState(outcome, stuck, tries, retryAt);
    }

    JobState unstuck() {
        return new JobState(last, "", 0, null);
    }

    JobState stuck(String what, int times, Instant until) {
        return new JobState(last, what, times, until);
    }

    /** As it is kept. */
    String text() {
        return String.join(
                "|",
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
                    parts[0].isEmpty() ? null : JobOutcome.valueOf(parts[0]),
                    parts[1],
                    Integer.parseInt(parts[2]),
                    parts[3].isEmpty() ? null : Instant.parse(parts[3]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return NEW;
        }
    }
}
