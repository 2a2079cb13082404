package io.billing4j.customer;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.joda.money.Money;

/**
 * A customer and how far their books have come.
 *
 * @param lastRecordedAt of the last command or document; every next one is recorded later
 * @param balance what the books owe the customer: documents that gave back more than they asked for have added to it, and the
 *     next ones are paid from it. Below zero where a document that had added to it is void and not made again yet
 */
public record CustomerState(Customer customer, Instant lastRecordedAt, Money balance) {
    /** A customer whom the books owe nothing. */
    public CustomerState(Customer customer, Instant lastRecordedAt) {
        this(customer, lastRecordedAt, Money.zero(customer.currency()));
    }

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
