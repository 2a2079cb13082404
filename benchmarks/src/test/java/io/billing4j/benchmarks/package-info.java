/** What is measured, and the limit of the same server beside it. */
@NullMarked
package io.billing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
