package io.billing4j.customer;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A customer and how far their books have come.
 *
 * @param lastRecordedAt of the last command or document; every next one is recorded later
 */
public record CustomerState(Customer customer, Instant lastRecordedAt) {
    /** Cuts the instant to microseconds. */
    public CustomerState {
        lastRecordedAt = Inputs.instant("lastRecordedAt", lastRecordedAt);
    }

    /** When something that happens now is recorded: now, or a microsecond after the last record if that is later. */
    public Instant nextRecordedAt(Instant now) {
        Instant cut = now.truncatedTo(ChronoUnit.MICROS);
        return cut.isAfter(lastRecordedAt) ? cut : lastRecordedAt.plus(1, ChronoUnit.MICROS);
    }
}
