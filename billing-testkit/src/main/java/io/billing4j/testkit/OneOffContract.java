package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.OneOffSamples.flat;
import static io.billing4j.testkit.OneOffSamples.full;
import static io.billing4j.testkit.OneOffSamples.id;
import static io.billing4j.testkit.OneOffSamples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is billed once of {@code c-1} and {@code c-2}, and the documents that it is on. */
abstract class OneOffContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final InvoiceId DOCUMENT = DocumentSamples.invoiceId(50);
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    OneOffContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void come_back_as_they_were() {
        OneOffCharge canceled = pending(4, "c-1").canceled(at(9));
        OneOffCharge released = pending(3, "c-1").released(DOCUMENT);
        insert(full(1, "c-1", "key"), pending(2, "c-1").billed(DOCUMENT), released, canceled);

        assertList(unit -> unit.oneOffs().findAll(List.of(id(4), id(3), id(2), id(1), id(7), id(1))))
                .containsExactly(full(1, "c-1", "key"), pending(2, "c-1").billed(DOCUMENT), released, canceled);
        assertList(unit -> unit.oneOffs().findAll(List.of())).isEmpty();
    }

    @Test
    void are_found_by_their_keys() {
        insert(full(3, "c-1", "other"), full(1, "c-1", "key"), pending(2, "c-1"));

        assertList(unit -> unit.oneOffs().byKeys(List.of("other", "key", "none", "key")))
                .containsExactly(full(1, "c-1", "key"), full(3, "c-1", "other"));
        assertList(unit -> unit.oneOffs().byKeys(List.of("Key", ""))).isEmpty();
        assertList(unit -> unit.oneOffs().byKeys(List.of())).isEmpty();
    }

    @Test
    void have_an_id_and_a_key_that_no_other_has() {
        insert(full(1, "c-1", "key"));

        assertRefused(
                ErrorCode.ALREADY_EXISTS, unit -> unit.oneOffs().insert(List.of(pending(5, "c-2"), pending(1, "c-2"))));
        BillingException refusal = refusal(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                unit -> unit.oneOffs().insert(List.of(pending(5, "c-2"), full(2, "c-2", "key"))));
        assertThat(refusal.field()).isEqualTo("idempotencyKey");
        assertList(unit -> unit.oneOffs().list(C2, ALL)).isEmpty();
        writeAs(other, SampleBooks::writeParties);
        writeAs(other, unit -> unit.oneOffs().insert(List.of(full(1, "c-1", "key"))));
    }

    @Test
    void wait_in_the_order_in_which_they_are_due() {
        OneOffCharge late = flat(9, "c-1", "1.00");
        OneOffCharge early = new OneOffCharge(
                id(12),
                C1,
                null,
                "early",
                null,
                late.derivation(),
                late.tax(),
                at(1),
                at(12),
                null,
                null,
                DOCUMENT,
                null);
        insert(
                late,
                early,
                pending(5, "c-2"),
                pending(6, "c-1").billed(DOCUMENT),
                pending(7, "c-1").canceled(at(8)));

        assertMap(unit -> unit.oneOffs().pending(List.of(C2, C1, CustomerId.of("c-3"), C1)))
                .containsExactly(Map.entry(C1, List.of(early, late)), Map.entry(C2, List.of(pending(5, "c-2"))));
        assertMap(unit -> unit.oneOffs().pending(List.of())).isEmpty();
        assertList(unit -> unit.oneOffs().pending(ALL)).containsExactly(pending(5, "c-2"), late, early);
    }

    @Test
    void are_counted() {
        insert(
                pending(1, "c-1"),
                pending(2, "c-1").released(DOCUMENT),
                pending(3, "c-1").billed(DOCUMENT),
                pending(4, "c-1").canceled(at(8)),
                pending(5, "c-2"));

        assertMap(unit -> unit.oneOffs().countPending(List.of(C2, CustomerId.of("c-3"), C1, C1)))
                .containsExactly(Map.entry(C1, 2), Map.entry(C2, 1));
        assertMap(unit -> unit.oneOffs().countPending(List.of())).isEmpty();
    }

    @Test
    void have_another_mark_once_others_are_due_of_what_has_ended() {
        insert(OneOffSamples.of(1, "c-1", "s-1"), OneOffSamples.of(2, "c-1", "s-1"), OneOffSamples.of(4, "c-2", "s-2"));
        assertValue(unit -> unit.oneOffs().dueOfEnded(at(9))).isEqualTo(new DueCount(0, 0));
        for (SubscriptionState each : List.of(SampleBooks.FIRST, SampleBooks.SECOND)) {
            write(unit -> unit.subscriptions().update(OneOffSamples.ended(each, 3)));
        }
        DueCount due = read(unit -> unit.oneOffs().dueOfEnded(at(3)));
        assertThat(due.count()).isEqualTo(2);
        assertThat(read(unit -> unit.oneOffs().dueOfEnded(at(4))).count()).isEqualTo(3);

        write(unit -> unit.oneOffs().cancel(id(1), at(3)));
        insert(OneOffSamples.of(0, "c-2", "s-2"));
        DueCount others = read(unit -> unit.oneOffs().dueOfEnded(at(3)));
        assertThat(others.count()).isEqualTo(2);
        assertThat(others.mark()).isNotEqualTo(due.mark());
    }

    /** First {@code s-1} is cancelled and then {@code s-2}, each three seconds after it began. */
    @Test
    void are_found_where_their_subscriptions_have_ended() {
        insert(
                OneOffSamples.of(2, "c-1", "s-1"),
                OneOffSamples.of(5, "c-1", "s-1"),
                OneOffSamples.of(6, "c-1", "s-1").billed(DOCUMENT),
                OneOffSamples.of(7, "c-1", "s-1").canceled(at(8)),
                OneOffSamples.of(4, "c-2", "s-2"),
                pending(9, "c-2"));
        assertList(unit -> unit.oneOffs().customersOfEnded(at(9), null, 9)).isEmpty();
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(0))).isEmpty();

        write(unit -> unit.subscriptions().update(OneOffSamples.ended(SampleBooks.FIRST, 3)));
        assertList(unit -> unit.oneOffs().customersOfEnded(at(2), null, 9)).isEmpty();
        assertList(unit -> unit.oneOffs().customersOfEnded(at(3), null, 9)).containsExactly(C1);
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(0))).contains(at(3));
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(3))).contains(at(5));
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(5))).isEmpty();

        write(unit -> unit.subscriptions().update(OneOffSamples.ended(SampleBooks.SECOND, 3)));
        assertList(unit -> unit.oneOffs().customersOfEnded(at(3), null, 9)).containsExactly(C1);
        assertList(unit -> unit.oneOffs().customersOfEnded(at(4), null, 9)).containsExactly(C1, C2);
        assertList(unit -> unit.oneOffs().customersOfEnded(at(4), null, 1)).containsExactly(C1);
        assertList(unit -> unit.oneOffs().customersOfEnded(at(4), C1, 9)).containsExactly(C2);
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(3))).contains(at(4));
    }

    /** What is still due of {@code s-1} may fail for ever; {@code s-2} has no end, and a cursor without anything due is none. */
    @Test
    void are_found_whatever_else_is_due_of_their_subscriptions() {
        insert(OneOffSamples.of(2, "c-1", "s-1"), OneOffSamples.of(4, "c-2", "s-2"));
        SubscriptionState ended = OneOffSamples.ended(SampleBooks.FIRST, 3);
        SubscriptionId endless = SampleBooks.SECOND.subscription().id();
        write(unit -> {
            unit.subscriptions()
                    .update(new SubscriptionState(
                            ended.subscription(), ended.cursor().dueAt(at(9))));
            unit.subscriptions()
                    .moveCursors(Map.of(endless, SampleBooks.SECOND.cursor().dueAt(null)));
        });
        assertList(unit -> unit.oneOffs().customersOfEnded(at(9), null, 9)).containsExactly(C1);
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(0))).contains(at(3));
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(3))).isEmpty();

        write(unit -> unit.subscriptions()
                .moveCursors(Map.of(ended.subscription().id(), ended.cursor().dueAt(null))));
        assertList(unit -> unit.oneOffs().customersOfEnded(at(2), null, 9)).isEmpty();
        assertList(unit -> unit.oneOffs().customersOfEnded(at(3), null, 9)).containsExactly(C1);
        assertOptional(unit -> unit.oneOffs().nextOfEndedAfter(at(0))).contains(at(3));
    }

    @Test
    void are_listed_page_by_page() {
        List<OneOffCharge> charges = LongStream.rangeClosed(1, 7)
                .mapToObj(n -> pending(n, n % 3 == 0 ? "c-2" : "c-1"))
                .toList();
        insert(Pages.shuffled(new ArrayList<>(charges)).toArray(OneOffCharge[]::new));

        assertList(unit -> unit.oneOffs().pending(Page.first(3))).isEqualTo(charges.subList(0, 3));
        assertList(unit -> unit.oneOffs().pending(new Page(id(3).toString(), 9)))
                .isEqualTo(charges.subList(3, 7));
        assertList(unit -> unit.oneOffs().list(C2, ALL)).containsExactly(charges.get(2), charges.get(5));
        assertList(unit -> unit.oneOffs().list(C1, new Page(id(2).toString(), 2)))
                .containsExactly(charges.get(3), charges.get(4));
        assertList(unit -> unit.oneOffs().list(CustomerId.of("c-3"), ALL)).isEmpty();
    }

    @Test
    void are_on_one_document_at_most() {
        insert(pending(1, "c-1").released(InvoiceId.of(Samples.uuid(49))), pending(2, "c-1"));
        write(unit -> unit.oneOffs().bill(Map.of(id(1), DOCUMENT, id(2), DOCUMENT)));
        write(unit -> unit.oneOffs().bill(Map.of()));

        assertList(unit -> unit.oneOffs().list(C1, ALL))
                .containsExactly(
                        pending(1, "c-1").billed(DOCUMENT), pending(2, "c-1").billed(DOCUMENT));
        insert(pending(3, "c-1"));
        assertRefused(
                ErrorCode.IMMUTABLE,
                unit -> unit.oneOffs().bill(Map.of(id(3), DOCUMENT, id(2), DocumentSamples.invoiceId(51))));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().bill(Map.of(id(8), DOCUMENT)));
        assertMap(unit -> unit.oneOffs().pending(List.of(C1)))
                .containsExactly(Map.entry(C1, List.of(pending(3, "c-1"))));
    }

    @Test
    void are_cancelled_only_while_they_wait() {
        insert(
                pending(1, "c-1"),
                pending(2, "c-1").billed(DOCUMENT),
                pending(3, "c-1").released(DOCUMENT));
        write(unit -> unit.oneOffs().cancel(id(1), at(77)));
        write(unit -> unit.oneOffs().cancel(id(3), at(78)));

        assertList(unit -> unit.oneOffs().list(C1, ALL))
                .containsExactly(
                        pending(1, "c-1").canceled(at(77)),
                        pending(2, "c-1").billed(DOCUMENT),
                        pending(3, "c-1").canceled(at(78)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().cancel(id(1), at(99)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().cancel(id(2), at(99)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().bill(Map.of(id(1), DOCUMENT)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().cancel(id(8), at(99)));
    }

    @Test
    void leave_a_draft() {
        Invoice draft = OneOffSamples.invoice(50, pending(1, "c-1"), pending(2, "c-1"));
        insert(pending(1, "c-1"), pending(2, "c-1"), pending(3, "c-1"));
        issue(draft, 1, 2);
        write(unit -> unit.oneOffs().release(List.of(id(1), id(3), id(8)), null));

        assertList(unit -> unit.oneOffs().list(C1, ALL))
                .containsExactly(pending(1, "c-1"), pending(2, "c-1").billed(draft.id()), pending(3, "c-1"));
        write(unit -> unit.oneOffs().release(List.of(), null));
    }

    @Test
    void stay_on_a_document_that_is_final_until_it_is_made_again() {
        Invoice issued = finalized(OneOffSamples.invoice(50, pending(1, "c-1"), pending(2, "c-1")), 1);
        insert(pending(1, "c-1"), pending(2, "c-1"));
        issue(issued, 1, 2);
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().release(List.of(id(1)), null));

        write(unit -> unit.invoices().markVoided(voided(issued, VoidIntent.REISSUE)));
        write(unit -> unit.oneOffs().release(List.of(id(1), id(2)), issued.id()));
        assertMap(unit -> unit.oneOffs().pending(List.of(C1)))
                .containsExactly(Map.entry(
                        C1,
                        List.of(
                                pending(1, "c-1").released(issued.id()),
                                pending(2, "c-1").released(issued.id()))));
    }

    @Test
    void stay_on_a_document_that_is_waived() {
        Invoice issued = finalized(OneOffSamples.invoice(50, pending(1, "c-1")), 1);
        insert(pending(1, "c-1"));
        issue(issued, 1);
        write(unit -> unit.invoices().markVoided(voided(issued, VoidIntent.WAIVE)));

        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.oneOffs().release(List.of(id(1)), issued.id()));
        assertMap(unit -> unit.oneOffs().pending(List.of(C1))).isEmpty();
    }

    @Test
    void have_lines_that_are_no_subscriptions() {
        Invoice issued = finalized(
                OneOffSamples.invoice(50, full(1, "c-1", "key"), pending(2, "c-1"), flat(3, "c-1", "5.00")), 1);
        issue(issued);
        Invoice note =
                CreditNoteSamples.numbered(CreditNoteSamples.unnumbered(51, issued, CreditAmount.whole(), null), 1);
        issue(note);

        assertOptional(unit -> unit.invoices().find(issued.id())).contains(issued);
        assertOptional(unit -> unit.invoices().find(note.id())).contains(note);
        assertThat(issued.lines()).hasSize(3);
        assertThat(issued.verified()).isTrue();
        assertThat(note.verified()).isTrue();
        assertMap(unit -> unit.invoices()
                        .billedLines(Map.of(SampleBooks.FIRST.subscription().id(), Samples.START)))
                .isEmpty();
        assertList(unit -> unit.slots().ofInvoice(issued.id())).isEmpty();
    }

    private static Invoice voided(Invoice document, VoidIntent intent) {
        return document.voided(document.state().issued().orElseThrow(), at(500), intent);
    }

    private void insert(OneOffCharge... charges) {
        write(unit -> unit.oneOffs().insert(List.of(charges)));
    }

    private void issue(Invoice document, long... charges) {
        write(unit -> {
            unit.invoices().insertLines(List.of(new DocumentLines(document.id(), document.lines())));
            LongStream.of(charges).forEach(n -> unit.oneOffs().bill(Map.of(id(n), document.id())));
            unit.invoices().insertHeaders(List.of(document));
        });
    }
}
