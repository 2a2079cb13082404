package io.billing4j.engine;

import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.store.WorkHint;

/** A run that was begun and is not known to be over, as {@link Billing4J#openRuns} lists it. */
public final class OpenRun {
    private final WorkHint hint;
    private final RunId run;

    private OpenRun(WorkHint hint, RunId run) {
        this.hint = hint;
        this.run = run;
    }

    static OpenRun of(WorkHint hint) {
        return new OpenRun(hint, RunId.parse(hint.subject()));
    }

    /** By which the list is ordered; another one when the run is taken up again after its end. */
    public String id() {
        return hint.id().toString();
    }

    /** Whose run it is. */
    public TenantId tenant() {
        return hint.tenant();
    }

    /** Which run it is. */
    public RunId run() {
        return run;
    }

    WorkHint hint() {
        return hint;
    }

    @Override
    public String toString() {
        return "run " + run + " of " + hint.tenant();
    }
}
