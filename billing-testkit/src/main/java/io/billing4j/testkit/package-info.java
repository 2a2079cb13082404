/**
 * What the author of a store, and whoever embeds the engine, installs beside their tests.
 *
 * <p>{@link io.billing4j.testkit.BillingStoreContract} is the contract of the store ports as tests: a store's own test
 * extends it, gives a {@linkplain io.billing4j.testkit.StoreFixture#newStore store} and declares where the contract leaves
 * a choice; nothing is ever skipped. {@link io.billing4j.testkit.Samples}, {@link io.billing4j.testkit.DocumentSamples} and
 * {@link io.billing4j.testkit.SampleBooks} are valid objects and a small history to start from. {@link
 * io.billing4j.testkit.FailpointStore} stops a process at a chosen verb, for crash tests; {@link
 * io.billing4j.testkit.SandboxTaxCalculator} is a tax service that can be made slow, unreachable or of another mind.
 */
@NullMarked
package io.billing4j.testkit;

import org.jspecify.annotations.NullMarked;
