package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static io.billing4j.testkit.DocumentSamples.runId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Drafts that wait for the run that finalises them, and drafts that are taken away. */
abstract class DraftContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();

    DraftContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void know_when_they_are_finalised() {
        Invoice waiting = waiting(1, at(100).plusNanos(1000));
        insert(waiting);
        assertOptional(unit -> unit.invoices().find(waiting.id())).contains(waiting);

        Invoice refreshed = waiting.refreshed(draft(1, S1, 2));
        write(unit -> unit.invoices().replaceDraft(refreshed));
        assertOptional(unit -> unit.invoices().find(waiting.id())).contains(refreshed);
        assertThat(refreshed.state()).isEqualTo(new InvoiceState.Draft(at(100).plusNanos(1000)));

        write(unit -> unit.invoices().finalizeDrafts(List.of(finalized(refreshed, 1))));
        assertOptional(unit -> unit.invoices().find(waiting.id())).contains(finalized(refreshed, 1));
    }

    @Test
    void are_due_at_the_cut_off_and_before_in_the_order_of_their_ids() {
        writeWaiting();

        assertThat(due(at(100), null, 10)).isEqualTo(ids(1, 5));
        assertThat(due(at(101), null, 10)).isEqualTo(ids(1, 2, 5, 6));
        assertThat(due(at(101), null, 3)).isEqualTo(ids(1, 2, 5));
        assertThat(due(at(101), invoiceId(1), 2)).isEqualTo(ids(2, 5));
        assertThat(due(at(101), invoiceId(4), 10)).isEqualTo(ids(5, 6));
        assertThat(due(at(101), invoiceId(6), 10)).isEmpty();
        assertThat(due(at(98), null, 10)).isEmpty();
    }

    @Test
    void have_another_mark_once_others_are_due() {
        writeWaiting();
        DueCount due = read(unit -> unit.invoices().draftsDue(at(100)));

        assertThat(due.count()).isEqualTo(2);
        assertValue(unit -> unit.invoices().draftsDue(at(98))).isEqualTo(new DueCount(0, 0));
        write(unit -> unit.invoices().deleteDraft(invoiceId(5)));
        insert(waiting(7, at(99)));
        DueCount others = read(unit -> unit.invoices().draftsDue(at(100)));
        assertThat(others.count()).isEqualTo(2);
        assertThat(others.mark()).isNotEqualTo(due.mark());
        write(unit -> unit.invoices().deleteDraft(invoiceId(7)));
        insert(waiting(5, at(99)));
        assertValue(unit -> unit.invoices().draftsDue(at(100))).isEqualTo(due);
    }

    @Test
    void have_lines_that_are_counted_without_reading_them() {
        writeWaiting();
        int lines = waiting(5, at(99)).lines().size();

        assertThat(lines).isPositive();
        assertMap(unit -> unit.invoices().countLines(ids(5, 9, 1, 5)))
                .containsExactly(Map.entry(invoiceId(1), lines), Map.entry(invoiceId(5), lines));
        assertMap(unit -> unit.invoices().countLines(List.of())).isEmpty();
    }

    @Test
    void that_are_due_next_are_found_by_their_instant() {
        writeWaiting();

        assertOptional(unit -> unit.invoices().nextFinalizationAfter(Samples.START))
                .contains(at(99));
        assertOptional(unit -> unit.invoices().nextFinalizationAfter(at(99))).contains(at(100));
        assertOptional(unit -> unit.invoices().nextFinalizationAfter(at(100)))
                .contains(at(100).plus(1, ChronoUnit.MICROS));
        assertOptional(unit -> unit.invoices().nextFinalizationAfter(at(101))).isEmpty();
    }

    @Test
    void are_finalised_several_at_a_time() {
        writeWaiting();
        List<Invoice> both = List.of(finalized(waiting(5, at(99)), 3), finalized(waiting(1, at(100)), 2));

        write(unit -> {
            unit.invoices().finalizeDrafts(both);
            unit.invoices().finalizeDrafts(List.of());
        });

        assertList(unit -> unit.invoices().findAll(ids(5, 1))).containsExactly(both.get(1), both.get(0));
        assertThat(due(at(100), null, 10)).isEmpty();
        assertThat(due(at(101), null, 10)).isEqualTo(ids(2, 6));
    }

    @Test
    void are_finalised_together_or_not_at_all() {
        writeWaiting();
        Invoice first = finalized(waiting(1, at(100)), 2);
        Invoice again = finalized(waiting(4, at(50)), 3);
        Invoice numberTaken = finalized(waiting(2, at(101)), 1);

        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(first, again)));
        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> unit.invoices().finalizeDrafts(List.of(first, numberTaken)));

        assertOptional(unit -> unit.invoices().find(first.id())).contains(waiting(1, at(100)));
    }

    @Test
    void are_finalised_only_if_they_are_there_and_the_first_that_is_not_is_named() {
        writeWaiting();
        Invoice there = finalized(waiting(1, at(100)), 2);
        Invoice missing = finalized(waiting(7, at(100)), 3);
        Invoice missingToo = finalized(waiting(8, at(100)), 4);

        BillingException refusal = refusal(
                ErrorCode.INVOICE_NOT_FOUND,
                unit -> unit.invoices().finalizeDrafts(List.of(there, missing, missingToo)));

        assertThat(refusal.field()).isEqualTo("invoiceId");
        assertThat(refusal).hasMessageContaining(missing.id().toString());
        assertOptional(unit -> unit.invoices().find(there.id())).contains(waiting(1, at(100)));
    }

    @TestFactory
    Stream<DynamicTest> are_finalised_once_and_the_first_that_was_finalised_before_is_named() {
        Invoice draft = finalized(waiting(1, at(100)), 2);
        Invoice before = finalized(waiting(4, at(50)), 1);
        Invoice missing = finalized(waiting(7, at(100)), 3);
        Map<Invoice, List<Invoice>> named = Map.of(
                before, List.of(draft, before, missing),
                draft, List.of(draft, draft, before, missing));
        return named.entrySet().stream()
                .map(entry -> dynamicTest("document " + entry.getKey().id(), () -> {
                    tenant = newTenant();
                    writeParties();
                    writeWaiting();
                    assertThat(refusal(
                                    ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(entry.getValue())))
                            .hasMessageContaining(entry.getKey().id().toString());
                }));
    }

    @Test
    void are_found_several_at_a_time_as_far_as_they_exist() {
        writeWaiting();

        assertList(unit -> unit.invoices().findAll(ids(6, 77, 4, 6)))
                .containsExactly(finalized(waiting(4, at(50)), 1), waiting(6, at(100).plus(1, ChronoUnit.MICROS)));
        assertList(unit -> unit.invoices().findAll(List.of())).isEmpty();
    }

    @Test
    void are_taken_away_with_their_lines_and_their_key() {
        Invoice gone = invoice(draft(1, S1, 1), "key");
        Invoice kept = invoice(draft(2, S1, 2), "another");
        insert(gone);
        insert(kept);
        write(unit -> unit.invoices().deleteDraft(gone.id()));

        assertOptional(unit -> unit.invoices().find(gone.id())).isEmpty();
        assertOptional(unit -> unit.invoices().findByIdempotencyKey("key")).isEmpty();
        assertList(unit -> unit.invoices().list(S1.customer(), Page.first(10))).containsExactly(kept);
        // Neither its id, its lines nor its key are in the way of another.
        insert(gone);
        assertList(unit -> unit.invoices().list(null, Page.first(10))).containsExactly(gone, kept);
    }

    @TestFactory
    Stream<DynamicTest> are_taken_away_no_more_once_they_are_finalised() {
        Invoice finalised = finalized(invoice(draft(1, S1, 1), "key"), 1);
        return Stream.of(
                        finalised,
                        finalised.voided(finalised.state().issued().orElseThrow(), at(500), VoidIntent.WAIVE))
                .map(fixed -> dynamicTest(fixed.status().name(), () -> {
                    tenant = newTenant();
                    writeParties();
                    insert(finalised);
                    if (!fixed.equals(finalised)) {
                        write(unit -> unit.invoices().markVoided(fixed));
                    }
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().deleteDraft(fixed.id()));
                    assertOptional(unit -> unit.invoices().find(fixed.id())).contains(fixed);
                }));
    }

    @Test
    void are_taken_away_only_if_they_are_there() {
        assertRefused(ErrorCode.INVOICE_NOT_FOUND, unit -> unit.invoices().deleteDraft(invoiceId(1)));
    }

    /** Document 4 was to be finalised at 50 seconds and is; nobody knows when document 3 will be. */
    private void writeWaiting() {
        Map<Integer, @Nullable Instant> finalizeAt = new LinkedHashMap<>();
        finalizeAt.put(5, at(99));
        finalizeAt.put(1, at(100));
        finalizeAt.put(3, null);
        finalizeAt.put(6, at(100).plus(1, ChronoUnit.MICROS));
        finalizeAt.put(2, at(101));
        finalizeAt.put(4, at(50));
        finalizeAt.forEach((n, at) -> insert(waiting(n, at)));
        write(unit -> unit.invoices().finalizeDrafts(List.of(finalized(waiting(4, at(50)), 1))));
    }

    private List<InvoiceId> due(Instant cutOff, @Nullable InvoiceId after, int limit) {
        return read(unit -> unit.invoices().draftsDue(cutOff, after, limit));
    }

    private static List<InvoiceId> ids(int... numbers) {
        return Arrays.stream(numbers).mapToObj(DocumentSamples::invoiceId).toList();
    }

    private static Invoice waiting(int n, @Nullable Instant finalizeAt) {
        return Invoice.draft(draft(n, S1, n), InvoiceOrigin.run(runId(1)), finalizeAt);
    }

    private void insert(Invoice invoice) {
        InvoiceDraft lines = new InvoiceDraft(
                invoice.id(),
                invoice.customer(),
                invoice.entity(),
                S1.id(),
                DocumentSamples.place(S1, 0),
                invoice.lines(),
                invoice.totals(),
                invoice.recordedAt());
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(lines)));
            unit.invoices().insertHeaders(List.of(invoice));
        });
    }
}
