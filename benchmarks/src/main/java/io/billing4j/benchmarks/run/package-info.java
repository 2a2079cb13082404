/** Runs beside their limit. */
@NullMarked
package io.billing4j.benchmarks.run;

import org.jspecify.annotations.NullMarked;
