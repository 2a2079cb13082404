package io.billing4j.engine;

import io.billing4j.id.IdSource;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.price.CustomPrices;
import io.billing4j.store.BillingStore;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tenant.BillingClock;
import io.billing4j.usage.CustomAggregations;
import java.time.Instant;
import java.util.Map;

/** What every engine of one {@link Billing4J} shares. */
record EngineContext(
        BillingStore store,
        BillingClock clock,
        IdSource ids,
        EngineObserver observer,
        CustomAggregations aggregations,
        CustomPrices prices,
        Map<TaxCalculatorId, TaxCalculator> calculators,
        RunWorkers workers,
        RunsUnderWay underWay) {
    /** What loads the facts of documents. */
    FactsLoader factsLoader() {
        return new FactsLoader(aggregations, prices);
    }

    /** The same on another store, which may be on a connection of the host's: no other thread takes part. */
    EngineContext on(BillingStore other) {
        return new EngineContext(
                other, clock, ids, observer, aggregations, prices, calculators, RunWorkers.CALLER, underWay);
    }

    /** The same within one transaction that several commands share, at one instant. */
    EngineContext within(JoinedStore joined, EngineObserver held, Instant now) {
        return new EngineContext(
                joined, tenant -> now, ids, held, aggregations, prices, calculators, RunWorkers.CALLER, underWay);
    }
}
