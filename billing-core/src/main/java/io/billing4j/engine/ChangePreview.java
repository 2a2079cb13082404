package io.billing4j.engine;

import io.billing4j.subscription.Subscription;
import java.util.Optional;

/**
 * What a command would come to. Nothing of it is stored.
 *
 * @param subscription as it would be
 * @param difference what the change makes of all that is billed, as the document that settles it at once would say; empty
 *     where nothing is billed yet
 * @param next the document that comes next, the difference included where it is not settled before; empty where none comes
 */
public record ChangePreview(
        Subscription subscription, Optional<InvoiceOutcome> difference, Optional<InvoiceOutcome> next) {}
