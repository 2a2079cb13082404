package io.billing4j.server.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that a job was done.
 *
 * @param endedAt null while it is under way
 * @param node which one did it
 * @param outcome null while it is under way
 * @param detail what was done, for people
 */
public record JobExecution(
        UUID id,
        Instant startedAt,
        @Nullable Instant endedAt,
        String node,
        @Nullable JobOutcome outcome,
        String detail) {}
