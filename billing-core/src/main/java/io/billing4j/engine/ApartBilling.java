package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.store.CustomerLock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bills a customer whose documents cannot be made together place by place, each in a transaction of its own: a place that
 * cannot be filled is a finding and blocks nothing later. Corrections and one-off charges are left to another time, since it may be one of
 * them that cannot be computed.
 */
final class ApartBilling {
    /** As many as one transaction of a run takes; another run makes the rest. */
    private static final int MAX_PLACES = 100;

    private final TenantScope scope;
    private final BillingRun run;
    private final CustomerId customer;
    private final TaxAsking asking;
    private final FactsLoader loader;
    private final Set<String> failed = new HashSet<>();
    private @Nullable Wanted wanted;

    ApartBilling(TenantScope scope, BillingRun run, CustomerId customer, TaxAsking asking) {
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.customer = customer;
        loader = scope.context().factsLoader();
    }

    /** Fills what can be filled; what may be tried again is thrown. */
    void bill() {
        for (int i = 0; i < MAX_PLACES; i++) {
            wanted = null;
            try {
                boolean more = asking.inTransaction(this::fillNext);
                if (!more) {
                    return;
                }
            } catch (RuntimeException e) {
                if (e instanceof BillingException known && known.retryable() && !TaxAsking.waits(e)) {
                    throw e;
                }
                Wanted tried = wanted;
                if (tried == null) {
                    // Not even what is due can be read: the customer's failure says why.
                    return;
                }
                failed.add(tried.key());
                found(tried, e);
            }
        }
    }

    private boolean fillNext(Work work, TaxRound round) {
        CustomerState state = work.unit()
                .customers()
                .lock(List.of(customer), CustomerLock.EXCLUSIVE)
                .get(customer);
        Wanted next = state == null ? null : next(work);
        wanted = next;
        if (state == null || next == null) {
            return false;
        }
        DocumentWriter writer = new DocumentWriter(work);
        Due due = Due.one(next.billable().untouched(), work.now(), next.place());
        Drafting drafting = new Drafting(
                scope.tenant(),
                loader.withoutOneOffs(work.unit(), List.of(due)),
                work.ids(),
                scope.context().observer(),
                work.now(),
                writer.outcome(),
                false);
        Batch batch = round.batch(work, drafting, state, List.of(due));
        Instant touched = next.billable().cursor().touchedFrom();
        if (touched != null) {
            batch.keepTouched(next.billable().subscription().id(), touched);
        }
        List<Invoice> made = writer.write(batch, InvoiceOrigin.run(run.id()), run.businessDate(), run.cutOff());
        work.unit().runs().advance(run.id(), 0, made.size(), batch.skipped(), 0);
        return true;
    }

    /** The first place that is due and has not failed; the sequences of those before it are not used up. */
    private @Nullable Wanted next(Work work) {
        List<Billable> billables =
                loader.many(work.unit(), work.unit().subscriptions().dueOfCustomers(List.of(customer), run.cutOff()));
        for (Billable billable : billables) {
            int unused = 0;
            for (SlotPlace place : billable.untouched().due(run.cutOff(), work.now(), MAX_PLACES)) {
                Wanted found = new Wanted(billable, place);
                if (!failed.contains(found.key())) {
                    return new Wanted(
                            billable, place.revision() == 0 ? place.withSequence(place.sequence() - unused) : place);
                }
                unused += place.revision() == 0 ? 1 : 0;
            }
        }
        return null;
    }

    private void found(Wanted tried, RuntimeException cause) {
        Batch.Gap gap = new Batch.Gap(
                FindingReason.PERIOD_NOT_BILLABLE,
                customer,
                tried.billable().subscription().id(),
                tried.place(),
                cause);
        scope.inTransaction(work -> {
            work.unit().journal().addFindings(List.of(new DocumentWriter(work).notBilled(gap, run.id())));
            return run;
        });
    }

    /** A place of a subscription. */
    private record Wanted(Billable billable, SlotPlace place) {
        String key() {
            return billable.subscription().id() + "|" + place.reason() + "|" + place.index() + "|" + place.change();
        }
    }
}
