package io.billing4j.server.jobs;

import io.billing4j.engine.BillingEngine;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import java.time.LocalDate;

/** Bills all that is due at the start of the tenant's day. */
final class BillingJob implements JobSpec.Work {
    @Override
    public JobReport run(JobCall call) {
        BillingEngine engine = call.engine();
        call.begin().run();
        LocalDate today = call.now().atZone(engine.settings().get().zone()).toLocalDate();
        BillingRun run = engine.runs().run(today);
        return run.progress().failed() == 0 ? JobReport.done(detail(run)) : JobReport.faults(detail(run));
    }

    static String detail(BillingRun run) {
        RunProgress done = run.progress();
        return "run " + run.id() + ": " + done.customersDone() + " customers, " + done.invoices() + " documents, "
                + done.failed() + " customers that could not be billed";
    }
}
