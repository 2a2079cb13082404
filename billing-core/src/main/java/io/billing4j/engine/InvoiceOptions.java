package io.billing4j.engine;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How a document is to be made.
 *
 * @param preview assemble what the period would come to now, whether it is due or not; nothing is stored
 * @param skipPersist check and assemble as for a real document, but store nothing
 * @param timeZone for showing dates to people; the books do not depend on it. Null for the customer's.
 */
public record InvoiceOptions(
        boolean preview, boolean skipPersist, @Nullable ZoneId timeZone) {
    /** A real document. */
    public static final InvoiceOptions DEFAULT = new InvoiceOptions(false, false, null);

    /** A look at what would be. */
    public static final InvoiceOptions PREVIEW = new InvoiceOptions(true, false, null);
}
