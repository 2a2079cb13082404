package io.billing4j.invoice;

import io.billing4j.id.RunId;
import org.jspecify.annotations.Nullable;

/** What made a document: a billing run, or a request that may have a key. */
public record InvoiceOrigin(@Nullable RunId run, @Nullable IdempotencyKey idempotency) {
    /** Made by a run. */
    public static InvoiceOrigin run(RunId run) {
        return new InvoiceOrigin(run, null);
    }

    /** Made by a request. */
    public static InvoiceOrigin request(@Nullable IdempotencyKey key) {
        return new InvoiceOrigin(null, key);
    }
}
