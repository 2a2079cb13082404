package io.billing4j.engine;

import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.SlotPlace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a document that is being made.
 *
 * @param place its period and billing sequence
 * @param number once it has one
 * @param duration how long it took; in a run, its share of the chunk's time; zero at the start
 */
public record InvoiceObservation(
        TenantId tenant,
        SubscriptionId subscription,
        SlotPlace place,
        @Nullable InvoiceNumber number,
        Duration duration) {}
