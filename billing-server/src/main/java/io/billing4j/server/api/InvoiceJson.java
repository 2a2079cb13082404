package io.billing4j.server.api;

import io.billing4j.invoice.Invoice;
import io.billing4j.server.transport.JsonText;

/** A document as the API has it, for those who are not asked by a call. */
public final class InvoiceJson {
    private InvoiceJson() {}

    /** The text that GetInvoice answers over REST. */
    public static String of(Invoice invoice) {
        return JsonText.of(InvoiceMessages.of(invoice));
    }
}
