package io.billing4j.examples;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.LineRef;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;

/** Prints documents with all that it takes to check them by hand: what each line is for, and which line it takes back. */
final class InvoicePrinter {
    private final PrintStream out;
    private final Map<InvoiceId, String> numbers = new HashMap<>();

    InvoicePrinter(PrintStream out) {
        this.out = out;
    }

    void print(List<Invoice> invoices) {
        invoices.forEach(invoice -> numbers.put(invoice.id(), number(invoice)));
        invoices.forEach(this::print);
    }

    private void print(Invoice invoice) {
        out.printf(
                "%s  %s  %s%n",
                number(invoice), invoice.period(), invoice.totals().total());
        invoice.lines().forEach(this::print);
        Money credit = invoice.totals().credit();
        if (credit.isPositive()) {
            out.printf("    paid by the balance: %s%n", credit);
        } else if (credit.isNegative()) {
            out.printf("    put on the balance: %s%n", credit.negated());
        }
    }

    private void print(InvoiceLine line) {
        LineRef corrects = line.key().corrects();
        String names = corrects == null
                ? ""
                : "  takes back " + numbers.get(corrects.invoice()) + ", line " + corrects.number();
        out.printf(
                "    %-6s %s  %s  %10s%s%n",
                line.description(), line.quantity().toPlainString(), line.key().service(), line.amount(), names);
    }

    private static String number(Invoice invoice) {
        return invoice.number().map(InvoiceNumber::text).orElse("draft");
    }
}
