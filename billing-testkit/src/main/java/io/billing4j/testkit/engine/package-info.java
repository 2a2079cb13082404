/**
 * Behaviour of the engine on a store. {@link io.billing4j.testkit.engine.EngineContract} is the base of one test class per
 * store; {@link io.billing4j.testkit.engine.TestClock} is a clock that is moved by hand.
 */
@NullMarked
package io.billing4j.testkit.engine;

import org.jspecify.annotations.NullMarked;
