package io.billing4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TenantLimitsTest {
    private static final TenantId A = TenantId.of("a");
    private static final TenantId B = TenantId.of("b");

    // It has to hold where a clock of nanoseconds begins below zero.
    private final AtomicLong nanos = new AtomicLong(-5);

    /** 10 calls in a second are one in 100 ms; 20 after a pause. */
    @Test
    void a_tenant_has_so_many_calls_in_a_second_and_twice_as_many_after_a_pause() {
        TenantLimits limits = limits(10, 100, 100);
        for (int i = 0; i < 20; i++) {
            limits.admit(A).run();
        }
        assertRefused(limits, A);
        pass(Duration.ofMillis(100).minusNanos(1));
        assertRefused(limits, A);
        pass(Duration.ofNanos(1));
        limits.admit(A).run();
        assertRefused(limits, A);
        pass(Duration.ofHours(1));
        for (int i = 0; i < 20; i++) {
            limits.admit(A).run();
        }
        assertRefused(limits, A);
    }

    @Test
    void what_one_tenant_asks_takes_nothing_from_another() {
        TenantLimits limits = limits(1, 100, 100);
        limits.admit(A).run();
        limits.admit(A).run();
        assertRefused(limits, A);
        limits.admit(B).run();
    }

    @Test
    void a_tenant_has_so_many_calls_under_way() {
        TenantLimits limits = limits(1_000, 2, 3);
        Runnable first = limits.admit(A);
        limits.admit(A);
        assertRefused(limits, A);
        first.run();
        limits.admit(A);
        assertRefused(limits, A);
        assertThat(limits.underWay()).isEqualTo(2);
    }

    @Test
    void the_server_has_so_many_calls_under_way() {
        TenantLimits limits = limits(1_000, 2, 3);
        List<Runnable> calls = new ArrayList<>(List.of(limits.admit(A), limits.admit(A), limits.admit(B)));
        assertRefused(limits, B);
        assertThat(limits.underWay()).isEqualTo(3);
        calls.forEach(Runnable::run);
        assertThat(limits.underWay()).isZero();
        limits.admit(B);
    }

    @Test
    void what_is_refused_is_not_under_way() {
        TenantLimits limits = limits(1, 5, 5);
        limits.admit(A).run();
        limits.admit(A).run();
        for (int i = 0; i < 10; i++) {
            assertRefused(limits, A);
        }
        assertThat(limits.underWay()).isZero();
        pass(Duration.ofSeconds(1));
        limits.admit(A);
    }

    @Test
    void streams_are_counted_beside_calls() {
        TenantLimits limits = limits(1_000, 1, 2);
        Runnable stream = limits.admitStream(A);
        limits.admit(A);
        assertThat(catchThrowableOfType(BillingException.class, () -> limits.admitStream(A))
                        .code())
                .isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        limits.admitStream(B);
        assertThat(limits.underWay()).isEqualTo(3);
        stream.run();
        limits.admitStream(A);
    }

    @Test
    void who_has_left_does_not_leave_again() {
        TenantLimits limits = limits(1_000, 2, 2);
        Runnable first = limits.admit(A);
        limits.admit(A);
        first.run();
        first.run();
        assertThat(limits.underWay()).isEqualTo(1);
    }

    private TenantLimits limits(int perSecond, int atOnce, int inAll) {
        return new TenantLimits(new CallLimits(perSecond, atOnce, inAll), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void assertRefused(TenantLimits limits, TenantId tenant) {
        BillingException refusal = catchThrowableOfType(BillingException.class, () -> limits.admit(tenant));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(refusal.retryable()).isTrue();
    }
}
