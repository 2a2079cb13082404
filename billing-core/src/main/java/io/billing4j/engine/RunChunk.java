package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One transaction of a run: claims customers, loads their facts set by set, assembles, writes set by set. */
final class RunChunk {
    /** The most documents of one subscription in one transaction: years of arrears are billed piece by piece. */
    private static final int MAX_PLACES = 100;

    /** The most one-off charges in one transaction; a single customer may have more. */
    private static final int MAX_ONE_OFFS = 5_000;

    private final TenantScope scope;
    private final BillingRun run;
    private final RunAttempts attempts;
    private final TaxRound round;
    private final FactsLoader loader;
    private List<CustomerId> claimed = List.of();
    private boolean cut;

    /** A first round, in which taxes may still be asked for, or the last one. */
    RunChunk(TenantScope scope, BillingRun run, RunAttempts attempts, TaxRound round) {
        this.round = round;
        this.scope = scope;
        this.run = run;
        this.attempts = attempts;
        loader = scope.context().factsLoader();
    }

    /** The customers that the last try claimed, without those left to the next chunk. */
    List<CustomerId> claimed() {
        return claimed;
    }

    /** Whether some of those who were looked for were left to the next chunk, since too much waited of them all. */
    boolean cut() {
        return cut;
    }

    /** Bills the next customers after this one; whoever cannot be assembled becomes a failure in the same transaction. */
    RunResult bill(@Nullable CustomerId after, int limit, Contended contended) {
        long begun = SystemSource.nanoTime();
        Outcome outcome = scope.inTransaction(work -> {
            claimed = List.of();
            List<CustomerId> due = work.unit().customers().claimDue(run.cutOff(), after, limit, contended);
            claimed = bounded(work, due);
            cut = claimed.size() < due.size();
            return claimed.isEmpty() ? Outcome.NONE : billClaimed(work);
        });
        return claimed.isEmpty() ? RunResult.END : result(outcome, begun);
    }

    /** As many of the first as one transaction takes all that waits of: the next one claims the others. */
    private static List<CustomerId> bounded(Work work, List<CustomerId> customers) {
        if (!work.unit().settings().get().oneOffs()) {
            return customers;
        }
        Map<CustomerId, Integer> waiting = work.unit().oneOffs().countPending(customers);
        int charges = 0;
        for (int i = 0; i < customers.size(); i++) {
            charges += waiting.getOrDefault(customers.get(i), 0);
            if (i > 0 && charges > MAX_ONE_OFFS) {
                return customers.subList(0, i);
            }
        }
        return customers;
    }

    /** Bills customers who have waited for their taxes, but for those whom somebody holds where those are passed by. */
    RunResult again(List<CustomerId> customers, Contended contended) {
        long begun = SystemSource.nanoTime();
        Outcome outcome = scope.inTransaction(work -> {
            claimed = List.of();
            claimed = List.copyOf(work.unit()
                    .customers()
                    .lock(customers, CustomerLock.EXCLUSIVE, contended)
                    .keySet());
            return claimed.isEmpty() ? Outcome.NONE : billClaimed(work);
        });
        return claimed.isEmpty() ? RunResult.END : result(outcome, begun);
    }

    /**
     * Stores that the one customer who was claimed could not be billed, unless somebody else has billed them since. It is
     * about this customer, whoever else is due before them and held by somebody.
     */
    RunResult fail(RuntimeException cause) {
        CustomerId customer = claimed.get(0);
        RunProgress progress = scope.inTransaction(work -> {
            work.unit().customers().hold(List.of(customer), CustomerLock.EXCLUSIVE);
            boolean open = !work.unit()
                    .subscriptions()
                    .dueOfCustomers(List.of(customer), run.cutOff())
                    .isEmpty();
            int earlier = open ? storeFailure(work, customer, cause) : 0;
            int done = open && attempts.counts(customer, earlier) ? 1 : 0;
            return work.unit().runs().advance(run.id(), done, 0, 0, open && earlier == 0 ? 1 : 0);
        });
        attempts.failed(List.of(customer));
        new ApartBilling(scope, run, customer, round.asking()).bill();
        return new RunResult(customer, progress, List.of(), List.of(), false, RunResult.Waiting.NOBODY);
    }

    private Outcome billClaimed(Work work) {
        Map<CustomerId, CustomerState> customers = work.unit().customers().states(claimed);
        Map<CustomerId, List<Due>> due = due(work, customers);
        List<Due> all = due.values().stream().flatMap(List::stream).toList();
        DocumentWriter writer = new DocumentWriter(work);
        Drafting drafting = new Drafting(
                scope.tenant(),
                loader.load(work.unit(), all),
                work.ids(),
                scope.context().observer(),
                work.now(),
                writer.outcome(),
                true);
        Batch batch = new Batch();
        Map<CustomerId, RuntimeException> failed = new LinkedHashMap<>();
        List<CustomerId> billed = new ArrayList<>();
        RunResult.Waiting waiting = RunResult.Waiting.NOBODY;
        List<TaxRound.Wanted> wanted = wanted(customers, due);
        Map<CustomerId, Drafted> drafts = round.drafted(work, drafting, wanted);
        for (TaxRound.Wanted one : wanted) {
            CustomerId id = one.id();
            Drafted drafted = Objects.requireNonNull(drafts.get(id), "the customer was wanted");
            if (!drafted.questions().isEmpty()) {
                waiting = waiting.and(new RunResult.Waiting(List.of(id), drafted.questions(), one.places()));
                due.remove(id);
            } else if (drafted.cause() != null) {
                failed.put(id, drafted.cause());
            } else {
                batch.add(drafted.batch());
                drafted.batch().failure().ifPresentOrElse(cause -> failed.put(id, cause), () -> billed.add(id));
            }
        }
        // Before the commit, after which others of the run could claim them.
        round.asking().begin(waiting.customers());
        List<Invoice> invoices = writer.write(batch, InvoiceOrigin.run(run.id()), run.businessDate(), run.cutOff());
        Settled settled = settleFailures(work, due, billed, failed);
        RunProgress progress = work.unit()
                .runs()
                .advance(
                        run.id(),
                        due.size() - unfinished(due) - settled.doneByOthers(),
                        invoices.size(),
                        batch.skipped(),
                        settled.newFailures());
        return new Outcome(due, batch, invoices, progress, failed, waiting);
    }

    private List<TaxRound.Wanted> wanted(Map<CustomerId, CustomerState> customers, Map<CustomerId, List<Due>> due) {
        List<TaxRound.Wanted> wanted = new ArrayList<>();
        for (CustomerId id : claimed) {
            CustomerState customer = customers.get(id);
            List<Due> own = due.get(id);
            if (customer != null && own != null) {
                wanted.add(new TaxRound.Wanted(customer, own));
            }
        }
        return wanted;
    }

    /** What each claimed customer is due; read after the claim, since somebody may have billed them meanwhile. */
    private Map<CustomerId, List<Due>> due(Work work, Map<CustomerId, CustomerState> customers) {
        List<SubscriptionState> states = work.unit()
                .subscriptions()
                .dueOfCustomers(attempts.untried(round.asking().free(claimed)), run.cutOff());
        Map<CustomerId, List<Due>> due = new HashMap<>();
        for (Billable billable : loader.many(work.unit(), states)) {
            due.computeIfAbsent(billable.subscription().customer(), id -> new ArrayList<>())
                    .add(Due.first(billable, run.cutOff(), work.now(), MAX_PLACES));
        }
        if (unfinished(due) > 0 && joins(work.unit().settings().get())) {
            customers.forEach((id, state) -> due.computeIfPresent(
                    id,
                    (same, own) -> Due.upToLastWholeDay(own, state.customer().zone())));
        }
        return due;
    }

    private static boolean joins(TenantSettings settings) {
        return settings.consolidation() != null && settings.consolidation() != Consolidation.NONE;
    }

    /** Stores who failed and takes away the failures of those billed after all. */
    private Settled settleFailures(
            Work work,
            Map<CustomerId, List<Due>> due,
            List<CustomerId> billed,
            Map<CustomerId, RuntimeException> failed) {
        int more = -work.unit().runs().clearFailures(run.id(), billed);
        int doneByOthers = 0;
        for (Map.Entry<CustomerId, RuntimeException> entry : failed.entrySet()) {
            CustomerId customer = entry.getKey();
            int earlier = storeFailure(work, customer, entry.getValue());
            more += earlier == 0 ? 1 : 0;
            boolean counts = attempts.counts(customer, earlier) || more(due.getOrDefault(customer, List.of()));
            doneByOthers += counts ? 0 : 1;
        }
        return new Settled(more, doneByOthers);
    }

    /** How often the customer was tried before, by what is stored; 0 for one who had no failure. */
    private int storeFailure(Work work, CustomerId customer, RuntimeException cause) {
        ErrorCode code = DocumentWriter.codeOf(cause);
        String message = DocumentWriter.messageOf(cause);
        RunFailure failure = new RunFailure(customer, code, message, attempts.next(customer));
        int earlier = work.unit().runs().putFailure(run.id(), failure);
        work.unit().journal().addFindings(List.of(new DocumentWriter(work).failed(customer, cause, run.id())));
        return earlier;
    }

    private RunResult result(Outcome outcome, long begun) {
        attempts.failed(outcome.failed().keySet());
        List<InvoiceDraft> drafts = outcome.batch().all();
        Duration share = Duration.ofNanos((SystemSource.nanoTime() - begun) / Math.max(1, drafts.size()));
        Map<InvoiceId, InvoiceNumber> numbers = new HashMap<>();
        outcome.invoices().forEach(invoice -> invoice.number().ifPresent(number -> numbers.put(invoice.id(), number)));
        List<InvoiceObservation> documents = drafts.stream()
                .flatMap(draft -> draft.places().stream()
                        .filter(place -> !place.lines().isEmpty())
                        .map(place -> new InvoiceObservation(
                                scope.tenant(), place.subscription(), place.place(), numbers.get(draft.id()), share)))
                .toList();
        List<RunResult.Failed> failures = new ArrayList<>();
        outcome.failed()
                .forEach((customer, cause) -> outcome.due().getOrDefault(customer, List.of()).stream()
                        .filter(one -> !one.places().isEmpty())
                        .forEach(one -> failures.add(new RunResult.Failed(
                                new InvoiceObservation(
                                        scope.tenant(),
                                        one.billable().subscription().id(),
                                        one.places().get(0),
                                        null,
                                        share),
                                DocumentWriter.codeOf(cause).category()))));
        return new RunResult(
                claimed.get(claimed.size() - 1),
                outcome.progress(),
                documents,
                failures,
                unfinished(outcome.due()) > 0,
                outcome.waiting());
    }

    /** How many customers have more places due than one transaction takes. */
    private static int unfinished(Map<CustomerId, List<Due>> due) {
        return Math.toIntExact(due.values().stream().filter(RunChunk::more).count());
    }

    private static boolean more(List<Due> own) {
        return own.stream().anyMatch(Due::more);
    }

    /**
     * What became of failures.
     *
     * @param newFailures by how many they grew
     * @param doneByOthers how many failed that had failed in another process since this one took up the run, and count there
     */
    private record Settled(int newFailures, int doneByOthers) {}

    /** What the transaction came to. */
    private record Outcome(
            Map<CustomerId, List<Due>> due,
            Batch batch,
            List<Invoice> invoices,
            RunProgress progress,
            Map<CustomerId, RuntimeException> failed,
            RunResult.Waiting waiting) {
        static final Outcome NONE =
                new Outcome(Map.of(), new Batch(), List.of(), RunProgress.NONE, Map.of(), RunResult.Waiting.NOBODY);
    }
}
