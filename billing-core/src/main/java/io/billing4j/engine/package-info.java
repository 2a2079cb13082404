/**
 * The use cases. {@link io.billing4j.engine.Billing4J} is built once on a store; {@link io.billing4j.engine.BillingEngine}
 * does everything for one tenant. A command is one transaction: it reads the tenant's clock once, locks the customer,
 * changes state, and appends one event and one audit entry.
 */
@NullMarked
package io.billing4j.engine;

import org.jspecify.annotations.NullMarked;
