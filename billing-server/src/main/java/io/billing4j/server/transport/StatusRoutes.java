package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.billing4j.error.ErrorCode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask: whether the process lives, whether it can do its work, and how it has fared. No tenant is needed. */
final class StatusRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StatusRoutes.class);

    private StatusRoutes() {}

    static void add(
            ServerBuilder server,
            List<ReadinessCheck> checks,
            PrometheusMeterRegistry meters,
            @Nullable String metricsToken) {
        HttpService health = (context, request) -> HttpResponse.ofJson(Map.of("status", "UP"));
        // Checks may wait for a database, which an event loop must not.
        HttpService ready =
                (context, request) -> HttpResponse.of(() -> readiness(checks), context.blockingTaskExecutor());
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

    private static HttpResponse readiness(List<ReadinessCheck> checks) {
        Map<String, String> results = new LinkedHashMap<>();
        boolean ready = true;
        for (ReadinessCheck check : checks) {
            boolean passed = passes(check);
            results.put(check.name(), passed ? "UP" : "DOWN");
            ready &= passed;
        }
        return HttpResponse.ofJson(
                ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                Map.of("status", ready ? "READY" : "NOT_READY", "checks", results));
    }

    private static boolean passes(ReadinessCheck check) {
        try {
            return check.passes().getAsBoolean();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("check", check.name()).log("a readiness check failed");
            return false;
        }
    }
}
