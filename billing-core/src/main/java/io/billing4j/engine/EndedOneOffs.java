package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.RunProgress;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.Consolidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bills at the end of a run what is for subscriptions that are over and what no other document has taken: it would wait for ever, and
 * nobody would see it. Each document is a transaction of its own; one that cannot be made is a finding and holds up nothing else.
 */
final class EndedOneOffs {
    private final TenantScope scope;
    private final BillingRun run;
    private final TaxAsking asking;
    private final BooleanSupplier stop;
    private final FactsLoader loader;
    private int documents;

    EndedOneOffs(TenantScope scope, BillingRun run, TaxAsking asking, BooleanSupplier stop) {
        this.scope = scope;
        this.run = run;
        this.asking = asking;
        this.stop = stop;
        loader = scope.context().factsLoader();
    }

    /** Bills what is due by the run's cut-off; how many documents that made. What may be tried again is thrown. */
    int over() {
        List<CustomerId> page = page(null);
        while (!page.isEmpty()) {
            page.forEach(this::bill);
            page = page(page.get(page.size() - 1));
        }
        return documents;
    }

    private List<CustomerId> page(@Nullable CustomerId after) {
        return stop.getAsBoolean()
                ? List.of()
                : scope.inTransaction(
                        work -> work.unit().oneOffs().customersOfEnded(run.cutOff(), after, RunPass.CHUNK));
    }

    private void bill(CustomerId customer) {
        for (Wanted one : wanted(customer)) {
            if (stop.getAsBoolean()) {
                return;
            }
            bill(customer, one);
        }
    }

    /** The documents that are to be made, as it seems while nobody holds the customer. */
    private List<Wanted> wanted(CustomerId customer) {
        try {
            return scope.inTransaction(work -> {
                WaitingOneOffs waiting = new WaitingReader(loader, work.unit()).of(Set.of(customer));
                return together(work, waiting, customer).entrySet().stream()
                        .map(one -> new Wanted(
                                one.getKey(),
                                one.getValue().stream().map(OneOffCharge::id).toList()))
                        .toList();
            });
        } catch (RuntimeException e) {
            throwIfRetryable(e);
            found(work -> List.of(new DocumentWriter(work).failed(customer, e, run.id())));
            return List.of();
        }
    }

    private void bill(CustomerId customer, Wanted wanted) {
        try {
            asking.inTransaction((work, round) -> billed(work, round, work.lockCustomer(customer), wanted))
                    .ifPresent(this::observe);
        } catch (RuntimeException e) {
            throwIfRetryable(e);
            found(work -> work.unit().oneOffs().findAll(wanted.charges()).stream()
                    .filter(OneOffCharge::pending)
                    .map(one -> new DocumentWriter(work).notBilled(new Batch.Unbilled(one, e), run.id()))
                    .toList());
        }
    }

    private void observe(RunProgress progress) {
        documents++;
        scope.context().observer().runProgressed(scope.tenant(), run.with(progress));
    }

    private static void throwIfRetryable(RuntimeException e) {
        if (e instanceof BillingException known && known.retryable() && !TaxAsking.waits(e)) {
            throw e;
        }
    }

    /** Makes one of them of what is still for it; empty where nothing is. What is for another by now is for the next run. */
    private Optional<RunProgress> billed(Work work, TaxRound round, CustomerState state, Wanted wanted) {
        WaitingOneOffs waiting = new WaitingReader(loader, work.unit()).among(wanted.charges());
        List<OneOffCharge> charges =
                together(work, waiting, state.customer().id()).getOrDefault(wanted.key(), List.of());
        if (charges.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = new OneOffDocument(scope, work, round).batch(state, charges);
        List<Invoice> made =
                new DocumentWriter(work).write(batch, InvoiceOrigin.run(run.id()), run.businessDate(), run.cutOff());
        return made.isEmpty()
                ? Optional.empty()
                : Optional.of(work.unit().runs().advance(run.id(), 0, made.size(), 0, 0));
    }

    /** What waits for nothing else, by what stands together. */
    private Map<String, List<OneOffCharge>> together(Work work, WaitingOneOffs waiting, CustomerId customer) {
        Consolidation consolidation = work.unit().settings().get().consolidation();
        Map<String, List<OneOffCharge>> documents = new TreeMap<>();
        for (OneOffCharge one : waiting.of(customer)) {
            SubscriptionId bound = one.subscription();
            Subscription ended = bound == null ? null : waiting.over(bound, run.cutOff());
            InvoiceId again = one.reissued();
            if (ended != null
                    && !one.dueAt().isAfter(run.cutOff())
                    && (again == null || !waiting.again().contains(again))) {
                documents
                        .computeIfAbsent(keyOf(consolidation, ended), key -> new ArrayList<>())
                        .add(one);
            }
        }
        return documents;
    }

    /** What stands together, as far as that can be said of a subscription that is over. */
    private static String keyOf(@Nullable Consolidation consolidation, Subscription ended) {
        if (consolidation == Consolidation.CUSTOMER) {
            return "customer";
        }
        String group = consolidation == Consolidation.GROUP ? ended.group() : null;
        return group == null ? "subscription " + ended.id() : "group " + group;
    }

    private void found(Function<Work, List<Finding>> findings) {
        scope.inTransaction(work -> {
            work.unit().journal().addFindings(findings.apply(work));
            return run;
        });
    }

    /** What is to be on one document. */
    private record Wanted(String key, List<OneOffId> charges) {}
}
