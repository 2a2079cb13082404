package io.billing4j.jdbc;

import java.time.YearMonth;

/**
 * A month (UTC) that stays for a failure, such as a view of the host's that stands on its partition.
 *
 * @param reason what the database said
 */
public record StuckMonth(YearMonth month, String reason) {
    /** What a person reads. */
    @Override
    public String toString() {
        return month + " (" + reason + ")";
    }
}
