/** Rows as records of the domain, and back. A row that makes no sense is STORED_DATA_UNREADABLE, which names it. */
@NullMarked
package io.billing4j.jdbc.internal.row;

import org.jspecify.annotations.NullMarked;
