/** What it costs to see where a statement comes from. */
@NullMarked
package io.billing4j.benchmarks.tracing;

import org.jspecify.annotations.NullMarked;
