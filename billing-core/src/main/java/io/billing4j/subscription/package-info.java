/**
 * Who has what since when. A {@link io.billing4j.subscription.Subscription} is a list of {@link
 * io.billing4j.subscription.SubscriptionChange}s that only grows; what it is at an instant is read from them. How far it is
 * billed is not part of it: that is the {@link io.billing4j.subscription.BillingCursor}.
 */
@NullMarked
package io.billing4j.subscription;

import org.jspecify.annotations.NullMarked;
