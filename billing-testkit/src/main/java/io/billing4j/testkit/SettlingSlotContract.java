package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Places for documents that settle differences, and places whose drafts turn out to have nothing in them. */
abstract class SettlingSlotContract extends StoreContract {
    private static final Subscription FIRST = SampleBooks.FIRST.subscription();
    private static final SubscriptionId S1 = FIRST.id();
    private static final SubscriptionId S2 = SampleBooks.SECOND.subscription().id();
    private static final SubscriptionState THIRD = Samples.subscription("s-3", "c-1");
    private static final SubscriptionId S3 = THIRD.subscription().id();
    private static final InvoiceDraft CONTENT = draft(1, FIRST, 0);
    private static final Invoice DRAFT = invoice(CONTENT);
    private static final InvoiceSlot SLOT = CONTENT.slots().get(0);

    SettlingSlotContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writePartiesAndADraft() {
        write(SampleBooks::writeParties);
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(CONTENT)));
            unit.slots().insert(List.of(SLOT));
            unit.invoices().insertHeaders(List.of(DRAFT));
        });
    }

    @Test
    void hold_one_document_that_settles_a_change() {
        InvoiceSlot fourth = skipped(S1, 2, 0, SlotReason.IMMEDIATE, 4);
        InvoiceSlot fifth = skipped(S1, 3, 0, SlotReason.IMMEDIATE, 5);
        InvoiceSlot ofAnother = skipped(S2, 1, 0, SlotReason.IMMEDIATE, 4);
        insert(fourth, fifth, ofAnother);

        assertRefused(
                ErrorCode.PERIOD_ALREADY_BILLED,
                unit -> unit.slots().insert(List.of(skipped(S1, 4, 1, SlotReason.IMMEDIATE, 4))));
        assertMap(unit -> unit.slots().from(Map.of(S1, 0, S2, 0)))
                .containsOnly(Map.entry(S1, List.of(SLOT, fourth, fifth)), Map.entry(S2, List.of(ofAnother)));
    }

    @Test
    void make_room_for_settling_a_change_again() {
        InvoiceDraft settling = draft(2, FIRST, 0);
        InvoiceSlot first = InvoiceSlot.invoiced(S1, place(2, 0, 0, SlotReason.IMMEDIATE, 4), settling.id());
        InvoiceSlot again = InvoiceSlot.skipped(S1, place(2, 1, 0, SlotReason.IMMEDIATE, 4));
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(settling)));
            unit.slots().insert(List.of(first));
            unit.invoices().insertHeaders(List.of(finalized(invoice(settling), 7)));
        });
        write(unit -> unit.slots().markVoided(first.voided(VoidIntent.REISSUE)));
        insert(again);

        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(Map.entry(S1, List.of(SLOT, first.voided(VoidIntent.REISSUE), again)));
    }

    @Test
    void hold_any_number_of_corrections_of_a_period() {
        InvoiceSlot first = skipped(S1, 2, 0, SlotReason.CORRECTION, null);
        InvoiceSlot second = skipped(S1, 3, 0, SlotReason.CORRECTION, null);
        insert(first, second);

        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(Map.entry(S1, List.of(SLOT, first, second)));
        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                unit -> unit.slots().insert(List.of(skipped(S1, 3, 1, SlotReason.CORRECTION, null))));
    }

    @Test
    void hold_any_number_of_documents_of_usage_so_far_of_a_period() {
        InvoiceSlot first = skipped(S1, 2, 1, SlotReason.PROGRESSIVE, null);
        InvoiceSlot second = skipped(S1, 3, 1, SlotReason.PROGRESSIVE, null);
        insert(first, second);

        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(Map.entry(S1, List.of(SLOT, first, second)));
    }

    @Test
    void stay_settled_when_their_draft_has_nothing_in_it_any_more() {
        write(unit -> {
            unit.slots().markSkipped(SLOT);
            unit.invoices().deleteDraft(DRAFT.id());
        });

        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(Map.entry(S1, List.of(InvoiceSlot.skipped(S1, SLOT.place()))));
        assertList(unit -> unit.slots().ofInvoice(DRAFT.id())).isEmpty();
        assertRefused(
                ErrorCode.PERIOD_ALREADY_BILLED,
                unit -> unit.slots().insert(List.of(skipped(S1, 2, 0, SlotReason.CYCLE, null))));
    }

    @Test
    void are_skipped_one_by_one() {
        InvoiceSlot next = InvoiceSlot.invoiced(S1, place(2, 0, 1, SlotReason.CYCLE, null), invoiceId(2));
        InvoiceSlot ofAnother = skipped(S2, 1, 0, SlotReason.CYCLE, null);
        insert(next, ofAnother);
        write(unit -> unit.slots().markSkipped(SLOT));

        assertMap(unit -> unit.slots().from(Map.of(S1, 0, S2, 0)))
                .containsOnly(
                        Map.entry(S1, List.of(InvoiceSlot.skipped(S1, SLOT.place()), next)),
                        Map.entry(S2, List.of(ofAnother)));
    }

    @Test
    void leave_their_document_to_the_others_when_they_are_skipped() {
        write(unit -> unit.subscriptions().insert(THIRD));
        InvoiceSlot ofAnother = InvoiceSlot.invoiced(S3, place(1, 0, 0, SlotReason.CYCLE, null), DRAFT.id());
        insert(ofAnother);
        write(unit -> unit.slots().markSkipped(SLOT));
        assertList(unit -> unit.slots().ofInvoice(DRAFT.id())).containsExactly(ofAnother);

        write(unit -> unit.slots().markSkipped(ofAnother));
        assertList(unit -> unit.slots().ofInvoice(DRAFT.id())).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> keep_a_document_that_is_final() {
        Invoice finalised = finalized(DRAFT, 1);
        return Stream.of(
                        finalised,
                        finalised.voided(
                                finalised.state().issued().orElseThrow(), DocumentSamples.at(500), VoidIntent.WAIVE))
                .map(document -> dynamicTest(document.status().name(), () -> {
                    tenant = newTenant();
                    writePartiesAndADraft();
                    write(unit -> unit.invoices().finalizeDrafts(List.of(finalised)));
                    if (!document.equals(finalised)) {
                        write(unit -> unit.invoices().markVoided(document));
                    }
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.slots().markSkipped(SLOT));
                    assertList(unit -> unit.slots().ofInvoice(DRAFT.id())).containsExactly(SLOT);
                }));
    }

    private void insert(InvoiceSlot... slots) {
        write(unit -> unit.slots().insert(List.of(slots)));
    }

    private static InvoiceSlot skipped(
            SubscriptionId subscription, int sequence, int index, SlotReason reason, @Nullable Integer change) {
        return InvoiceSlot.skipped(subscription, place(sequence, 0, index, reason, change));
    }

    private static SlotPlace place(int sequence, int revision, int index, SlotReason reason, @Nullable Integer change) {
        BillingPeriod period = FIRST.schedule().period(index);
        return new SlotPlace(1, sequence, revision, index, reason, period, period, change);
    }
}
