package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask: whether the process lives, whether it can do its work, and how it has fared. No tenant is needed. */
final class StatusRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StatusRoutes.class);

    private StatusRoutes() {}

    static void add(ServerBuilder server, List<ReadinessCheck> checks, PrometheusMeterRegistry meters) {
        HttpService health = (context, request) -> HttpResponse.ofJson(Map.of("status", "UP"));
        // Checks may wait for a database, which an event loop must not.
        HttpService ready =
                (context, request) -> HttpResponse.of(() -> readiness(checks), context.blockingTaskExecutor());
        server.route().get("/health").build(health);
        server.route().get("/ready").build(ready);
        server.route().get("/metrics").build(PrometheusExpositionService.of(meters.getPrometheusRegistry()));
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
