package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.balance.BalanceDifference;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.store.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Computes documents again. */
@Command(
        name = "verify",
        description =
                "Computes each document again from itself alone, and each balance from its entries. Changes nothing.")
final class VerifyCommand extends SubCommand {
    @Parameters(index = "0", paramLabel = "TENANT", description = "its key")
    private String tenant = "";

    @Parameters(
            index = "1",
            paramLabel = "INVOICE",
            arity = "0..1",
            description = "the id of one document; all of them without it")
    private @Nullable String invoice;

    private long documents;
    private final List<String> lines = new ArrayList<>();
    private final ObjectNode document = Answer.object();
    private final ArrayNode faults = document.putArray("faults");

    @Override
    int run(Main main) {
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE);
                CountProgress progress = CountProgress.on(main.progress(), "Documents")) {
            BillingEngine engine = books.of(tenant);
            if (invoice == null) {
                all(engine, progress);
                balances(engine);
            } else {
                look(engine, InvoiceId.parse(invoice));
            }
        }
        lines.add(String.format(Locale.ROOT, "%,d documents verified, %,d faults found", documents, faults.size()));
        document.put("documents", documents);
        main.answer().give(lines, document);
        return faults.isEmpty() ? ExitStatus.DONE : ExitStatus.FOUND_FAULTS;
    }

    private void all(BillingEngine engine, CountProgress progress) {
        Page page = Page.first(Page.MAX_SIZE);
        List<Invoice> found = engine.listInvoices(null, page);
        while (!found.isEmpty()) {
            for (Invoice next : found) {
                look(engine, next.id());
                progress.done(documents);
            }
            page = page.after(found.get(found.size() - 1).id().toString());
            found = engine.listInvoices(null, page);
        }
    }

    private void look(BillingEngine engine, InvoiceId id) {
        documents++;
        for (InvoiceFault fault : engine.verifyInvoice(id)) {
            lines.add(id + ": " + fault);
            faults.addObject()
                    .put("invoiceId", id.toString())
                    .put("kind", fault.kind().name())
                    .put("line", fault.line())
                    .put("detail", fault.detail());
        }
    }

    private void balances(BillingEngine engine) {
        Page page = Page.first(Page.MAX_SIZE);
        BalanceCheck check = engine.balances().check(page);
        while (true) {
            check.differences().forEach(this::add);
            String next = check.next();
            if (next == null) {
                return;
            }
            page = page.after(next);
            check = engine.balances().check(page);
        }
    }

    private void add(BalanceDifference difference) {
        String detail = "expected the balance " + difference.entries() + ", which its entries come to, but found "
                + difference.balance();
        lines.add(difference.customer() + ": " + detail);
        faults.addObject()
                .put("customerId", difference.customer().value())
                .put("kind", "BALANCE")
                .put("detail", detail);
    }
}
