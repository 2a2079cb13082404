/**
 * Names of things. Tenants, customers, plans, meters, charges, subscriptions and usage events go by the host's own keys;
 * invoices, runs and events get time-ordered UUIDs from an {@link io.billing4j.id.IdSource}. The machine's clock and
 * randomness are touched in {@link io.billing4j.id.SystemSource} and nowhere else.
 */
@NullMarked
package io.billing4j.id;

import org.jspecify.annotations.NullMarked;
