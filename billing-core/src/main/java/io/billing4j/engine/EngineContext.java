package io.billing4j.engine;

import io.billing4j.id.IdSource;
import io.billing4j.store.BillingStore;
import io.billing4j.tenant.BillingClock;

/** What every engine of one {@link Billing4J} shares. */
record EngineContext(BillingStore store, BillingClock clock, IdSource ids, EngineObserver observer) {}
