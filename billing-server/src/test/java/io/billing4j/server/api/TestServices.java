package io.billing4j.server.api;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.ServedTenants;
import io.grpc.BindableService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** All services of the API over some books, for tests of which none asks for a job: there is no database that has any. */
public final class TestServices {
    private TestServices() {}

    /** Over these books. */
    public static List<BindableService> of(Billing4J billing) {
        return BillingApi.services(
                billing,
                UsageGathering.builder(billing).build(),
                ServedTenants.all(billing),
                new SimpleMeterRegistry(),
                Jobs.on(new PGSimpleDataSource()));
    }
}
