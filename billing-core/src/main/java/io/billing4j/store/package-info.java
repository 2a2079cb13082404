/**
 * The ports to storage. A {@link io.billing4j.store.BillingStore} is entered by {@code inTransaction} and nowhere else; the
 * {@link io.billing4j.store.UnitOfWork} that it hands out is bound to one tenant and one transaction and reaches a port per
 * subject. Ports have storage verbs only, each set-wise where sets are written: no rule of billing is decided behind them.
 *
 * <p>Order of locks: customer → subscription → usage keys and rollups → number series; within each in the order of keys.
 * What a verb refuses it refuses with a {@link io.billing4j.error.BillingException}; after one, the transaction is rolled
 * back.
 */
@NullMarked
package io.billing4j.store;

import org.jspecify.annotations.NullMarked;
