package io.billing4j.server.jobs;

import io.billing4j.balance.BalanceDifference;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.engine.Balances;
import io.billing4j.store.Page;

/** Compares each balance of a tenant with its entries. It corrects nothing: what differs is for people to look at. */
final class BalancesJob implements JobSpec.Work {
    private final JobMeters meters;

    BalancesJob(JobMeters meters) {
        this.meters = meters;
    }

    @Override
    public JobReport run(JobCall call) {
        call.begin().run();
        Balances balances = call.engine().balances();
        int found = 0;
        String first = "";
        Page page = Page.first(Page.MAX_SIZE);
        while (true) {
            BalanceCheck check = balances.check(page);
            for (BalanceDifference difference : check.differences()) {
                first = found++ == 0 ? difference.toString() : first;
            }
            if (check.next() == null) {
                meters.differences(found);
                return found == 0
                        ? JobReport.done("all balances are what their entries come to")
                        : JobReport.faults(found + " balances differ from their entries, the first: " + first);
            }
            page = page.after(check.next());
        }
    }
}
