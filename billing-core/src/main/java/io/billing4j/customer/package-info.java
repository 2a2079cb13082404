/** Who pays. A customer is also the unit of concurrency: whoever changes anything of theirs holds their lock first. */
@NullMarked
package io.billing4j.customer;

import org.jspecify.annotations.NullMarked;
