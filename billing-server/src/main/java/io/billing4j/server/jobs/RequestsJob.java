package io.billing4j.server.jobs;

import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Forgets requests that were remembered for as long as is promised. */
final class RequestsJob implements JobSpec.Work {
    private static final Duration PROMISED = Duration.ofHours(24);

    @Override
    public JobReport run(JobCall call) {
        AtomicLong forgotten = new AtomicLong();
        List<Tenant> tenants = call.billing().listTenants().stream()
                .filter(tenant -> tenant.status() == TenantStatus.ACTIVE)
                .toList();
        EachTenant.of(
                tenants,
                tenant ->
                        forgotten.addAndGet(call.engine(tenant.id()).requests().forgetOlderThan(PROMISED)));
        return forgotten.get() == 0 ? JobReport.nothing() : JobReport.done(forgotten + " requests forgotten");
    }
}
