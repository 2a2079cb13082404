/** One small runnable class per idea. Each prints something that a reader can check by hand, and is run in the build. */
@NullMarked
package io.billing4j.examples;

import org.jspecify.annotations.NullMarked;
