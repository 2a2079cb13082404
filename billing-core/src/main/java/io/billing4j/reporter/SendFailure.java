package io.billing4j.reporter;

import java.time.Duration;

/**
 * A batch was not taken, and will be sent again.
 *
 * @param cause what the sink threw, or what kept the reporter from reading or writing its files
 * @param events in the batch; 0 if there was none yet
 * @param attempt how many have failed one after the other, this one among them
 * @param nextIn after which the next attempt begins, unless a flush asks for it at once
 */
public record SendFailure(Throwable cause, int events, int attempt, Duration nextIn) {}
