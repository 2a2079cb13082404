package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Timestamps;
import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.AdvanceClockRequest;
import io.billing4j.grpc.v1.AdvanceClockResponse;
import io.billing4j.grpc.v1.BillingRun;
import io.billing4j.grpc.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.billing4j.grpc.v1.CountFindingsRequest;
import io.billing4j.grpc.v1.FindingServiceGrpc.FindingServiceBlockingStub;
import io.billing4j.grpc.v1.GetClockRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time travel by the generated stubs. */
class GrpcClockTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void the_clock_runs_what_falls_due_on_its_way() {
        Rest sandbox = SERVER.newSandbox();
        Offers.in(sandbox).subscribed("2023-12-15", "");
        ClockServiceBlockingStub clock = SERVER.stub(ClockServiceBlockingStub.class, sandbox);
        assertThat(clock.getClock(GetClockRequest.getDefaultInstance()).getNow())
                .isEqualTo(Writing.timestamp(TestServer.NOW));
        AdvanceClockResponse advanced = clock.advanceClock(to("2024-01-31T00:00:00Z"));
        assertThat(advanced.getRunsList())
                .extracting(BillingRun::getBusinessDate)
                .containsExactly("2023-12-15", "2024-01-15");
        assertThat(Timestamps.toString(advanced.getClock().getNow())).isEqualTo("2024-01-31T00:00:00Z");
        assertThat(SERVER.stub(FindingServiceBlockingStub.class, sandbox)
                        .countFindings(CountFindingsRequest.getDefaultInstance())
                        .getCountsList())
                .isEmpty();
    }

    @Test
    void the_clock_of_real_books_cannot_be_moved() {
        ClockServiceBlockingStub real = SERVER.stub(ClockServiceBlockingStub.class, SERVER.newTenant());
        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, () -> real.advanceClock(to("2024-01-01T00:00:00Z")));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo("NOT_A_SANDBOX");
    }

    private static AdvanceClockRequest to(String instant) {
        return AdvanceClockRequest.newBuilder()
                .setTo(Writing.timestamp(Instant.parse(instant)))
                .build();
    }
}
