package io.billing4j.server.api;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.grpc.BindableService;
import java.util.List;

/** All services of the API over one engine. */
public final class BillingApi {
    private BillingApi() {}

    /** The services, for {@link io.billing4j.server.transport.BillingServer.Builder#services}. */
    public static List<BindableService> services(Billing4J billing) {
        return services(billing, UsageGathering.builder(billing).build());
    }

    /**
     * The same with a gathering that somebody else watches.
     *
     * @param gathering on the same store
     */
    public static List<BindableService> services(Billing4J billing, UsageGathering gathering) {
        Engines engines = new Engines(billing);
        return List.of(
                new MeterCalls(engines),
                new PlanCalls(engines),
                new CustomerCalls(engines),
                new SubscriptionCalls(engines),
                new UsageCalls(engines, new UsageReports(engines, gathering)),
                new BillingRunCalls(engines),
                new InvoiceCalls(engines),
                new FindingCalls(engines),
                new ClockCalls(engines),
                new SettingsCalls(engines));
    }
}
