package io.billing4j.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerErrorsTest {
    /** A byte less than 1 MiB: too short for a limit to be about the length. */
    private static final int SHORT = 1_048_575;

    /** 1 MiB. */
    private static final int LONG = 1_048_576;

    @Nested
    class AnErrorOfTheServer {
        @Test
        void keeps_its_code_its_field_and_what_it_is_found_by() {
            StatusRuntimeException failure = failure(
                    Status.Code.INVALID_ARGUMENT,
                    info("billing4j.io", "NEGATIVE_QUANTITY"),
                    field("events[3].quantity"));

            BillingException error = ServerErrors.of(failure, 5, SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.NEGATIVE_QUANTITY);
            assertThat(error.field()).isEqualTo("events[3].quantity");
            assertThat(error.detail()).isEqualTo("why (correlation id c-1)");
            assertThat(error).hasCause(failure);
        }

        @Test
        void has_no_field_where_it_names_none() {
            StatusRuntimeException failure =
                    failure(Status.Code.UNAVAILABLE, info("billing4j.io", "STORE_UNAVAILABLE"));

            BillingException error = ServerErrors.of(failure, 5, SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(error.field()).isNull();
            assertThat(error).hasCause(failure);
        }

        @Test
        void is_about_no_event_where_a_header_is_to_blame() {
            BillingException error = ServerErrors.of(
                    failure(
                            Status.Code.INVALID_ARGUMENT,
                            info("billing4j.io", "MALFORMED_REQUEST"),
                            field("X-Billing-Tenant")),
                    5,
                    SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(error.field()).isEqualTo("X-Billing-Tenant");
            assertThat(error.detail()).isEqualTo("MALFORMED_REQUEST: why (correlation id c-1)");
        }

        @Test
        void of_a_newer_version_blames_the_event_that_it_names() {
            BillingException error = ServerErrors.of(
                    failure(
                            Status.Code.FAILED_PRECONDITION,
                            info("billing4j.io", "NOT_YET_KNOWN"),
                            field("events[1].meterId")),
                    5,
                    SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(error.field()).isEqualTo("events[1].meterId");
            assertThat(error.detail()).startsWith("NOT_YET_KNOWN: why");
        }

        @ParameterizedTest
        @CsvSource({
            "INVALID_ARGUMENT, INTERNAL",
            "NOT_FOUND, INTERNAL",
            "ALREADY_EXISTS, INTERNAL",
            "FAILED_PRECONDITION, INTERNAL",
            "UNAVAILABLE, SERVER_UNAVAILABLE",
            "RESOURCE_EXHAUSTED, SERVER_UNAVAILABLE",
            "INTERNAL, INTERNAL"
        })
        void of_a_newer_version_blames_no_event_where_it_names_none(Status.Code status, ErrorCode expected) {
            BillingException error = ServerErrors.of(failure(status, info("billing4j.io", "NOT_YET_KNOWN")), 5, SHORT);

            assertThat(error.code()).isEqualTo(expected);
            assertThat(error.detail()).startsWith("NOT_YET_KNOWN: why");
        }
    }

    @Nested
    class ALimitOfANewerServer {
        @ParameterizedTest
        @CsvSource({"1, ''", "1, events[0]", "1, X-Billing-Tenant", "2, ''", "2, events[0]", "2, X-Billing-Tenant"})
        void is_waited_for_where_it_is_not_one_of_length(int events, String field) {
            StatusRuntimeException failure =
                    failure(Status.Code.RESOURCE_EXHAUSTED, info("billing4j.io", "RATE_LIMITED"), field(field));

            BillingException error = ServerErrors.of(failure, events, LONG);

            assertThat(error.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
            assertThat(error.retryable()).isTrue();
            assertThat(error.detail()).startsWith("RATE_LIMITED: why");
        }

        @Test
        void is_what_its_code_says_where_that_is_known() {
            StatusRuntimeException failure =
                    failure(Status.Code.RESOURCE_EXHAUSTED, info("billing4j.io", "STORE_UNAVAILABLE"));

            assertThat(ServerErrors.of(failure, 2, LONG).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    @Nested
    class ARequestThatIsTooLong {
        private final StatusRuntimeException failure =
                failure(Status.Code.RESOURCE_EXHAUSTED, info("billing4j.io", "MALFORMED_REQUEST"));

        @Test
        void is_a_batch_that_is_to_be_split() {
            BillingException error = ServerErrors.of(failure, 2, SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_BATCH);
            assertThat(error.field()).isNull();
            assertThat(error.detail()).startsWith("why");
        }

        @Test
        void is_the_events_fault_where_there_is_one() {
            BillingException error = ServerErrors.of(failure, 1, SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(error.retryable()).isFalse();
        }
    }

    @Nested
    class AStatusOfSomebodyElse {
        @ParameterizedTest
        @CsvSource({
            "UNAVAILABLE, SERVER_UNAVAILABLE",
            "DEADLINE_EXCEEDED, SERVER_UNAVAILABLE",
            "CANCELLED, SERVER_UNAVAILABLE",
            "ABORTED, SERVER_UNAVAILABLE",
            "RESOURCE_EXHAUSTED, SERVER_UNAVAILABLE",
            "UNAUTHENTICATED, UNAUTHENTICATED",
            "PERMISSION_DENIED, PERMISSION_DENIED",
            "UNIMPLEMENTED, INTERNAL",
            "INVALID_ARGUMENT, INTERNAL",
            "UNKNOWN, INTERNAL"
        })
        void blames_no_event(Status.Code status, ErrorCode expected) {
            StatusRuntimeException failure = Status.fromCode(status).asRuntimeException();

            BillingException error = ServerErrors.of(failure, 2, SHORT);

            assertThat(error.code()).isEqualTo(expected);
            assertThat(error.field()).isNull();
            assertThat(error).hasCause(failure).hasMessageContaining(status.name());
        }

        @Test
        void is_of_http_where_a_request_is_too_long_for_whoever_looks_at_its_length() {
            StatusRuntimeException failure = Status.UNKNOWN
                    .withDescription("HTTP status code 413\ninvalid content-type: text/html")
                    .asRuntimeException();

            assertThat(ServerErrors.of(failure, 2, SHORT).code()).isEqualTo(ErrorCode.INVALID_BATCH);
            assertThat(ServerErrors.of(failure, 1, SHORT).code()).isEqualTo(ErrorCode.INTERNAL);
        }

        /** It may be one of rate: to send the halves would use up more of it, and no event is ever to be refused for it. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void is_waited_for_where_it_is_a_limit_and_the_request_is_not_long(int events) {
            StatusRuntimeException failure = Status.RESOURCE_EXHAUSTED
                    .withDescription("too many requests")
                    .asRuntimeException();

            BillingException error = ServerErrors.of(failure, events, SHORT);

            assertThat(error.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
            assertThat(error.retryable()).isTrue();
        }

        @Test
        void may_be_about_the_length_where_the_request_is_long() {
            StatusRuntimeException failure = Status.RESOURCE_EXHAUSTED.asRuntimeException();

            assertThat(ServerErrors.of(failure, 2, LONG).code()).isEqualTo(ErrorCode.INVALID_BATCH);
            assertThat(ServerErrors.of(failure, 1, LONG).code()).isEqualTo(ErrorCode.INTERNAL);
        }

        /** INTERNAL is tried again, and not for ever where other events are taken. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "gRPC message exceeds maximum size 65536: 70000",
                    "grpc: received message larger than max (70000 vs. 65536)",
                    "Received message exceeds the maximum configured message size."
                })
        void is_about_the_length_where_its_words_are(String words) {
            StatusRuntimeException failure =
                    Status.RESOURCE_EXHAUSTED.withDescription(words).asRuntimeException();

            assertThat(ServerErrors.of(failure, 2, SHORT).code()).isEqualTo(ErrorCode.INVALID_BATCH);
            assertThat(ServerErrors.of(failure, 1, SHORT).code()).isEqualTo(ErrorCode.INTERNAL);
        }

        @Test
        void is_not_taken_for_ours_by_its_words() {
            StatusRuntimeException foreign =
                    failure(Status.Code.UNAUTHENTICATED, info("example.com", "METER_NOT_FOUND"));
            Any broken = Any.newBuilder()
                    .setTypeUrl(info("billing4j.io", "METER_NOT_FOUND").getTypeUrl())
                    .setValue(ByteString.copyFrom(new byte[] {-1, -1}))
                    .build();

            assertThat(ServerErrors.of(foreign, 2, SHORT).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(ServerErrors.of(failure(Status.Code.UNAVAILABLE, broken), 2, SHORT)
                            .code())
                    .isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        }
    }

    private static StatusRuntimeException failure(Status.Code code, Any... details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage("why");
        for (Any detail : details) {
            status.addDetails(detail);
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static Any info(String domain, String reason) {
        return Any.pack(ErrorInfo.newBuilder()
                .setDomain(domain)
                .setReason(reason)
                .putMetadata("correlationId", "c-1")
                .build());
    }

    private static Any field(String path) {
        return Any.pack(BadRequest.newBuilder()
                .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField(path))
                .build());
    }
}
