package io.billing4j.server.jobs;

import io.billing4j.engine.BillingEngine;

/** Bills usage that has reached an amount at which its plan bills it, for tenants that have such plans. */
final class ReachedJob implements JobSpec.Work {
    @Override
    public JobReport run(JobCall call) {
        BillingEngine engine = call.engine();
        if (!engine.settings().get().thresholds()) {
            return JobReport.nothing().next(call.now().plus(JobList.HOURLY));
        }
        int documents = engine.runs().billReached();
        return documents == 0 ? JobReport.nothing() : JobReport.done(documents + " documents");
    }
}
