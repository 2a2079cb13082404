package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.billing4j.id.SystemSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server can do its work. Anybody may ask, so that checks are made by one at a time and the result is kept for a while,
 * however many ask.
 */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final List<ReadinessCheck> checks;
    private final long kept;
    private final BooleanSupplier serving;
    private @Nullable CompletableFuture<Map<String, Boolean>> latest;
    private long until;

    /**
     * @param kept for how long a result is good
     * @param serving whether the server is not about to stop, which is looked at each time
     */
    Readiness(List<ReadinessCheck> checks, Duration kept, BooleanSupplier serving) {
        this.checks = List.copyOf(checks);
        this.kept = kept.toNanos();
        this.serving = serving;
    }

    /** The answer to who asks now. */
    CompletableFuture<HttpResponse> answer(Executor blocking) {
        return current(blocking).thenApply(this::answer);
    }

    private HttpResponse answer(Map<String, Boolean> passed) {
        Map<String, String> results = new LinkedHashMap<>();
        passed.forEach((name, up) -> results.put(name, up ? "UP" : "DOWN"));
        boolean up = serving.getAsBoolean();
        results.put("server", up ? "UP" : "DOWN");
        boolean ready = up && !passed.containsValue(false);
        return StatusRoutes.json(
                ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                Map.of("status", ready ? "READY" : "NOT_READY", "checks", results));
    }

    private synchronized CompletableFuture<Map<String, Boolean>> current(Executor blocking) {
        CompletableFuture<Map<String, Boolean>> known = latest;
        if (known != null && (!known.isDone() || isGood(known))) {
            return known;
        }
        CompletableFuture<Map<String, Boolean>> asked = CompletableFuture.supplyAsync(this::look, blocking);
        latest = asked;
        return asked;
    }

    private synchronized boolean isGood(CompletableFuture<Map<String, Boolean>> known) {
        return !known.isCompletedExceptionally() && SystemSource.nanoTime() - until < 0;
    }

    private Map<String, Boolean> look() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach(check -> results.put(check.name(), passes(check)));
        synchronized (this) {
            until = SystemSource.nanoTime() + kept;
        }
        return results;
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
