/** Rows on the real database. */
@NullMarked
package io.billing4j.jdbc.internal.row;

import org.jspecify.annotations.NullMarked;
