package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.billing4j.error.ErrorCode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What operators ask: whether the process lives, whether it can do its work, and how it has fared. No tenant is needed. */
final class StatusRoutes {
    private StatusRoutes() {}

    static void add(
            ServerBuilder server,
            List<ReadinessCheck> checks,
            PrometheusMeterRegistry meters,
            Duration kept,
            BooleanSupplier serving,
            @Nullable String metricsToken) {
        HttpService health = (context, request) -> json(HttpStatus.OK, Map.of("status", "UP"));
        // Checks may wait for a database, which an event loop must not.
        Readiness readiness = new Readiness(checks, kept, serving);
        HttpService ready = (context, request) -> HttpResponse.of(readiness.answer(context.blockingTaskExecutor()));
        server.route().get("/health").build(health);
        server.route().get("/ready").build(ready);
        HttpService metrics = PrometheusExpositionService.of(meters.getPrometheusRegistry());
        server.route().get("/metrics").build((context, request) -> {
            if (!mayRead(context, metricsToken)) {
                throw ErrorCode.UNAUTHENTICATED.because("expected the token of those who read the metrics");
            }
            return metrics.serve(context, request);
        });
    }

    /** An answer of texts. */
    static HttpResponse json(HttpStatus status, Map<String, ?> content) {
        return HttpResponse.of(status, MediaType.JSON, JsonLine.of(content));
    }

    /** They tell how business goes. */
    static boolean mayRead(ServiceRequestContext context, @Nullable String token) {
        if (token == null) {
            return context.remoteAddress().getAddress().isLoopbackAddress();
        }
        String brought = context.request().headers().get(HttpHeaderNames.AUTHORIZATION, "");
        // In the same time however much of it is right.
        return MessageDigest.isEqual(
                brought.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }
}
