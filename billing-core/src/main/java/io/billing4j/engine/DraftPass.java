package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerStore.Contended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finalises the drafts whose grace is over: those that are what they were in transactions of many, the others each in one
 * of its own. One that cannot be holds up no other and nobody's new period. One whose corrections cannot be computed is
 * finalised without them.
 */
final class DraftPass {
    /** The most lines that one transaction has at once, which it reads before its customers are locked and after; a draft may have more. */
    private static final int MAX_LINES = 5_000;

    private final TenantScope scope;
    private final BillingRun run;
    private final TaxAsking asking;
    private final BooleanSupplier stop;
    private final List<InvoiceId> contended = new ArrayList<>();
    private @Nullable InvoiceId seen;
    private boolean cutShort;

    DraftPass(TenantScope scope, BillingRun run, TaxAsking asking, BooleanSupplier stop) {
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.stop = stop;
    }

    /**
     * Goes over all of them, in the order in which they were made; passes by those whose customer somebody holds. What may
     * be tried again ends it until {@link #rest}: a number series that somebody sits on must not hold up new periods.
     */
    void over() {
        try {
            pages();
        } catch (BillingException e) {
            if (!e.retryable()) {
                throw e;
            }
            cutShort = true;
        }
    }

    /** Sees to those that were passed by or not come to; what keeps one from it now is thrown, and may be tried again. */
    void rest() {
        if (cutShort) {
            pages();
        }
        List<InvoiceId> rest = List.copyOf(contended);
        for (int from = 0; from < rest.size() && !stop.getAsBoolean(); from += RunPass.CHUNK) {
            List<InvoiceId> next = rest.subList(from, Math.min(from + RunPass.CHUNK, rest.size()));
            for (List<InvoiceId> page : scope.inTransaction(work -> bounded(work, next))) {
                waitFor(page);
            }
        }
    }

    private void waitFor(List<InvoiceId> page) {
        if (stop.getAsBoolean()) {
            return;
        }
        for (InvoiceId id : leftOf(page, Contended.WAIT)) {
            if (stop.getAsBoolean()) {
                return;
            }
            finish(id);
        }
    }

    private void pages() {
        for (List<List<InvoiceId>> pages = next(); !pages.isEmpty(); pages = next()) {
            for (List<InvoiceId> page : pages) {
                if (stop.getAsBoolean()) {
                    return;
                }
                passBy(page);
                seen = page.get(page.size() - 1);
            }
        }
    }

    private void passBy(List<InvoiceId> page) {
        for (InvoiceId id : asking.inTurn(leftOf(page, Contended.SKIP))) {
            if (stop.getAsBoolean()) {
                return;
            }
            try {
                finish(id);
            } catch (BillingException e) {
                if (e.code() != ErrorCode.STORE_CONTENTION) {
                    throw e;
                }
                // Whoever holds the customer may be done when the rest is.
                contended.add(id);
            }
        }
    }

    /** Those that are to be seen to one by one, once all others are finalised together or have been passed by. */
    private List<InvoiceId> leftOf(List<InvoiceId> page, Contended wait) {
        long begun = SystemSource.nanoTime();
        DraftChunk.Outcome outcome;
        try {
            outcome = new DraftChunk(scope, run).finish(page, wait);
        } catch (RuntimeException e) {
            if (e instanceof BillingException known && known.retryable()) {
                throw e;
            }
            // One by one it shows who is to blame.
            ChunkFailure.tell(scope, run, ChunkFailure.Items.DRAFTS, page.size(), e);
            return List.copyOf(page);
        }
        contended.addAll(outcome.held());
        Duration share = Duration.ofNanos(
                (SystemSource.nanoTime() - begun) / Math.max(1, outcome.issued().size()));
        outcome.issued().forEach(issued -> observe(issued, share));
        RunProgress progress = outcome.progress();
        if (progress != null) {
            scope.context().observer().runProgressed(scope.tenant(), run.with(progress));
        }
        return outcome.single();
    }

    /** The next of those that this pass has not come to; empty where there are none, or it is to stop. */
    private List<List<InvoiceId>> next() {
        return stop.getAsBoolean()
                ? List.of()
                : scope.inTransaction(
                        work -> bounded(work, work.unit().invoices().draftsDue(run.cutOff(), seen, RunPass.CHUNK)));
    }

    /** In their order, as many at once as one transaction takes the lines of. They are counted once, for all of them. */
    private static List<List<InvoiceId>> bounded(Work work, List<InvoiceId> drafts) {
        Map<InvoiceId, Integer> lines = work.unit().invoices().countLines(drafts);
        List<List<InvoiceId>> pages = new ArrayList<>();
        int from = 0;
        int all = 0;
        for (int i = 0; i < drafts.size(); i++) {
            int own = lines.getOrDefault(drafts.get(i), 0);
            if (i > from && all + own > MAX_LINES) {
                pages.add(drafts.subList(from, i));
                from = i;
                all = 0;
            }
            all += own;
        }
        if (from < drafts.size()) {
            pages.add(drafts.subList(from, drafts.size()));
        }
        return pages;
    }

    private void finish(InvoiceId id) {
        RuntimeException cause = attempt(id, true);
        if (cause != null && (TaxAsking.waits(cause) || leftUntaxed(id))) {
            // It stays a draft for another run: it is not finalised without what has changed because somebody could not
            // be reached, nor ever without the taxes that are due.
            failed(id, cause);
        } else if (cause != null) {
            found(id, FindingReason.CORRECTION_NOT_COMPUTABLE, cause);
            RuntimeException again = attempt(id, false);
            if (again != null) {
                failed(id, again);
            }
        }
    }

    private boolean leftUntaxed(InvoiceId id) {
        return scope.inTransaction(work -> work.unit()
                .invoices()
                .find(id)
                .filter(draft -> Refresh.leftUntaxed(work.unit().settings().get(), draft))
                .isPresent());
    }

    /** What kept the draft from it; null where nothing did. What may be tried again is thrown. */
    private @Nullable RuntimeException attempt(InvoiceId id, boolean correcting) {
        long begun = SystemSource.nanoTime();
        try {
            new Finalization(scope)
                    .finalizeDue(id, run, asking, correcting)
                    .ifPresent(issued -> observe(issued, Duration.ofNanos(SystemSource.nanoTime() - begun)));
            return null;
        } catch (RuntimeException e) {
            if (e instanceof BillingException known && known.retryable() && !TaxAsking.waits(e)) {
                throw e;
            }
            return e;
        }
    }

    private void observe(Finalization.Issued issued, Duration took) {
        Invoice invoice = issued.invoice();
        for (InvoiceSlot slot : issued.slots()) {
            scope.context()
                    .observer()
                    .invoiceSucceeded(new InvoiceObservation(
                            scope.tenant(),
                            slot.subscription(),
                            slot.place(),
                            invoice.number().orElse(null),
                            took));
        }
    }

    private void failed(InvoiceId id, RuntimeException cause) {
        found(id, FindingReason.BILLING_FAILED, cause);
        scope.inTransaction(work -> {
            Optional<Invoice> draft = work.unit().invoices().find(id);
            draft.ifPresent(invoice -> {
                ErrorCode code = DocumentWriter.codeOf(cause);
                RunFailure failure = new RunFailure(invoice.customer(), code, DocumentWriter.messageOf(cause), 1);
                if (work.unit().runs().putFailure(run.id(), failure) == 0) {
                    work.unit().runs().advance(run.id(), 0, 0, 0, 1);
                }
            });
            return run;
        });
    }

    private void found(InvoiceId id, FindingReason reason, RuntimeException cause) {
        scope.inTransaction(work -> {
            work.unit()
                    .invoices()
                    .find(id)
                    .ifPresent(draft -> work.unit()
                            .journal()
                            .addFindings(List.of(new Finding(
                                    work.ids().next(),
                                    reason,
                                    draft.customer(),
                                    null,
                                    run.id() + "|" + id,
                                    Map.of(
                                            "invoiceId", id.toString(),
                                            "code", DocumentWriter.codeOf(cause).name(),
                                            "message", DocumentWriter.messageOf(cause)),
                                    run.id(),
                                    work.now()))));
            return run;
        });
    }
}
