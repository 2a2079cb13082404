package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorStatusTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_error_has_a_status_that_says_whose_fault_it_is(ErrorCode code) {
        ErrorStatus status = ErrorStatus.of(code);
        boolean callers = switch (code.category()) {
            case INVALID, NOT_FOUND, CONFLICT, PRECONDITION -> true;
            // The one of them that is of the caller's own making.
            case UNAVAILABLE -> code == ErrorCode.TOO_MANY_REQUESTS;
            case INTERNAL -> false;
        };
        assertThat(status.http().isClientError()).isEqualTo(callers);
        assertThat(status.http().isServerError()).isEqualTo(!callers);
        assertThat(status.grpc()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN, Status.Code.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void only_what_may_succeed_later_asks_to_be_tried_again(ErrorCode code) {
        assertThat(List.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED)
                        .contains(ErrorStatus.of(code).grpc()))
                .isEqualTo(code.retryable());
        assertThat(List.of(503, 429).contains(ErrorStatus.of(code).http().code()))
                .isEqualTo(code.retryable());
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_TIERS, INVALID_ARGUMENT, 400",
        "PLAN_NOT_FOUND, NOT_FOUND, 404",
        "ROUTE_NOT_FOUND, UNIMPLEMENTED, 404",
        "EVENT_CONFLICT, ALREADY_EXISTS, 409",
        "PLAN_ARCHIVED, FAILED_PRECONDITION, 409",
        "IDEMPOTENCY_CONFLICT, ALREADY_EXISTS, 409",
        "REVISION_CONFLICT, FAILED_PRECONDITION, 409",
        "COUPON_EXISTS, ALREADY_EXISTS, 409",
        "COUPON_CLOSED, FAILED_PRECONDITION, 409",
        "COUPON_EXHAUSTED, FAILED_PRECONDITION, 409",
        "NOT_A_SANDBOX, FAILED_PRECONDITION, 409",
        "NUMBERING_BUSY, UNAVAILABLE, 503",
        "UNAUTHENTICATED, UNAUTHENTICATED, 401",
        "PERMISSION_DENIED, PERMISSION_DENIED, 403",
        "TOO_MANY_REQUESTS, RESOURCE_EXHAUSTED, 429",
        "INTERNAL, INTERNAL, 500"
    })
    void the_table_is_as_published(ErrorCode code, Status.Code grpc, int http) {
        assertThat(ErrorStatus.of(code).grpc()).isEqualTo(grpc);
        assertThat(ErrorStatus.of(code).http().code()).isEqualTo(http);
    }

    @Test
    void a_client_error_in_grpc_is_one_in_http() {
        for (ErrorCode code : ErrorCode.values()) {
            boolean internal = ErrorStatus.of(code).grpc() == Status.Code.INTERNAL;
            assertThat(ErrorStatus.of(code).http().code() == 500)
                    .as(code.name())
                    .isEqualTo(internal);
        }
    }
}
