/** Ingestion of usage beside its limit. */
@NullMarked
package io.billing4j.benchmarks.usage;

import org.jspecify.annotations.NullMarked;
