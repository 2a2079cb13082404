/**
 * The documents that are stored as JSON text: price models, derivations and flat maps. Each carries its version in {@code
 * v}, so that what an older release wrote can be told from what this one writes.
 */
@NullMarked
package io.billing4j.jdbc.internal.json;

import org.jspecify.annotations.NullMarked;
