/**
 * How one call goes through the server, made visible: {@link io.billing4j.server.tracing.Tracing} sends spans to a collector,
 * {@link io.billing4j.server.tracing.CallTrace} holds those of a call together, {@link io.billing4j.server.tracing.EngineSpans} and
 * {@link io.billing4j.server.tracing.StatementSpans} make them of what the engine and the store tell. It stands below the transport
 * and knows nothing of it.
 */
@NullMarked
package io.billing4j.server.tracing;

import org.jspecify.annotations.NullMarked;
