/**
 * Who may do what. A {@link io.billing4j.server.security.TokenVerifier} makes an {@link
 * io.billing4j.server.security.Identity} of a token, {@link io.billing4j.server.security.MethodRoles} says which role a call
 * needs, {@link io.billing4j.server.security.TenantLimits} how many calls a tenant has, and {@link
 * io.billing4j.server.security.ServedTenants} which tenants there are for it. Nothing here knows a transport.
 */
@NullMarked
package io.billing4j.server.security;

import org.jspecify.annotations.NullMarked;
