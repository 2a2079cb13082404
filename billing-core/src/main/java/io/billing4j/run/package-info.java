/**
 * Billing everybody. A {@link io.billing4j.run.BillingRun} bills all that is due at a cut-off; what it could not bill is a
 * {@link io.billing4j.run.RunFailure}, and whatever was not billed, by a run or otherwise, is a {@link
 * io.billing4j.run.Finding} that says why.
 */
@NullMarked
package io.billing4j.run;

import org.jspecify.annotations.NullMarked;
