package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class ApiErrorTest {
    @Test
    void in_headers_alone_is_escaped_as_grpc_has_it() {
        // ß is C3 9F in UTF-8.
        ApiError error =
                ApiError.of(ErrorCode.MALFORMED_REQUEST, "100 % Ma\u00df,\n\"~\"", null, new CorrelationId("id"));

        ResponseHeaders headers = error.trailers(
                        Status.Code.RESOURCE_EXHAUSTED, MediaType.create("application", "grpc"))
                .headers();

        assertThat(headers.get("grpc-message")).isEqualTo("100 %25 Ma%C3%9F,%0A\"~\"");
    }
}
