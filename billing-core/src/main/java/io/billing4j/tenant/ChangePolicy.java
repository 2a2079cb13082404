package io.billing4j.tenant;

import io.billing4j.error.Inputs;

/**
 * How changes of subscriptions are settled, kind by kind.
 *
 * @param upgrade to a plan with higher fees, or an add-on that is new
 * @param downgrade to a plan with lower fees, or an add-on that is removed
 * @param quantity more or fewer of the same
 * @param cancel before the end of a period
 * @param atOnce whether the difference has a document of its own at once, or stands on the next that comes anyway
 * @param terminationDayBilled whether the day on which a subscription is ended at once is billed to its end
 */
public record ChangePolicy(
        FeeTiming upgrade,
        FeeTiming downgrade,
        FeeTiming quantity,
        FeeTiming cancel,
        boolean atOnce,
        boolean terminationDayBilled) {
    /** Everything from its instant on, on the next document. */
    public static final ChangePolicy DEFAULT = new ChangePolicy(
            FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, FeeTiming.AT_INSTANT, false, false);

    /** Refuses what is missing with MISSING_FIELD at its name. */
    public ChangePolicy {
        Inputs.required("upgrade", upgrade);
        Inputs.required("downgrade", downgrade);
        Inputs.required("quantity", quantity);
        Inputs.required("cancel", cancel);
    }
}
