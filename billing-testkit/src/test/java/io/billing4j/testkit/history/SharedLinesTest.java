package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.Consolidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same history with shared documents and with documents apart: each place has the same lines, less the same discounts. */
class SharedLinesTest {
    private static final int HISTORIES = 60;

    @Test
    void what_stands_on_shared_documents_is_what_stands_on_documents_apart() {
        int shared = 0;
        int noticed = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            Scenario scenario = new Choice(seed).scenario().withGrace(0);
            if (scenario.consolidation() == Consolidation.NONE) {
                continue;
            }
            List<HistoryCommand> commands = FuzzedHistory.random(
                            new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally())
                    .commands()
                    .stream()
                    .filter(SharedLinesTest::isTheSame)
                    .toList();
            History together = told(scenario, commands);
            History apart = told(scenario.with(Consolidation.NONE, scenario.balance()), commands);

            assertThat(lines(together.snapshot())).as("seed " + seed).isEqualTo(lines(apart.snapshot()));
            shared += together.shared() ? 1 : 0;
            Snapshot spoiled = together.snapshot().with(SharedLinesTest::withoutCoupons);
            noticed += lines(spoiled).equals(lines(apart.snapshot())) ? 0 : 1;
        }

        assertThat(shared).isGreaterThanOrEqualTo(HISTORIES / 10);
        assertThat(noticed).isPositive();
    }

    private static History told(Scenario scenario, List<HistoryCommand> commands) {
        History history = History.open(new InMemoryBillingStore(), scenario);
        commands.forEach(history::then);
        return history;
    }

    /**
     * Documents are at other places among all where there are more of them, and what is shared is chosen from the start. What a document
     * has to come to is another thing for each, and a one-off charge is on the first of them.
     */
    private static boolean isTheSame(HistoryCommand command) {
        boolean other = command instanceof HistoryCommand.Choose choose
                && (choose.command() instanceof SettingCommand.Join
                        || choose.command() instanceof SettingCommand.AskFor);
        return !other
                && !(command instanceof HistoryCommand.OneOff)
                && !(command instanceof HistoryCommand.Refresh)
                && !(command instanceof HistoryCommand.Finalise)
                && !(command instanceof HistoryCommand.VoidIt)
                && !(command instanceof HistoryCommand.Note);
    }

    private static Map<String, List<String>> lines(Snapshot books) {
        Map<String, List<String>> lines = new TreeMap<>();
        books.slots().forEach((subscription, slots) -> {
            for (InvoiceSlot slot : slots) {
                SlotPlace place = slot.place();
                String key = subscription + " " + place + " " + slot.outcome();
                books.invoices().stream()
                        .filter(invoice -> invoice.id().equals(slot.invoice()))
                        .forEach(invoice -> lines.put(key, ofPlace(invoice, subscription)));
                lines.putIfAbsent(key, List.of());
            }
        });
        return lines;
    }

    private static List<String> ofPlace(Invoice invoice, SubscriptionId subscription) {
        List<String> lines = new ArrayList<>();
        for (InvoiceLine line : invoice.lines()) {
            if (line.key().bills(subscription)) {
                lines.add(line.key().plan() + " " + line.key().charge() + " "
                        + line.key().service() + " "
                        + line.amount() + " "
                        + line.adjustments().discounts().stream()
                                .map(share -> share.grant() + " " + share.amount())
                                .toList());
            }
        }
        return lines;
    }

    private static Invoice withoutCoupons(Invoice invoice) {
        List<InvoiceLine> lines = invoice.lines().stream()
                .map(line -> Spoiled.line(
                        line,
                        new LineAdjustments(
                                List.of(),
                                line.adjustments().piece(),
                                line.adjustments().taxes(),
                                line.adjustments().credits())))
                .toList();
        return Spoiled.lines(invoice, lines);
    }
}
