package io.billing4j.server.api;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.ServedTenants;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** All services of the API over one engine. */
public final class BillingApi {
    private BillingApi() {}

    /**
     * The services, for {@link io.billing4j.server.transport.BillingServer.Builder#services}.
     *
     * @param gathering on the same store, for whoever watches how much waits there
     * @param tenants that there are for callers
     * @param meters show what is reported of usage
     * @param jobs on the same database
     */
    public static List<BindableService> services(
            Billing4J billing, UsageGathering gathering, ServedTenants tenants, MeterRegistry meters, Jobs jobs) {
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
                new AuditCalls(engines),
                new JobCalls(engines, jobs));
    }
}
