package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.usage.UsageEvent;
import java.nio.file.Path;
import java.util.List;

/**
 * An event that the sink will not take.
 *
 * @param error why; its field is the event's own, such as {@code quantity}
 */
public record RefusedUsage(UsageEvent event, BillingException error) {
    /**
     * What reporters with this spill directory kept in its file {@value RefusedLog#NAME}, oldest first; an event may be there
     * more than once. Rename or delete the file when it is dealt with, also while a reporter runs: the next refusal begins a
     * new one.
     *
     * @throws BillingException SPILL_UNAVAILABLE if it cannot be read, STORED_DATA_UNREADABLE if a newer version wrote it
     */
    public static List<RefusedUsage> readFrom(Path directory) {
        return RefusedLog.read(new LocalFiles(directory));
    }
}
