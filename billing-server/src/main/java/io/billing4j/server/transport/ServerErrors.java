package io.billing4j.server.transport;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.id.IdSource;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Turns every failure outside a call into the one form of JSON: unknown addresses, refused requests, violations of HTTP. gRPC is
 * told so by a status of gRPC.
 *
 * @param ids for requests that failed before they had a correlation id
 */
record ServerErrors(IdSource ids) implements ServerErrorHandler {
    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        if (cause instanceof HttpStatusException || cause instanceof HttpResponseException || Failures.unheard(cause)) {
            // These hold an answer already, or nobody waits for one; a status comes back through renderStatus.
            return null;
        }
        return answer(
                        Failures.describe(cause, CorrelationId.of(context)),
                        context.request().headers())
                .toHttpResponse();
    }

    @Override
    public @Nullable AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (status.isContentAlwaysEmpty()) {
            return null;
        }
        CorrelationId id = id(context, headers);
        return answer(
                status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
                        ? Failures.tooLong(config.maxRequestLength(), id)
                        : Failures.ofStatus(status, id),
                headers == null && context != null ? context.request().headers() : headers);
    }

    /**
     * What is refused before a call is gRPC's: its length, its token, too many at once. Clients of gRPC would know the statuses
     * of HTTP by no name of theirs.
     */
    private static AggregatedHttpResponse answer(ApiError error, @Nullable RequestHeaders headers) {
        MediaType type = headers == null ? null : headers.contentType();
        if (type == null || !StrictRequests.framed(type)) {
            return error.response();
        }
        return error.http().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
                ? error.trailers(Status.Code.RESOURCE_EXHAUSTED, type)
                : error.trailers(ErrorStatus.of(error.code()).grpc(), type);
    }

    private CorrelationId id(@Nullable ServiceRequestContext context, @Nullable RequestHeaders headers) {
        if (context != null && CorrelationId.assigned(context)) {
            return CorrelationId.of(context);
        }
        return CorrelationId.from(headers == null ? null : headers.get(CorrelationId.HEADER), ids);
    }
}
