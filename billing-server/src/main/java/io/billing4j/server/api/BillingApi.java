package io.billing4j.server.api;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.ServedTenants;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;

/** All services of the API over one engine. */
public final class BillingApi {
    private BillingApi() {}

    /** The services, for {@link io.billing4j.server.transport.BillingServer.Builder#services}. */
    public static List<BindableService> services(Billing4J billing) {
        return services(billing, UsageGathering.builder(billing).build(), ServedTenants.all(billing));
    }

    /**
     * The same with a gathering that somebody else watches, for some tenants.
     *
     * @param gathering on the same store
     * @param tenants that there are for callers
     */
    public static List<BindableService> services(Billing4J billing, UsageGathering gathering, ServedTenants tenants) {
        return services(billing, gathering, tenants, new SimpleMeterRegistry());
    }

    /**
     * The same, measured.
     *
     * @param meters show what is reported of usage
     */
    public static List<BindableService> services(
            Billing4J billing, UsageGathering gathering, ServedTenants tenants, MeterRegistry meters) {
        Engines engines = new Engines(billing, tenants);
        return List.of(
                new MeterCalls(engines),
                new PlanCalls(engines),
                new CouponCalls(engines),
                new TaxCalls(engines),
                new CustomerCalls(engines),
                new SubscriptionCalls(engines),
                new UsageCalls(engines, new UsageReports(engines, gathering, new UsageReportMeters(meters))),
                new BillingRunCalls(engines),
                new InvoiceCalls(engines),
                new FindingCalls(engines),
                new ClockCalls(engines),
                new SettingsCalls(engines),
                new BalanceCalls(engines),
                new OneOffCalls(engines),
                new CreditNoteCalls(engines),
                new AuditCalls(engines));
    }

    /**
     * The same with the jobs of tenants, where the database has any: books that are kept in memory have none.
     *
     * @param jobs on the same database
     */
    public static List<BindableService> services(
            Billing4J billing, UsageGathering gathering, ServedTenants tenants, MeterRegistry meters, Jobs jobs) {
        return Stream.concat(
                        services(billing, gathering, tenants, meters).stream(),
                        Stream.of(new JobCalls(new Engines(billing, tenants), jobs)))
                .toList();
    }
}
