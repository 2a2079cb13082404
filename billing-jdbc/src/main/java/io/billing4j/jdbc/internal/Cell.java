package io.billing4j.jdbc.internal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is aggregated alone: a group in a short window.
 *
 * @param dimensions values of the properties that the meter groups by; one that the events lack is not in the map
 * @param window the start of the short window; null without one
 */
record Cell(Map<String, String> dimensions, @Nullable Instant window) {}
