/**
 * Part of the build, not of the product: {@link io.billing4j.codegen.GenerateJooq} starts a throw-away PostgreSQL, runs
 * the migrations on it and generates jOOQ classes from what they made. {@link io.billing4j.codegen.Fingerprint} spares
 * that work when no migration changed.
 */
@NullMarked
package io.billing4j.codegen;

import org.jspecify.annotations.NullMarked;
