package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentLines;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Document {@code n} has lines of subscription {@code s-1} before a slot of its is written. */
abstract class SlotContract extends StoreContract {
    private static final Subscription FIRST = SampleBooks.FIRST.subscription();
    private static final SubscriptionId S1 = FIRST.id();
    private static final SubscriptionId S2 = SampleBooks.SECOND.subscription().id();
    private static final SubscriptionState THIRD = Samples.subscription("s-3", "c-1");
    private static final SubscriptionId S3 = THIRD.subscription().id();

    SlotContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writePartiesAndDocuments() {
        write(SampleBooks::writeParties);
        List<InvoiceDraft> drafts = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> draft(n, FIRST, n % 2))
                .toList();
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(drafts));
            unit.invoices()
                    .insertHeaders(drafts.stream().map(DocumentSamples::invoice).toList());
        });
    }

    @Test
    void come_back_as_they_were_inserted_in_the_order_of_sequence_and_revision() {
        List<InvoiceSlot> slots = IntStream.rangeClosed(1, 12)
                .mapToObj(n -> n % 4 == 0
                        ? InvoiceSlot.skipped(S1, place(n, 0, n - 1, SlotReason.CYCLE))
                        : InvoiceSlot.invoiced(S1, place(n, 0, n - 1, SlotReason.CYCLE), invoiceId(n)))
                .toList();
        insert(Pages.shuffled(slots));

        assertMap(unit -> unit.slots().from(Map.of(S1, 0))).containsExactly(Map.entry(S1, slots));
    }

    @Test
    void keep_the_window_that_their_period_was_cut_from() {
        BillingPeriod window = FIRST.schedule().period(2);
        BillingPeriod cut = new BillingPeriod(
                window.startInclusive().plusSeconds(1).plusNanos(1000), window.endExclusive(), window.zone());
        InvoiceSlot slot = InvoiceSlot.skipped(S1, new SlotPlace(2, 7, 3, 2, SlotReason.FINAL, cut, window));
        insert(List.of(slot));

        assertMap(unit -> unit.slots().from(Map.of(S1, 0))).containsExactly(Map.entry(S1, List.of(slot)));
    }

    @Test
    void are_read_from_a_period_on_for_each_subscription() {
        List<InvoiceSlot> first = skipped(S1, 5);
        List<InvoiceSlot> second = skipped(S2, 5);
        insert(Stream.concat(second.stream(), first.stream()).toList());

        assertMap(unit -> unit.slots().from(Map.of(S1, 3, S2, 1)))
                .containsOnly(Map.entry(S1, first.subList(3, 5)), Map.entry(S2, second.subList(1, 5)));
        assertMap(unit -> unit.slots().from(Map.of(S1, 5, S2, 4, SubscriptionId.of("s-9"), 0)))
                .containsOnly(Map.entry(S2, second.subList(4, 5)));
        assertMap(unit -> unit.slots().from(Map.of())).isEmpty();
    }

    @Test
    void may_be_none_at_all() {
        insert(List.of());
        assertMap(unit -> unit.slots().from(Map.of(S1, 0))).isEmpty();

        insert(skipped(S1, 1));
        assertMap(unit -> unit.slots().from(Map.of(S1, 0))).containsOnlyKeys(S1);
    }

    @Test
    void hold_one_document_of_a_period() {
        insert(List.of(invoiced(1, 1, 0, 0)));

        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, unit -> unit.slots().insert(List.of(invoiced(2, 2, 0, 0))));
        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(Map.entry(S1, List.of(invoiced(1, 1, 0, 0))));
    }

    @Test
    void hold_one_document_of_a_period_within_one_write() {
        assertRefused(
                ErrorCode.PERIOD_ALREADY_BILLED,
                unit -> unit.slots().insert(List.of(invoiced(1, 1, 0, 0), invoiced(2, 2, 0, 0))));
    }

    @Test
    void settle_a_period_also_without_a_document() {
        insert(skipped(S1, 1));

        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, unit -> unit.slots().insert(List.of(invoiced(2, 2, 0, 0))));
    }

    @Test
    void are_apart_for_another_period_reason_or_subscription() {
        List<InvoiceSlot> apart = List.of(
                invoiced(1, 1, 0, 0),
                invoiced(2, 2, 0, 1),
                InvoiceSlot.skipped(S1, place(3, 0, 0, SlotReason.FINAL)),
                InvoiceSlot.skipped(S2, place(1, 0, 0, SlotReason.CYCLE)));
        insert(apart);

        assertMap(unit -> unit.slots().from(Map.of(S1, 0, S2, 0)))
                .containsOnly(Map.entry(S1, apart.subList(0, 3)), Map.entry(S2, apart.subList(3, 4)));
    }

    @Test
    void have_a_place_of_their_own_in_the_sequence() {
        insert(List.of(invoiced(1, 1, 0, 0)));

        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> unit.slots().insert(List.of(invoiced(2, 1, 0, 1))));
        insert(List.of(invoiced(2, 2, 0, 1)));
    }

    @Test
    void make_room_for_the_next_revision_when_they_are_voided_to_be_billed_again() {
        InvoiceSlot first = invoiced(1, 1, 0, 0);
        InvoiceSlot second = invoiced(2, 1, 1, 0);
        insert(List.of(first, invoiced(3, 2, 0, 1)));
        write(unit -> {
            unit.slots().markVoided(first.voided(VoidIntent.REISSUE));
            unit.slots().insert(List.of(second));
        });

        assertMap(unit -> unit.slots().from(Map.of(S1, 0)))
                .containsExactly(
                        Map.entry(S1, List.of(first.voided(VoidIntent.REISSUE), second, invoiced(3, 2, 0, 1))));
        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, unit -> unit.slots().insert(List.of(invoiced(4, 1, 2, 0))));
    }

    @Test
    void stay_settled_when_they_are_voided_for_good() {
        InvoiceSlot first = invoiced(1, 1, 0, 0);
        insert(List.of(first));
        write(unit -> unit.slots().markVoided(first.voided(VoidIntent.WAIVE)));

        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, unit -> unit.slots().insert(List.of(invoiced(2, 1, 1, 0))));
        assertList(unit -> unit.slots().ofInvoice(invoiceId(1))).containsExactly(first.voided(VoidIntent.WAIVE));
    }

    @Test
    void are_found_by_their_document() {
        insert(List.of(invoiced(1, 1, 0, 0), invoiced(2, 2, 0, 1)));

        assertList(unit -> unit.slots().ofInvoice(invoiceId(2))).containsExactly(invoiced(2, 2, 0, 1));
        assertList(unit -> unit.slots().ofInvoice(invoiceId(3))).isEmpty();
        assertList(unit -> unit.slots().ofInvoice(invoiceId(77))).isEmpty();
    }

    @Test
    void share_a_document_with_those_of_other_subscriptions() {
        write(unit -> unit.subscriptions().insert(THIRD));
        InvoiceSlot second = InvoiceSlot.invoiced(S3, place(4, 0, 1, SlotReason.CYCLE), invoiceId(1));
        InvoiceSlot first = invoiced(1, 2, 0, 0);
        InvoiceSlot other = invoiced(2, 3, 0, 1);
        insert(List.of(second, other, first));

        assertList(unit -> unit.slots().ofInvoice(invoiceId(1))).containsExactly(first, second);
        write(unit -> unit.slots().markVoided(first.voided(VoidIntent.REISSUE)));
        assertList(unit -> unit.slots().ofInvoice(invoiceId(1)))
                .containsExactly(first.voided(VoidIntent.REISSUE), second);
        assertList(unit -> unit.slots().ofInvoice(invoiceId(2))).containsExactly(other);
    }

    @Test
    void are_won_by_one_of_many_at_once() {
        List<Boolean> won = background.together(9, number -> {
            try {
                insert(List.of(invoiced(number + 1, number + 1, 0, 0)));
                return true;
            } catch (BillingException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PERIOD_ALREADY_BILLED);
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(read(unit -> unit.slots().from(Map.of(S1, 0))).get(S1)).hasSize(1);
    }

    private void insert(List<InvoiceSlot> slots) {
        write(unit -> unit.slots().insert(slots));
    }

    private static List<InvoiceSlot> skipped(SubscriptionId subscription, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> InvoiceSlot.skipped(subscription, place(i + 1, 0, i, SlotReason.CYCLE)))
                .toList();
    }

    private static InvoiceSlot invoiced(int document, int sequence, int revision, int index) {
        return InvoiceSlot.invoiced(S1, place(sequence, revision, index, SlotReason.CYCLE), invoiceId(document));
    }

    private static SlotPlace place(int sequence, int revision, int index, SlotReason reason) {
        return new SlotPlace(
                1, sequence, revision, index, reason, FIRST.schedule().period(index));
    }
}
