package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finalises the drafts whose grace is over, each in a transaction of its own, so that one that cannot be holds up no other. */
final class DraftPass {
    private static final int PAGE = 200;

    private final TenantScope scope;
    private final BillingRun run;

    DraftPass(TenantScope scope, BillingRun run) {
        this.scope = scope;
        this.run = run;
    }

    /** Goes over all of them, in the order in which they were made. */
    void over() {
        InvoiceId after = null;
        List<InvoiceId> page = page(null);
        while (!page.isEmpty()) {
            for (InvoiceId id : page) {
                finish(id);
                after = id;
            }
            page = page(after);
        }
    }

    private List<InvoiceId> page(@Nullable InvoiceId after) {
        return scope.inTransaction(work -> work.unit().invoices().draftsDue(run.cutOff(), after, PAGE));
    }

    private void finish(InvoiceId id) {
        try {
            Optional<Invoice> issued = new Finalization(scope).finalizeDue(id, run.cutOff(), run.businessDate());
            if (issued.isPresent()) {
                scope.inTransaction(work -> {
                    work.unit().runs().advance(run.id(), 0, 1, 0, 0);
                    return run;
                });
            }
        } catch (BillingException | ArithmeticException e) {
            if (e instanceof BillingException known && known.retryable()) {
                throw e;
            }
            found(id, e);
        }
    }

    private void found(InvoiceId id, RuntimeException cause) {
        scope.inTransaction(work -> {
            work.unit()
                    .journal()
                    .addFindings(List.of(new Finding(
                            work.ids().next(),
                            FindingReason.BILLING_FAILED,
                            Documents.found(work, id).customer(),
                            null,
                            run.id() + "|" + id,
                            Map.of(
                                    "invoiceId", id.toString(),
                                    "code", DocumentWriter.codeOf(cause).name(),
                                    "message", DocumentWriter.messageOf(cause)),
                            run.id(),
                            work.now())));
            return run;
        });
    }
}
