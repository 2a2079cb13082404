package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs by their ids and by their cut-offs, and what they could not bill. */
final class MemoryRuns implements RunStore {
    private final Rows<String, BillingRun> runs;
    private final Rows<Instant, String> byCutOff;
    private final Rows<Key<String, CustomerId>, RunFailure> failures;

    MemoryRuns(Books books, Transaction transaction) {
        runs = books.runs.in(transaction);
        byCutOff = books.runsByCutOff.in(transaction);
        failures = books.failures.in(transaction);
    }

    @Override
    public BillingRun findOrInsert(BillingRun run) {
        return findByCutOff(run.cutOff()).orElseGet(() -> {
            String id = run.id().toString();
            runs.insert(id, run, () -> ErrorCode.ALREADY_EXISTS.because("there is a run " + id));
            byCutOff.put(run.cutOff(), id);
            return run;
        });
    }

    @Override
    public Optional<BillingRun> find(RunId id) {
        return runs.find(id.toString());
    }

    @Override
    public Optional<BillingRun> findByCutOff(Instant cutOff) {
        return byCutOff.find(cutOff).flatMap(runs::find);
    }

    @Override
    public List<BillingRun> list(Page page) {
        return runs.after(page.after()).limit(page.size()).toList();
    }

    @Override
    public void reopen(RunId id, long customersTotal) {
        BillingRun run = require(id);
        put(run, RunStatus.RUNNING, run.progress().expecting(customersTotal), null);
    }

    @Override
    public RunProgress advance(RunId id, long customers, long invoices, long skipped, long failed) {
        BillingRun run = require(id);
        RunProgress progress = run.progress().plus(customers, invoices, skipped, failed);
        put(run, run.status(), progress, run.finishedAt());
        return progress;
    }

    @Override
    public void finish(BillingRun finished) {
        BillingRun run = require(finished.id());
        put(run, finished.status(), run.progress(), finished.finishedAt());
    }

    @Override
    public int putFailure(RunId id, RunFailure failure) {
        int earlier = failures(id).stream()
                .filter(stored -> stored.customer().equals(failure.customer()))
                .mapToInt(RunFailure::attempts)
                .findFirst()
                .orElse(0);
        failures.put(Key.of(require(id).id().toString(), failure.customer()), failure);
        return earlier;
    }

    @Override
    public int clearFailures(RunId id, List<CustomerId> customers) {
        List<CustomerId> stored = failures(id).stream()
                .map(RunFailure::customer)
                .filter(customers::contains)
                .toList();
        stored.forEach(customer -> failures.remove(Key.of(id.toString(), customer)));
        return stored.size();
    }

    @Override
    public List<RunFailure> failures(RunId id) {
        return failures.entriesAfter(Key.startOf(id.toString()))
                .takeWhile(entry -> entry.getKey().first().equals(id.toString()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void put(BillingRun run, RunStatus status, RunProgress progress, @Nullable Instant finishedAt) {
        runs.put(
                run.id().toString(),
                new BillingRun(
                        run.id(), run.cutOff(), run.businessDate(), status, progress, run.startedAt(), finishedAt));
    }

    private BillingRun require(RunId id) {
        return runs.require(id.toString(), () -> ErrorCode.RUN_NOT_FOUND.missing("runId", id));
    }
}
