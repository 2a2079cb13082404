/**
 * The calls of the API, one class per area: a message in, a use case of the engine, a message out. No rule of billing is
 * here. {@link io.billing4j.server.api.BillingApi} lists them.
 *
 * <p>Next to each {@code …Calls} stands its {@code …Messages}, which turns messages into values of the domain and back and
 * names the field that is to blame; what they share is in {@code Reading}, {@code Writing} and {@code Paging}. What
 * a request must be by itself has been checked before; calls read as if it had not, so that a missing rule is no failure.
 */
@NullMarked
package io.billing4j.server.api;

import org.jspecify.annotations.NullMarked;
