/**
 * How a call gets in and an answer out. {@link io.billing4j.server.transport.BillingServer} puts gRPC services, their REST
 * form, health and metrics on one port.
 *
 * <p>On its way in a call gets its {@link io.billing4j.server.transport.CorrelationId}; a REST call then passes {@code
 * StrictRequests}, which refuses whatever transcoding would drop or bend in silence, and {@code JsonMessageReader}, which
 * knows each field and finds the rest by its path. Each request, of gRPC as of REST, is then looked at by {@code
 * RequestCheck}, which holds it to the rules of the protos and refuses it for all that is wrong with it at once. A service
 * asks for the {@link io.billing4j.server.transport.Caller}.
 *
 * <p>On its way out a failure of any kind becomes one {@code ApiError}, whose status stands in one table, {@link
 * io.billing4j.server.transport.ErrorStatus}: {@code GrpcErrors} writes it as a gRPC status with details, {@code
 * RestErrors} and {@code ServerErrors} as one form of JSON. No client sees a stack trace.
 */
@NullMarked
package io.billing4j.server.transport;

import org.jspecify.annotations.NullMarked;
