/** How usage goes once it is old enough. */
@NullMarked
package io.billing4j.jdbc.retention;

import org.jspecify.annotations.NullMarked;
