package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.engine.BillingRuns;
import io.billing4j.engine.RunProgressBar;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Bills everybody who has something due. */
@Command(
        name = "run",
        description =
                "Bills all that is due up to the beginning of a day. Asked for again, it goes on where it was, or does nothing.")
final class RunCommand extends SubCommand {
    @Parameters(index = "0", paramLabel = "TENANT", description = "its key")
    private String tenant = "";

    @Parameters(index = "1", paramLabel = "DAY", description = "such as 2026-02-01, in the tenant's zone")
    private LocalDate cutOff = LocalDate.EPOCH;

    @Override
    int run(Main main) {
        RunProgressBar bar = new RunProgressBar(main.progress(), LoadProgress.onTerminal());
        try (Books books = Books.open(main.configuration(), bar)) {
            BillingRuns runs = books.of(tenant).runs();
            BillingRun run = runs.run(cutOff);
            List<RunFailure> failures = runs.failures(run.id());
            main.answer().give(lines(run, failures), document(run, failures));
            return failures.isEmpty() ? ExitStatus.DONE : ExitStatus.FOUND_FAULTS;
        }
    }

    private static List<String> lines(BillingRun run, List<RunFailure> failures) {
        RunProgress done = run.progress();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Run %s: %,d customers, %,d documents, %,d periods without one, %,d customers that could not be billed",
                run.businessDate(),
                done.customersDone(),
                done.invoices(),
                done.skipped(),
                failures.size()));
        failures.forEach(
                failure -> lines.add("  " + failure.customer() + ": " + failure.code() + ": " + failure.message()));
        return lines;
    }

    private static ObjectNode document(BillingRun run, List<RunFailure> failures) {
        RunProgress done = run.progress();
        ObjectNode document = Answer.object();
        document.put("runId", run.id().toString());
        document.put("businessDate", run.businessDate().toString());
        document.put("status", run.status().name());
        document.put("customers", done.customersDone());
        document.put("documents", done.invoices());
        document.put("skipped", done.skipped());
        ArrayNode list = document.putArray("failures");
        failures.forEach(failure -> list.addObject()
                .put("customerId", failure.customer().value())
                .put("code", failure.code().name())
                .put("message", failure.message())
                .put("attempts", failure.attempts()));
        return document;
    }
}
