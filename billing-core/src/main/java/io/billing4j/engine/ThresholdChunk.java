package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.usage.ReportedUsage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@link ThresholdPass}: who has reached an amount is looked for without locks; they alone are locked, looked at anew, and
 * billed. Marks are taken away before any usage is counted, so that whatever is reported meanwhile keeps its own; those that are to be looked
 * at again are put back in the same transaction, one of each subscription.
 */
final class ThresholdChunk {
    private final TenantScope scope;
    private final @Nullable BillingRun run;
    private final FactsLoader loader;
    private final TaxAsking asking;
    private final @Nullable SubscriptionId only;
    private List<ReportedUsage> marks = List.of();

    /** @param only the one subscription to look at; null for all of the customers */
    ThresholdChunk(TenantScope scope, @Nullable BillingRun run, TaxAsking asking, @Nullable SubscriptionId only) {
        this.only = only;
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.loader = scope.context().factsLoader();
    }

    /**
     * Looks at the customers without holding any of them.
     *
     * @return those who seem to have reached an amount, of whom marks are kept
     */
    List<CustomerId> look(List<CustomerId> customers) {
        return scope.inTransaction(work -> {
            if (run != null && !ofToday(work, run)) {
                return List.of();
            }
            take(work, customers);
            if (marks.isEmpty()) {
                return List.of();
            }
            UsageReached reached = UsageReached.of(
                    work, loader, billables(work), work.unit().customers().states(customers));
            Set<SubscriptionId> due =
                    reached.due().stream().map(one -> one.subscription().id()).collect(Collectors.toSet());
            putBack(
                    work,
                    mark -> due.contains(mark.subscription())
                            || reached.awaiting().contains(mark.subscription()));
            return reached.due().stream()
                    .map(one -> one.subscription().customer())
                    .distinct()
                    .sorted()
                    .toList();
        });
    }

    /** Bills those of the customers who have reached an amount by the instant at which it begins. */
    Outcome bill(List<CustomerId> customers, Contended contended) {
        long begun = SystemSource.nanoTime();
        return asking.atOneInstant((work, round) -> {
            if (run != null && !ofToday(work, run)) {
                return new Outcome(List.of(), null, List.of());
            }
            Map<CustomerId, CustomerState> locked =
                    work.unit().customers().lock(customers, CustomerLock.EXCLUSIVE, contended);
            List<CustomerId> held = customers.stream()
                    .filter(customer -> !locked.containsKey(customer))
                    .toList();
            take(work, locked.keySet());
            if (marks.isEmpty()) {
                return new Outcome(List.of(), null, held);
            }
            UsageReached reached = UsageReached.of(work, loader, billables(work), locked);
            Batch batch = reached.due().isEmpty() ? new Batch() : drafted(work, round, reached, locked);
            Set<SubscriptionId> waiting = waiting(batch);
            putBack(
                    work,
                    mark -> waiting.contains(mark.subscription())
                            || reached.awaiting().contains(mark.subscription()));
            if (reached.due().isEmpty()) {
                return new Outcome(List.of(), null, held);
            }
            List<Invoice> made = written(work, batch);
            RunProgress progress =
                    run == null || made.isEmpty() ? null : work.unit().runs().advance(run.id(), 0, made.size(), 0, 0);
            return new Outcome(observed(batch, made, begun), progress, held);
        });
    }

    /**
     * Whether it is still the day that documents of the run have. Usage that goes on until now is on none of an earlier day: where a run
     * goes on over midnight, whoever looks next has the marks that are left.
     */
    static boolean ofToday(Work work, BillingRun run) {
        return today(work).equals(run.businessDate());
    }

    private static LocalDate today(Work work) {
        return work.now().atZone(work.unit().settings().get().zone()).toLocalDate();
    }

    /** The subscriptions that were looked at last. */
    List<SubscriptionId> looked() {
        return marks.stream().map(ReportedUsage::subscription).toList();
    }

    /** Stores that the one customer's subscription could not be billed. What has been used of it by now is billed with its period. */
    void fail(CustomerId customer, RuntimeException cause) {
        scope.inTransaction(work -> {
            SubscriptionId subscription = marks.size() == 1 ? marks.get(0).subscription() : only;
            take(work, List.of(customer), subscription);
            String key = "usage|" + customer + "|" + (subscription == null ? "" : subscription) + "|"
                    + DocumentWriter.codeOf(cause);
            Finding finding =
                    new DocumentWriter(work).failed(customer, subscription, key, cause, run == null ? null : run.id());
            work.unit().journal().addFindings(List.of(finding));
            return customer;
        });
    }

    private void take(Work work, Collection<CustomerId> customers) {
        marks = take(work, customers, only);
    }

    /** @param wanted whose marks are not put back; null for all */
    private static List<ReportedUsage> take(
            Work work, Collection<CustomerId> customers, @Nullable SubscriptionId wanted) {
        Map<Boolean, List<ReportedUsage>> taken =
                work.unit().usage().takeReported(customers, UsageReached.until(work)).stream()
                        .collect(Collectors.partitioningBy(
                                mark -> wanted == null || wanted.equals(mark.subscription())));
        work.unit().usage().markReported(taken.getOrDefault(false, List.of()));
        return taken.getOrDefault(true, List.of());
    }

    private void putBack(Work work, Predicate<ReportedUsage> which) {
        work.unit().usage().markReported(marks.stream().filter(which).toList());
    }

    /** Those whose taxes nobody could be asked for now: they are looked at again. */
    private static Set<SubscriptionId> waiting(Batch batch) {
        return batch.gaps().stream()
                .filter(gap -> TaxAsking.waits(gap.cause()))
                .map(Batch.Gap::subscription)
                .collect(Collectors.toSet());
    }

    private List<Billable> billables(Work work) {
        Set<SubscriptionId> marked =
                marks.stream().map(ReportedUsage::subscription).collect(Collectors.toSet());
        Set<CustomerId> customers = marks.stream().map(ReportedUsage::customer).collect(Collectors.toSet());
        List<SubscriptionState> states = work.unit().subscriptions().ofCustomers(customers).stream()
                .filter(state -> marked.contains(state.subscription().id()))
                .toList();
        return loader.many(work.unit(), states);
    }

    private Batch drafted(Work work, TaxRound round, UsageReached reached, Map<CustomerId, CustomerState> customers) {
        Drafting drafting = new Drafting(
                scope.tenant(),
                reached.facts(),
                work.ids(),
                scope.context().observer(),
                work.now(),
                InvoiceStatus.FINALIZED,
                true);
        Batch batch = new Batch();
        List<TaxQuestion> questions = new ArrayList<>();
        int most = 0;
        for (Map.Entry<CustomerId, List<Due>> own : reached.due().stream()
                .collect(Collectors.groupingBy(one -> one.subscription().customer()))
                .entrySet()) {
            CustomerState customer = customers.get(own.getKey());
            if (customer != null) {
                questions.addAll(payable(work, round, drafting, customer, own.getValue(), batch));
                most = Math.max(most, own.getValue().size());
            }
        }
        if (!questions.isEmpty()) {
            throw new TaxesPending(questions, most);
        }
        reached.touched().forEach(batch::keepTouched);
        return batch;
    }

    /** Without those that ask for nothing once coupons have taken off what they take off: they are left to the rest. What is to be asked first. */
    private static List<TaxQuestion> payable(
            Work work, TaxRound round, Drafting drafting, CustomerState customer, List<Due> due, Batch batch) {
        List<Due> left = due;
        while (!left.isEmpty()) {
            Batch drafted;
            try {
                drafted = round.batch(work, drafting, customer, left);
            } catch (TaxesPending pending) {
                return pending.questions();
            }
            Set<SubscriptionId> idle = drafted.all().stream()
                    .filter(draft -> !asks(draft.totals()))
                    .flatMap(draft -> draft.places().stream())
                    .map(place -> place.subscription())
                    .collect(Collectors.toSet());
            if (idle.isEmpty()) {
                batch.add(drafted);
                return List.of();
            }
            left = left.stream()
                    .filter(one -> !idle.contains(one.subscription().id()))
                    .toList();
        }
        return List.of();
    }

    private static boolean asks(DocumentTotals totals) {
        return totals.total().plus(totals.credit()).isPositive();
    }

    private List<Invoice> written(Work work, Batch batch) {
        // The series' dates do not run ahead of the run, whose own documents may still follow on another node.
        InvoiceOrigin origin = run == null ? InvoiceOrigin.request(null) : InvoiceOrigin.run(run.id());
        return new DocumentWriter(work).writeFinalized(batch, origin, run == null ? today(work) : run.businessDate());
    }

    private List<InvoiceObservation> observed(Batch batch, List<Invoice> made, long begun) {
        Duration share = Duration.ofNanos((SystemSource.nanoTime() - begun) / Math.max(1, made.size()));
        Map<InvoiceId, InvoiceNumber> numbers = new HashMap<>();
        made.forEach(invoice -> invoice.number().ifPresent(number -> numbers.put(invoice.id(), number)));
        return batch.documents().stream()
                .flatMap(draft -> draft.places().stream()
                        .map(place -> new InvoiceObservation(
                                scope.tenant(), place.subscription(), place.place(), numbers.get(draft.id()), share)))
                .toList();
    }

    /**
     * What became of the customers.
     *
     * @param documents that were made
     * @param progress of the run with them; null where there are none, or no run
     * @param held those whom somebody holds
     */
    record Outcome(
            List<InvoiceObservation> documents, @Nullable RunProgress progress, List<CustomerId> held) {}
}
