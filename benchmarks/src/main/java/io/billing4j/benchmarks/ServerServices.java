package io.billing4j.benchmarks;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.api.BillingApi;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.ServedTenants;
import io.grpc.BindableService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** What a measured server answers: all that there is. */
public final class ServerServices {
    private ServerServices() {}

    /**
     * The services.
     *
     * @param gathering on the same store
     */
    public static List<BindableService> of(BenchmarkDatabase database, Billing4J billing, UsageGathering gathering) {
        return BillingApi.services(
                billing,
                gathering,
                ServedTenants.all(billing),
                new SimpleMeterRegistry(),
                Jobs.on(database.application()));
    }
}
