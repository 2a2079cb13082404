/**
 * What can go wrong, and the checks every constructor shares. One unchecked {@link io.billing4j.error.BillingException}
 * carries an {@link io.billing4j.error.ErrorCode}, the offending field and its parts; {@link io.billing4j.error.Inputs}
 * turns bad input into one. {@link io.billing4j.error.Uncaught} has what is nobody's error but an observer's own.
 */
@NullMarked
package io.billing4j.error;

import org.jspecify.annotations.NullMarked;
