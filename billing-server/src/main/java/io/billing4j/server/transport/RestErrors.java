package io.billing4j.server.transport;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;

/** Turns the failure of a call that came in as REST into the one form of JSON. */
final class RestErrors implements UnframedGrpcErrorHandler {
    @Override
    public HttpResponse handle(ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
        ApiError error = GrpcErrors.errorOf(context);
        if (error == null) {
            error = Failures.ofStatus(statusOf(status.getCode()), CorrelationId.of(context));
        }
        return error.response().toHttpResponse();
    }

    // What the transport says by itself, before or after a service had its say.
    private static HttpStatus statusOf(Status.Code code) {
        return switch (code) {
            case CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case RESOURCE_EXHAUSTED -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
            case UNIMPLEMENTED -> HttpStatus.NOT_FOUND;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
