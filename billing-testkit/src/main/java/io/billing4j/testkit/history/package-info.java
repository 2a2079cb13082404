/**
 * A fuzzer of histories. A {@link io.billing4j.testkit.history.HistoryContract} makes random {@linkplain
 * io.billing4j.testkit.history.HistoryCommand commands} of one tenant, lets a {@link io.billing4j.testkit.history.History}
 * carry them out on a store, and after each compares the books with an {@link io.billing4j.testkit.history.Oracle}, a naive
 * model that shares no code with the product. A history that fails is cut down and printed as a test.
 */
@NullMarked
package io.billing4j.testkit.history;

import org.jspecify.annotations.NullMarked;
