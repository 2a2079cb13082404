package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.LateUsagePolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Says of voids that are refused, and of those that are not, that it is otherwise, and names other documents. */
class NoteRefusalsTest {
    private static final String ONLY_WHERE = "a document cannot be void where and only where notes rest on it";
    private static final String NAMED = "what has to be void first is named";

    private final History history = History.open(
            new InMemoryBillingStore(),
            Scenario.of(
                    Instant.parse("2024-04-01T00:00:00Z"),
                    "UTC",
                    "USD",
                    3,
                    0,
                    LateUsagePolicy.CORRECT,
                    ChangePolicy.DEFAULT));

    @Test
    void a_note_of_the_same_invoice_comes_first() {
        billApril();
        credit(0, null, 100);
        credit(0, null, 100);
        HistoryCommand first = new HistoryCommand.Note(new NoteCommand.VoidNote(1));
        String second = numberOf(2);

        assertThat(history.carryOut(first)).isEqualTo(ErrorCode.CREDIT_NOTE_FOLLOWS);
        assertNoticed(ONLY_WHERE, first, null, "");
        assertNoticed(ONLY_WHERE, first, ErrorCode.CREDIT_NOTE_IN_USE, second);
        assertNoticed(NAMED, first, ErrorCode.CREDIT_NOTE_FOLLOWS, "credit note " + numberOf(1));
        HistoryCommand last = new HistoryCommand.Note(new NoteCommand.VoidNote(2));
        assertNoticed(ONLY_WHERE, last, ErrorCode.CREDIT_NOTE_FOLLOWS, second);
        assertNoticed(ONLY_WHERE, last, ErrorCode.CREDIT_NOTE_IN_USE, second);
        assertThat(history.carryOut(last)).isNull();
        assertThat(history.carryOut(first)).isNull();
    }

    @Test
    void usage_that_has_what_was_credited_comes_first() {
        billApril();
        use("e1", 2000);
        billAt("2024-05-01T00:00:00Z");
        credit(1, lineOfCalls(1), 1);
        use("e2", 3000);
        billAt("2024-06-01T00:00:00Z");
        HistoryCommand note = new HistoryCommand.Note(new NoteCommand.VoidNote(2));
        HistoryCommand invoice = new HistoryCommand.VoidIt(1, VoidIntent.WAIVE);
        String june = history.snapshot().invoices().get(3).id().toString();

        for (HistoryCommand command : new HistoryCommand[] {note, invoice}) {
            assertThat(history.carryOut(command)).isEqualTo(ErrorCode.CREDIT_NOTE_IN_USE);
            assertNoticed(ONLY_WHERE, command, null, "");
            assertNoticed(ONLY_WHERE, command, ErrorCode.CREDIT_NOTE_FOLLOWS, june);
            assertNoticed(NAMED, command, ErrorCode.CREDIT_NOTE_IN_USE, "document " + numberOf(0));
        }
        HistoryCommand holder = new HistoryCommand.VoidIt(3, VoidIntent.REISSUE);
        assertNoticed(ONLY_WHERE, holder, ErrorCode.CREDIT_NOTE_IN_USE, june);
        assertThat(history.carryOut(holder)).isNull();
        assertThat(history.carryOut(note)).isNull();
    }

    @Test
    void nothing_else_is_refused_because_of_notes() {
        billApril();
        HistoryCommand run = new HistoryCommand.Run();

        assertNoticed(
                "a refusal because of notes is about a document that is to be void",
                run,
                ErrorCode.CREDIT_NOTE_FOLLOWS,
                numberOf(0));
    }

    private void assertNoticed(String law, HistoryCommand command, @Nullable ErrorCode refused, String message) {
        assertThatThrownBy(() -> new NoteRefusals(history.snapshot()).check(command, refused, message))
                .isInstanceOfSatisfying(
                        HistoryFailure.class,
                        failure -> assertThat(failure.law()).isEqualTo(law));
    }

    private void billApril() {
        history.then(new HistoryCommand.Create(
                        "s1", "a", "basic", LocalDate.parse("2024-04-01"), null, BigDecimal.ONE, 0, null))
                .then(new HistoryCommand.Run());
    }

    private void billAt(String instant) {
        history.then(new HistoryCommand.SetClock(Instant.parse(instant))).then(new HistoryCommand.Run());
    }

    private void use(String event, long quantity) {
        Instant at = Instant.parse("2024-04-10T00:00:00Z");
        if (history.snapshot().now().isBefore(at)) {
            history.then(new HistoryCommand.SetClock(at));
        }
        assertThat(history.carryOut(new HistoryCommand.Use(
                        event, "a", "s1", PlainCatalogue.CALLS, BigDecimal.valueOf(quantity), at)))
                .isNull();
    }

    private void credit(int document, @Nullable Integer line, int minor) {
        assertThat(history.carryOut(
                        new HistoryCommand.Note(new NoteCommand.Credit(document, line, minor, NoteCommand.Way.ANY))))
                .isNull();
    }

    private int lineOfCalls(int document) {
        return history.snapshot().invoices().get(document).lines().stream()
                .filter(line -> line.key().charge().value().equals(PlainCatalogue.CALLS))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private String numberOf(int document) {
        Invoice invoice = history.snapshot().invoices().get(document);
        return invoice.number().orElseThrow().text();
    }
}
