package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
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
    private @Nullable Wanted wanted;
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
        Set<String> seen = new HashSet<>();
        boolean more = true;
        while (more && !stop.getAsBoolean()) {
            wanted = null;
            try {
                asking.inTransaction((work, round) -> billNext(work, round, work.lockCustomer(customer), seen))
                        .ifPresent(this::observe);
            } catch (RuntimeException e) {
                if (e instanceof BillingException known && known.retryable() && !TaxAsking.waits(e)) {
                    throw e;
                }
                found(customer, e);
            }
            Wanted tried = wanted;
            more = tried != null && seen.add(tried.key());
        }
    }

    private void observe(RunProgress progress) {
        documents++;
        scope.context().observer().runProgressed(scope.tenant(), run.with(progress));
    }

    /** Makes the first document that nobody has seen to; empty where there is none. */
    private Optional<RunProgress> billNext(Work work, TaxRound round, CustomerState state, Set<String> seen) {
        wanted = null;
        Wanted next = next(work, state.customer().id(), seen);
        wanted = next;
        if (next == null) {
            return Optional.empty();
        }
        Batch batch = new OneOffDocument(scope, work, round).batch(state, next.charges());
        List<Invoice> made =
                new DocumentWriter(work).write(batch, InvoiceOrigin.run(run.id()), run.businessDate(), run.cutOff());
        return Optional.of(work.unit().runs().advance(run.id(), 0, made.size(), 0, 0));
    }

    private @Nullable Wanted next(Work work, CustomerId customer, Set<String> seen) {
        WaitingOneOffs waiting = loader.oneOffs(work.unit(), Set.of(customer));
        Consolidation consolidation = work.unit().settings().get().consolidation();
        Map<String, List<OneOffCharge>> documents = new TreeMap<>();
        for (OneOffCharge one : waiting.of(customer)) {
            SubscriptionId bound = one.subscription();
            Subscription ended = bound == null ? null : waiting.over().get(bound);
            InvoiceId again = one.reissued();
            if (ended != null
                    && !one.dueAt().isAfter(run.cutOff())
                    && (again == null || !waiting.again().contains(again))) {
                documents
                        .computeIfAbsent(keyOf(consolidation, ended), key -> new ArrayList<>())
                        .add(one);
            }
        }
        documents.keySet().removeAll(seen);
        return documents.entrySet().stream()
                .findFirst()
                .map(first -> new Wanted(first.getKey(), first.getValue()))
                .orElse(null);
    }

    /** What stands together, as far as that can be said of a subscription that is over. */
    private static String keyOf(@Nullable Consolidation consolidation, Subscription ended) {
        if (consolidation == Consolidation.CUSTOMER) {
            return "customer";
        }
        String group = consolidation == Consolidation.GROUP ? ended.group() : null;
        return group == null ? "subscription " + ended.id() : "group " + group;
    }

    private void found(CustomerId customer, RuntimeException cause) {
        Wanted tried = wanted;
        scope.inTransaction(work -> {
            DocumentWriter writer = new DocumentWriter(work);
            List<Finding> findings = tried == null
                    ? List.of(writer.failed(customer, cause, run.id()))
                    : tried.charges().stream()
                            .map(one -> writer.notBilled(new Batch.Unbilled(one, cause), run.id()))
                            .toList();
            work.unit().journal().addFindings(findings);
            return run;
        });
    }

    /** What is to be on one document. */
    private record Wanted(String key, List<OneOffCharge> charges) {}
}
