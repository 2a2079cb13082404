package io.billing4j.server.transport;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a client sees it, whichever way it asked.
 *
 * @param http status of a REST answer; that of the first fault's code, or a nearer one that HTTP has
 * @param faults at least one; the first is what the answer is about
 */
record ApiError(HttpStatus http, List<Fault> faults, CorrelationId correlationId) {
    /** Names whose codes they are in {@code google.rpc.ErrorInfo}. */
    static final String DOMAIN = "billing4j.io";

    // A gRPC error travels in headers, of which clients take some kilobytes: what the further faults may fill of them.
    private static final int ROOM = 2_000;

    ApiError {
        faults = List.copyOf(faults);
    }

    /** An error with one fault. */
    ApiError(ErrorCode code, HttpStatus http, String message, @Nullable String field, CorrelationId correlationId) {
        this(http, List.of(new Fault(code, field, message)), correlationId);
    }

    /** An error with the statuses of its code. */
    static ApiError of(ErrorCode code, String message, @Nullable String field, CorrelationId correlationId) {
        return new ApiError(code, ErrorStatus.of(code).http(), message, field, correlationId);
    }

    /** An error with the statuses of its first fault. */
    static ApiError of(List<Fault> faults, CorrelationId correlationId) {
        return new ApiError(ErrorStatus.of(faults.get(0).code()).http(), faults, correlationId);
    }

    ErrorCode code() {
        return faults.get(0).code();
    }

    String message() {
        return faults.get(0).message();
    }

    @Nullable
    String field() {
        return faults.get(0).field();
    }

    /** The same error seen from outside. */
    ApiError within(String path) {
        return new ApiError(
                http, faults.stream().map(fault -> fault.within(path)).toList(), correlationId);
    }

    /**
     * The same as gRPC's rich status: an {@code ErrorInfo}, and a {@code BadRequest} where a field is to blame, with as many
     * faults as headers hold.
     */
    com.google.rpc.Status status() {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(ErrorStatus.of(code()).grpc().value())
                .setMessage(message())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(code().name())
                        .setDomain(DOMAIN)
                        .putMetadata("correlationId", correlationId.value())
                        .build()));
        BadRequest violations = violations();
        if (violations.getFieldViolationsCount() > 0) {
            status.addDetails(Any.pack(violations));
        }
        return status.build();
    }

    private BadRequest violations() {
        BadRequest.Builder violations = BadRequest.newBuilder();
        int room = ROOM;
        for (Fault fault : faults) {
            if (fault.field() == null) {
                continue;
            }
            BadRequest.FieldViolation violation = BadRequest.FieldViolation.newBuilder()
                    .setField(fault.field())
                    .setDescription(fault.message())
                    .setReason(fault.code().name())
                    .build();
            room -= violations.getFieldViolationsCount() == 0 ? 0 : violation.getSerializedSize();
            if (room < 0) {
                break;
            }
            violations.addFieldViolations(violation);
        }
        return violations.build();
    }

    /** The same as a REST answer: {@code {"error": {"code", "message", "field", "details", "correlationId"}}}. */
    AggregatedHttpResponse response() {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(http)
                .contentType(MediaType.JSON_UTF_8)
                .set(CorrelationId.HEADER, correlationId.value());
        if (code() == ErrorCode.UNAUTHENTICATED) {
            // RFC 9110 15.5.2.
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        } else if (code() == ErrorCode.TOO_MANY_REQUESTS) {
            // A tenant's calls come again evenly, many in a second.
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return AggregatedHttpResponse.of(headers.build(), body());
    }

    /** The same as a gRPC answer that has no message: headers alone, with this status, which may be a nearer one than the code's. */
    AggregatedHttpResponse trailers(Status.Code grpc, MediaType type) {
        byte[] details = status().toBuilder().setCode(grpc.value()).build().toByteArray();
        return AggregatedHttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(type)
                .set(CorrelationId.HEADER, correlationId.value())
                .set("grpc-status", Integer.toString(grpc.value()))
                .set("grpc-message", escaped(message()))
                .set(
                        "grpc-status-details-bin",
                        Base64.getEncoder().withoutPadding().encodeToString(details))
                .build());
    }

    private HttpData body() {
        List<Detail> details = faults.stream()
                .filter(fault -> fault.field() != null)
                .map(fault -> new Detail(fault.field(), fault.code().name(), fault.message()))
                .toList();
        return JsonLine.of(new Body(new Content(code().name(), message(), field(), details, correlationId.value())));
    }

    /** As gRPC has it: printable ASCII but the percent sign as it is, all else byte by byte. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (next >= ' ' && next <= '~' && next != '%') {
                escaped.append((char) next);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", next));
            }
        }
        return escaped.toString();
    }

    private record Body(Content error) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Content(
            String code, String message, @Nullable String field, List<Detail> details, String correlationId) {}

    private record Detail(@Nullable String field, String code, String message) {}
}
