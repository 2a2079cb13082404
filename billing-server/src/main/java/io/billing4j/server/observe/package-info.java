/**
 * What the engine does, made visible: {@link io.billing4j.server.observe.InvoiceLog} writes it down, {@link
 * io.billing4j.server.observe.InvoiceMeters} and others count and time it, {@link io.billing4j.server.observe.Observation} has them all
 * told. Tenants, customers and runs are no tags of a meter: there may be too many of them.
 */
@NullMarked
package io.billing4j.server.observe;

import org.jspecify.annotations.NullMarked;
