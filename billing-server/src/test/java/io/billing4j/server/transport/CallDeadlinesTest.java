package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.grpc.v1.MeterServiceGrpc;
import io.billing4j.id.SystemSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a minute for a call, and a client that may have a time of its own. */
class CallDeadlinesTest {
    private static final GrpcService CALLS = GrpcService.builder()
            .addService(new MeterServiceGrpc.MeterServiceImplBase() {})
            .build();

    @ParameterizedTest
    @CsvSource({
        // 60 s less what has passed; the client's own less that, where it is less; one millisecond where nothing is
        // left
        "PT45S, , 15000",
        "PT45S, 50S, 5000",
        "PT45S, 50M, 15000",
        "PT60S, , 1",
        "PT70S, , 1",
        "PT45S, 10S, 1"
    })
    void what_passed_before_a_call_begins_is_part_of_its_time(Duration passed, @Nullable String own, long most)
            throws Exception {
        RequestHeaders headers = RequestHeaders.builder(HttpMethod.POST, "/billing4j.v1.MeterService/GetMeter")
                .set("content-type", "application/grpc")
                .build();
        if (own != null) {
            headers = headers.toBuilder().set("grpc-timeout", own).build();
        }
        HttpRequest request = HttpRequest.of(headers);
        ServiceRequestContext context = ServiceRequestContext.builder(request)
                .requestStartTime(SystemSource.nanoTime() - passed.toNanos(), 0)
                .build();
        AtomicReference<String> deadline = new AtomicReference<>("");
        HttpService call = (same, served) -> {
            deadline.set(served.headers().get("grpc-timeout", ""));
            return HttpResponse.of(HttpStatus.OK);
        };

        HttpService timed = new CallDeadlines(Duration.ofSeconds(60), Duration.ofHours(1))
                .over(CALLS)
                .apply(call);
        HttpResponse unused = timed.serve(context, request);

        String found = deadline.get();
        assertThat(found).endsWith("m");
        // Some more has passed since.
        assertThat(Long.parseLong(found.substring(0, found.length() - 1))).isBetween(1L, most);
    }
}
