package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.IdempotencyKey;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a document of one-off charges alone.
 *
 * @param subscription the one that they are for; null for whatever they are for
 * @param oneOffs which of those that wait, 1 to {@value OneOffs#MAX_PENDING}; null for all that are due
 * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same document
 */
public record OneOffBilling(
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        @Nullable Set<OneOffId> oneOffs,
        @Nullable String idempotencyKey) {
    /** Keeps a copy. Refuses none and too many, and some of a subscription's, with INVALID_BATCH at {@code oneOffs}. */
    public OneOffBilling {
        Inputs.required("customer", customer);
        if (oneOffs != null) {
            oneOffs = Inputs.set("oneOffs", oneOffs);
            if (oneOffs.isEmpty() || oneOffs.size() > OneOffs.MAX_PENDING) {
                throw ErrorCode.INVALID_BATCH.at(
                        "oneOffs", "expected 1 to " + OneOffs.MAX_PENDING + " but found " + oneOffs.size());
            }
            if (subscription != null) {
                throw ErrorCode.INVALID_BATCH.at(
                        "oneOffs", "expected all of subscription " + subscription + " but found some of them");
            }
        }
    }

    /** All that wait and are due. */
    public static OneOffBilling all(CustomerId customer) {
        return new OneOffBilling(customer, null, null, null);
    }

    /** All that are for one subscription, wait, and are due. */
    public static OneOffBilling all(CustomerId customer, SubscriptionId subscription) {
        return new OneOffBilling(customer, Inputs.required("subscription", subscription), null, null);
    }

    /** These, also before they are due. */
    public static OneOffBilling of(CustomerId customer, Set<OneOffId> oneOffs) {
        return new OneOffBilling(customer, null, Inputs.required("oneOffs", oneOffs), null);
    }

    /** The same, repeatable. */
    public OneOffBilling withIdempotencyKey(String key) {
        return new OneOffBilling(customer, subscription, oneOffs, Inputs.required("idempotencyKey", key));
    }

    /** What makes the request repeatable; null without a key. */
    @Nullable
    IdempotencyKey idempotency() {
        if (idempotencyKey == null) {
            return null;
        }
        ContentHash.Builder hash =
                ContentHash.builder("oneOffBilling", 1).field(customer).field(subscription);
        hash.field(oneOffs == null ? null : oneOffs.size());
        if (oneOffs != null) {
            new TreeSet<>(oneOffs).forEach(hash::field);
        }
        return new IdempotencyKey(idempotencyKey, hash.build());
    }
}
