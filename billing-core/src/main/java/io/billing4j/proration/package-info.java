/** How an amount for a whole window is shared out over parts of it, so that the parts of any split add up to the whole. */
@NullMarked
package io.billing4j.proration;

import org.jspecify.annotations.NullMarked;
