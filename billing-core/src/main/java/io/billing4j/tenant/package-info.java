/**
 * Whose books they are. A {@link io.billing4j.tenant.Tenant} is created on purpose, has {@link
 * io.billing4j.tenant.TenantSettings} and its own business time, read from a {@link io.billing4j.tenant.BillingClock}.
 */
@NullMarked
package io.billing4j.tenant;

import org.jspecify.annotations.NullMarked;
