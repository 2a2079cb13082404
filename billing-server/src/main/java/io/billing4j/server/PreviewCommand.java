package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.server.api.InvoiceJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joda.money.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the next document, and keeps nothing. */
@Command(
        name = "preview",
        description = "Shows the next document of a subscription with the usage that is there by now. Nothing is kept.")
final class PreviewCommand extends SubCommand {
    @Parameters(index = "0", paramLabel = "TENANT", description = "its key")
    private String tenant = "";

    @Parameters(index = "1", paramLabel = "SUBSCRIPTION", description = "its key")
    private String subscription = "";

    @Override
    int run(Main main) {
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE)) {
            Optional<Invoice> found = books.of(tenant)
                    .previewNextInvoice(SubscriptionId.of(subscription))
                    .flatMap(InvoiceOutcome::invoice);
            ObjectNode document = Answer.object();
            found.ifPresent(invoice -> document.set("invoice", Answer.parsed(InvoiceJson.of(invoice))));
            main.answer().give(found.map(PreviewCommand::lines).orElse(List.of("Nothing is due.")), document);
            return ExitStatus.DONE;
        }
    }

    private static List<String> lines(Invoice invoice) {
        List<String> lines = new ArrayList<>();
        lines.add(invoice.customer() + ", " + invoice.period());
        for (InvoiceLine line : invoice.lines()) {
            lines.add(row(Integer.toString(line.number()), line.description(), line.amount()));
            line.derivation().explain().forEach(step -> lines.add("      " + step));
        }
        DocumentTotals totals = invoice.totals();
        lines.add(row("", "Subtotal", totals.subtotal()));
        lines.add(row("", "Discount", totals.discount().negated()));
        lines.add(row("", "Tax", totals.tax()));
        lines.add(row("", "From the balance", totals.credit().negated()));
        lines.add(row("", "Total", totals.total()));
        return lines;
    }

    private static String row(String number, String text, Money amount) {
        return String.format(Locale.ROOT, "%4s  %-52s  %14s", number, text, amount);
    }
}
