/** Previews of documents. */
@NullMarked
package io.billing4j.benchmarks.preview;

import org.jspecify.annotations.NullMarked;
