/** What the arithmetic costs: {@link io.billing4j.benchmarks.AssemblerBenchmark}. */
@NullMarked
package io.billing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
