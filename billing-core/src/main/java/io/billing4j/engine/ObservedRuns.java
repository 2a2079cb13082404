package io.billing4j.engine;

import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link EngineObserver} makes of what it is told of runs: which are open, and how far they are. It tells calls
 * apart:
 *
 * <ul>
 *   <li>A run that several calls ask for at once begins once and ends once. Where one of the calls leaves it, it begins
 *       again with the next chunk of another.
 *   <li>What is told late, because several threads tell it, takes no progress back and begins nothing anew: of two calls
 *       that one is late which has done fewer customers or, of as many, fewer documents and slots without one. Failures do
 *       not tell, as they may become fewer.
 *   <li>A run that is taken up again after its end, because more is due, is told from one that is told late by what it has
 *       done and has to do. That is remembered of the 1,000 runs that ended last.
 * </ul>
 *
 * <p>Safe for many threads.
 */
public final class ObservedRuns {
    private static final int ENDED = 1_000;

    private final Map<Key, RunProgress> open = new HashMap<>();
    private final Map<Key, RunProgress> ended = new LinkedHashMap<>();

    /** Knows of no run. */
    public ObservedRuns() {}

    /** What has become of a run. */
    public enum Change {
        /** It was not open, and is now. */
        BEGUN,
        /** It is open and as far as before or further. */
        PROGRESSED,
        /** It was open, and is over. */
        ENDED,
        /** Nothing: that was told late, or again. */
        NONE
    }

    /** Takes in {@link EngineObserver#runProgressed}. */
    public synchronized Change progressed(TenantId tenant, BillingRun run) {
        Key key = new Key(tenant, run.id());
        RunProgress progress = run.progress();
        RunProgress before = open.get(key);
        if (run.status() != RunStatus.RUNNING) {
            remember(key, progress);
            return open.remove(key) == null ? Change.NONE : Change.ENDED;
        }
        if (isBeforeEnd(key, progress) || (before != null && isLess(progress, before))) {
            return Change.NONE;
        }
        open.put(key, progress);
        return before == null ? Change.BEGUN : Change.PROGRESSED;
    }

    /** Takes in {@link EngineObserver#runLeft}: whether the run was open, and is not any more. */
    public synchronized boolean left(TenantId tenant, BillingRun run) {
        return open.remove(new Key(tenant, run.id())) != null;
    }

    /** How far the open runs are, in no order. */
    public synchronized List<RunProgress> open() {
        return List.copyOf(open.values());
    }

    /** By documents, too: where drafts are finalised no customer is done. */
    private static boolean isLess(RunProgress progress, RunProgress than) {
        int customers = Long.compare(progress.customersDone(), than.customersDone());
        return customers < 0 || (customers == 0 && settled(progress) < settled(than));
    }

    private static long settled(RunProgress progress) {
        return progress.invoices() + progress.skipped();
    }

    private void remember(Key key, RunProgress progress) {
        ended.remove(key);
        ended.put(key, progress);
        if (ended.size() > ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /**
     * Whether this was so before the end. A run is ended once nobody is left, so that no chunk before it has done more;
     * where it was taken up again, as many are done, and others are due.
     */
    private boolean isBeforeEnd(Key key, RunProgress progress) {
        RunProgress end = ended.get(key);
        return end != null
                && (progress.customersDone() < end.customersDone()
                        || (progress.customersDone() == end.customersDone()
                                && progress.customersTotal() == end.customersTotal()));
    }

    private record Key(TenantId tenant, RunId run) {}
}
