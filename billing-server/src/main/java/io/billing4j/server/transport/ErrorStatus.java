package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpStatus;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The one table from errors to statuses: by category, and by code where a category is too coarse.
 *
 * <table>
 * <caption>Statuses by category</caption>
 * <tr><th>Category</th><th>gRPC</th><th>HTTP</th></tr>
 * <tr><td>INVALID</td><td>INVALID_ARGUMENT; UNAUTHENTICATED for that code</td><td>400; 401</td></tr>
 * <tr><td>NOT_FOUND</td><td>NOT_FOUND; UNIMPLEMENTED for ROUTE_NOT_FOUND</td><td>404</td></tr>
 * <tr><td>CONFLICT</td><td>ALREADY_EXISTS: never ABORTED, which clients try again by themselves</td><td>409</td></tr>
 * <tr><td>PRECONDITION</td><td>FAILED_PRECONDITION; PERMISSION_DENIED for that code</td><td>409: it conflicts with the present state; 403</td></tr>
 * <tr><td>UNAVAILABLE</td><td>UNAVAILABLE; RESOURCE_EXHAUSTED for TOO_MANY_REQUESTS: the only ones to try again</td><td>503; 429</td></tr>
 * <tr><td>INTERNAL</td><td>INTERNAL</td><td>500</td></tr>
 * </table>
 *
 * @param grpc status of a gRPC call
 * @param http status of a REST call
 */
public record ErrorStatus(Status.Code grpc, HttpStatus http) {
    private static final Map<ErrorCategory, ErrorStatus> BY_CATEGORY = new EnumMap<>(Map.of(
            ErrorCategory.INVALID, new ErrorStatus(Status.Code.INVALID_ARGUMENT, HttpStatus.BAD_REQUEST),
            ErrorCategory.NOT_FOUND, new ErrorStatus(Status.Code.NOT_FOUND, HttpStatus.NOT_FOUND),
            ErrorCategory.CONFLICT, new ErrorStatus(Status.Code.ALREADY_EXISTS, HttpStatus.CONFLICT),
            ErrorCategory.PRECONDITION, new ErrorStatus(Status.Code.FAILED_PRECONDITION, HttpStatus.CONFLICT),
            ErrorCategory.UNAVAILABLE, new ErrorStatus(Status.Code.UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE),
            ErrorCategory.INTERNAL, new ErrorStatus(Status.Code.INTERNAL, HttpStatus.INTERNAL_SERVER_ERROR)));

    private static final Map<ErrorCode, ErrorStatus> BY_CODE = new EnumMap<>(Map.of(
            ErrorCode.ROUTE_NOT_FOUND, new ErrorStatus(Status.Code.UNIMPLEMENTED, HttpStatus.NOT_FOUND),
            ErrorCode.UNAUTHENTICATED, new ErrorStatus(Status.Code.UNAUTHENTICATED, HttpStatus.UNAUTHORIZED),
            ErrorCode.PERMISSION_DENIED, new ErrorStatus(Status.Code.PERMISSION_DENIED, HttpStatus.FORBIDDEN),
            ErrorCode.TOO_MANY_REQUESTS,
                    new ErrorStatus(Status.Code.RESOURCE_EXHAUSTED, HttpStatus.TOO_MANY_REQUESTS)));

    /** The statuses of an error. */
    public static ErrorStatus of(ErrorCode code) {
        ErrorStatus own = BY_CODE.get(code);
        return own != null ? own : Objects.requireNonNull(BY_CATEGORY.get(code.category()), code::name);
    }
}
