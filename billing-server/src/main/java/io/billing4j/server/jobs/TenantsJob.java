package io.billing4j.server.jobs;

import io.billing4j.engine.Billing4J;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives new tenants their jobs, and takes them from those that are closed. Of the others it reads no books. */
final class TenantsJob implements JobSpec.Work {
    private final Billing4J billing;
    private final JobTable table;
    private final List<JobSpec> jobs;

    /**
     * @param jobs that each tenant has
     */
    TenantsJob(Billing4J billing, JobTable table, List<JobSpec> jobs) {
        this.billing = billing;
        this.table = table;
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public JobReport run(JobCall call) {
        Map<JobName, Set<String>> known = table.tenants();
        List<Tenant> active = billing.listTenants().stream()
                .filter(tenant -> tenant.status() == TenantStatus.ACTIVE)
                .toList();
        Set<String> gone = new HashSet<>();
        known.values().forEach(gone::addAll);
        active.forEach(tenant -> gone.remove(tenant.id().value()));
        if (!gone.isEmpty()) {
            table.remove(gone);
        }
        List<String> made = new ArrayList<>();
        EachTenant.of(active, tenant -> made.addAll(give(call, tenant, known)));
        return made.isEmpty() && gone.isEmpty()
                ? JobReport.nothing()
                : JobReport.done(made.size() + " jobs made, those of " + gone.size() + " tenants removed");
    }

    private List<String> give(JobCall call, Tenant tenant, Map<JobName, Set<String>> known) {
        List<JobSpec> missing = jobs.stream()
                .filter(job -> !known.getOrDefault(job.name(), Set.of())
                        .contains(tenant.id().value()))
                .toList();
        for (JobSpec job : missing) {
            JobCall first = new JobCall(job.name(), billing, tenant.id(), call.now(), false, JobState.NEW, () -> {});
            table.schedule(job.name(), tenant.id().value(), job.first().apply(first));
        }
        return missing.stream().map(job -> job.name().key()).toList();
    }
}
