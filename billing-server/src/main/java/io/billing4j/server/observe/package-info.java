/**
 * What the engine does, made visible: {@link io.billing4j.server.observe.InvoiceLog} writes it down, {@link
 * io.billing4j.server.observe.InvoiceMeters} counts and times it, {@link io.billing4j.server.observe.Observers} tells both.
 */
@NullMarked
package io.billing4j.server.observe;

import org.jspecify.annotations.NullMarked;
