package io.billing4j.testkit.engine;

import io.billing4j.store.BillingStore;

/** What the tests of the engine have to know of a store. */
public interface EngineFixture {
    /** The store for one test. It may be the same for all of them: each test makes a tenant of its own. */
    BillingStore newStore();
}
