package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.IdempotencyKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the document of one period.
 *
 * @param periodStart the start of one of the subscription's periods
 * @param periodEnd its end, exclusive
 * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same document
 */
public record InvoiceGenerationRequest(
        SubscriptionId subscription,
        Instant periodStart,
        Instant periodEnd,
        @Nullable String idempotencyKey,
        InvoiceOptions options) {
    /** Checks the key's length and cuts the instants to microseconds. */
    public InvoiceGenerationRequest {
        Inputs.required("subscription", subscription);
        Inputs.required("options", options);
        periodStart = Inputs.instant("periodStart", periodStart);
        periodEnd = Inputs.instant("periodEnd", periodEnd);
        idempotencyKey = idempotencyKey == null
                ? null
                : Inputs.text("idempotencyKey", idempotencyKey, IdempotencyKey.MAX_LENGTH);
    }

    /** Asks for a real document, without a key. */
    public static InvoiceGenerationRequest of(SubscriptionId subscription, Instant periodStart, Instant periodEnd) {
        return new InvoiceGenerationRequest(subscription, periodStart, periodEnd, null, InvoiceOptions.DEFAULT);
    }

    /** The same with a key. */
    public InvoiceGenerationRequest withIdempotencyKey(String key) {
        return new InvoiceGenerationRequest(
                subscription, periodStart, periodEnd, Inputs.required("idempotencyKey", key), options);
    }

    /** The same with other options. */
    public InvoiceGenerationRequest with(InvoiceOptions other) {
        return new InvoiceGenerationRequest(subscription, periodStart, periodEnd, idempotencyKey, other);
    }

    @Nullable
    IdempotencyKey key() {
        if (idempotencyKey == null) {
            return null;
        }
        ContentHash request = ContentHash.builder("generate", 1)
                .field(subscription)
                .field(periodStart)
                .field(periodEnd)
                .build();
        return new IdempotencyKey(idempotencyKey, request);
    }
}
