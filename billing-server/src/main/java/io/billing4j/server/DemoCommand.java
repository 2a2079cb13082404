package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.engine.EngineObserver;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoOutcome;
import io.billing4j.server.demo.DemoReport;
import org.joda.money.Money;
import picocli.CommandLine.Command;

/** Loads and bills the demo. */
@Command(
        name = "demo",
        description =
                "Loads and bills the tenant demo: 56,370 events of a real trace, 120 documents. Again, it only shows them.")
final class DemoCommand extends SubCommand {
    @Override
    int run(Main main) {
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE);
                LoadProgress progress = LoadProgress.on(main.progress())) {
            DemoOutcome outcome = new DemoJob(books.billing(), DemoBooks.standard()).run(progress);
            main.answer().give(DemoReport.lines(outcome), document(outcome));
            return outcome.runs().stream()
                            .allMatch(billed -> billed.run().progress().failed() == 0)
                    ? ExitStatus.DONE
                    : ExitStatus.FOUND_FAULTS;
        }
    }

    private static ObjectNode document(DemoOutcome outcome) {
        Money sum = outcome.invoices().stream()
                .map(invoice -> invoice.totals().total())
                .reduce(Money.zero(DemoBooks.CURRENCY), Money::plus);
        ObjectNode document = Answer.object();
        document.put("documents", outcome.invoices().size());
        document.put("total", sum.getAmount().toPlainString());
        document.put("currency", sum.getCurrencyUnit().getCode());
        return document;
    }
}
