package io.billing4j.testkit.history;

import io.billing4j.error.ErrorCode;
import io.billing4j.store.BillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history that was carried out.
 *
 * @param commands up to the one that failed, or all of them
 * @param failure of the last command; null where all came out right
 * @param transcript what the books hold in the end
 */
record FuzzedHistory(
        Scenario scenario,
        List<HistoryCommand> commands,
        @Nullable HistoryFailure failure,
        List<String> transcript) {
    private static final int CLOSINGS = 4;

    /** How often each kind of command was asked for, and how often it was accepted. */
    static final class Tally {
        private final Map<String, int[]> counts = new TreeMap<>();
        private final Map<ErrorCode, Integer> byNotes = new TreeMap<>();
        private int taxed;
        private int credited;
        private int shared;
        private int bound;
        private int oneOff;
        private int carried;
        private int early;
        private int underTerms;

        void add(HistoryCommand command, @Nullable ErrorCode refused) {
            int[] count = counts.computeIfAbsent(command.kind(), kind -> new int[2]);
            count[0]++;
            count[1] += refused == null ? 1 : 0;
            if (refused == ErrorCode.CREDIT_NOTE_FOLLOWS || refused == ErrorCode.CREDIT_NOTE_IN_USE) {
                byNotes.merge(refused, 1, Integer::sum);
            }
        }

        /** Counts a history that has come to its end. */
        void ended(History history) {
            taxed += history.taxed() ? 1 : 0;
            credited += history.credited() ? 1 : 0;
            shared += history.shared() ? 1 : 0;
            bound += history.bound() ? 1 : 0;
            oneOff += history.oneOff() ? 1 : 0;
            carried += history.carried() ? 1 : 0;
            early += history.early() ? 1 : 0;
            underTerms += history.underTerms() ? 1 : 0;
        }

        /** How many histories had a document with a tax. */
        int taxed() {
            return taxed;
        }

        /** How many histories had a credit note. */
        int credited() {
            return credited;
        }

        /** The share of commands that were accepted, in percent. */
        int accepted() {
            int asked = counts.values().stream().mapToInt(count -> count[0]).sum();
            int accepted = counts.values().stream().mapToInt(count -> count[1]).sum();
            return asked == 0 ? 100 : 100 * accepted / asked;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            counts.forEach((kind, count) -> text.append(
                    "%n  %-16s %6d asked, %3d %% accepted".formatted(kind, count[0], 100 * count[1] / count[0])));
            return taxed + " of them with taxes, " + credited + " with credit notes, " + shared
                    + " with shared documents, " + bound + " with balances kept back, " + oneOff
                    + " with one-off charges, " + carried
                    + " with documents that waited, " + early + " with usage billed early, " + underTerms
                    + " with terms of plans that made a difference, commands accepted: "
                    + accepted()
                    + " %, refused because of notes: " + byNotes + text;
        }
    }

    /** A history of so many random commands, and of those that bring it to an end. */
    static FuzzedHistory random(BillingStore store, long seed, int length, History.Probe probe, Tally tally) {
        Choice choice = new Choice(seed);
        History history = History.open(store, choice.scenario(), probe);
        HistoryGenerator generator = new HistoryGenerator(choice, history);
        List<HistoryCommand> commands = new ArrayList<>();
        try {
            for (int i = 0; i < length; i++) {
                carryOut(history, generator.next(), commands, tally);
            }
            for (int i = 0; i < CLOSINGS; i++) {
                for (HistoryCommand command : generator.closing()) {
                    carryOut(history, command, commands, new Tally());
                }
            }
            history.end();
        } catch (HistoryFailure failure) {
            return new FuzzedHistory(history.scenario(), List.copyOf(commands), failure, List.of());
        }
        tally.ended(history);
        return new FuzzedHistory(
                history.scenario(),
                List.copyOf(commands),
                null,
                history.snapshot().transcript());
    }

    /** The same commands again on other books. */
    static FuzzedHistory repeated(
            BillingStore store, Scenario scenario, List<HistoryCommand> commands, History.Probe probe) {
        History history = History.open(store, scenario, probe);
        List<HistoryCommand> done = new ArrayList<>();
        try {
            for (HistoryCommand command : commands) {
                carryOut(history, command, done, new Tally());
            }
        } catch (HistoryFailure failure) {
            return new FuzzedHistory(scenario, List.copyOf(done), failure, List.of());
        }
        return new FuzzedHistory(
                scenario, List.copyOf(done), null, history.snapshot().transcript());
    }

    private static void carryOut(History history, HistoryCommand command, List<HistoryCommand> commands, Tally tally) {
        commands.add(command);
        tally.add(command, history.carryOut(command));
    }
}
