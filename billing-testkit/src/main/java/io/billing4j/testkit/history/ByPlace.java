package io.billing4j.testkit.history;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.Page;
import java.util.List;
import org.joda.money.Money;

/** What commands name in a way that is the same on other books. */
final class ByPlace {
    private ByPlace() {}

    static Money amount(BillingEngine engine, int minor) {
        return Money.ofMinor(engine.settings().get().currency(), minor);
    }

    /** @param document its place among all that there are, from 0 */
    static InvoiceId invoice(BillingEngine engine, int document) {
        List<Invoice> all = engine.listInvoices(null, Page.first(Page.MAX_SIZE));
        if (document >= all.size()) {
            throw ErrorCode.INVOICE_NOT_FOUND.at("invoiceId", "there is no document " + document);
        }
        return all.get(document).id();
    }
}
