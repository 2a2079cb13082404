/**
 * The API for programs of any language: {@link io.billing4j.server.openapi.OpenApiDocument} says in OpenAPI what the REST form of
 * the protos is. Nothing of it is written by hand.
 *
 * <p>{@code Operations} takes addresses and parameters from the protos' annotations, as the transport reads them, and roles from
 * {@link io.billing4j.server.security.MethodRoles}; {@code Schemas} and {@code FieldSchemas} take types and rules from the
 * messages; {@code RefusalCodes} takes what can be refused from the rules and the comments, and statuses from {@link
 * io.billing4j.server.transport.ErrorStatus}. The words are the protos' comments, which {@code ProtoComments} reads from the
 * descriptor set.
 */
@NullMarked
package io.billing4j.server.openapi;

import org.jspecify.annotations.NullMarked;
