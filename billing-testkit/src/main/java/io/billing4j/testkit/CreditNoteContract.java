package io.billing4j.testkit;

import static io.billing4j.testkit.CreditNoteSamples.numbered;
import static io.billing4j.testkit.CreditNoteSamples.unnumbered;
import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credit notes, and how what they credit is settled. */
abstract class CreditNoteContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final InvoiceDraft CONTENT = TaxedDocumentSamples.draft(1, S1, 0, TaxedDocumentSamples.exclusive());
    private static final Invoice INVOICE = finalized(invoice(CONTENT), 1);
    private static final Invoice DRAFT = unnumbered(2, INVOICE, CreditAmount.of(dollars("10.00")), Samples.HOSTILE);
    private static final Invoice PART = numbered(DRAFT, 1);
    private static final Invoice REST = numbered(unnumbered(3, INVOICE, List.of(PART), CreditAmount.whole(), null), 2);

    CreditNoteContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeInvoice() {
        write(SampleBooks::writeParties);
        insert(INVOICE);
    }

    @Test
    void come_back_as_they_were() {
        insert(PART);
        insert(REST);

        assertOptional(unit -> unit.invoices().find(PART.id())).contains(PART);
        assertOptional(unit -> unit.invoices().find(REST.id())).contains(REST);
        assertList(unit -> unit.invoices().list(S1.customer(), Page.first(10)))
                .containsExactly(INVOICE, PART, REST)
                .allMatch(Invoice::verified);
        assertThat(PART.totals().credit()).isEqualTo(dollars("-10.00"));
        // 46.17 in all
        assertThat(REST.totals().credit()).isEqualTo(dollars("-36.17"));
    }

    @Test
    void are_those_of_a_customer_that_are_not_void() {
        insert(REST);
        insert(PART);
        assertList(unit -> unit.invoices().creditNotes(S1.customer(), null)).containsExactly(PART, REST);
        assertList(unit -> unit.invoices().creditNotes(CustomerId.of("c-2"), null))
                .isEmpty();

        write(unit -> unit.invoices().markVoided(voided(REST)));
        assertList(unit -> unit.invoices().creditNotes(S1.customer(), null)).containsExactly(PART);
        assertOptional(unit -> unit.invoices().find(REST.id())).contains(voided(REST));
    }

    @Test
    void are_those_of_an_invoice() {
        Invoice another = finalized(invoice(DocumentSamples.draft(7, S1, 1)), 3);
        Invoice ofAnother = numbered(unnumbered(8, another, CreditAmount.of(dollars("1.00")), null), 7);
        insert(another);
        insert(ofAnother);
        insert(PART);

        assertList(unit -> unit.invoices().creditNotes(S1.customer(), INVOICE.id()))
                .containsExactly(PART);
        assertList(unit -> unit.invoices().creditNotes(S1.customer(), another.id()))
                .containsExactly(ofAnother);
        assertList(unit -> unit.invoices().creditNotes(CustomerId.of("c-2"), INVOICE.id()))
                .isEmpty();
        assertList(unit -> unit.invoices().creditNotes(S1.customer(), PART.id()))
                .isEmpty();
    }

    /** A version that knows no notes would leave them behind. */
    @Test
    void keep_their_invoice_from_being_void() {
        insert(PART);
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().markVoided(voided(INVOICE)));
        assertOptional(unit -> unit.invoices().find(INVOICE.id())).contains(INVOICE);

        write(unit -> unit.invoices().markVoided(voided(PART)));
        write(unit -> unit.invoices().markVoided(voided(INVOICE)));
        assertOptional(unit -> unit.invoices().find(INVOICE.id())).contains(voided(INVOICE));
    }

    @Test
    void count_as_billed_until_they_are_void() {
        insert(PART);
        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), Samples.START)))
                .containsExactly(Map.entry(S1.id(), billed(INVOICE, PART)));

        write(unit -> unit.invoices().markVoided(voided(PART)));
        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), Samples.START)))
                .containsExactly(Map.entry(S1.id(), billed(INVOICE)));
    }

    @Test
    void are_final_from_the_first() {
        write(unit -> unit.invoices().insertLines(List.of(new DocumentLines(DRAFT.id(), DRAFT.lines()))));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().insertHeaders(List.of(DRAFT)));

        write(unit -> unit.invoices().insertHeaders(List.of(PART)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().replaceDraft(DRAFT));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().deleteDraft(DRAFT.id()));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(PART)));
        InvoiceLine line = INVOICE.lines().get(0);
        InvoiceLine oneMore = InvoiceLine.of(99, line.key(), line.description(), line.derivation());
        assertRefused(
                ErrorCode.IMMUTABLE,
                unit -> unit.invoices().insertLines(List.of(new DocumentLines(PART.id(), List.of(oneMore)))));
        assertOptional(unit -> unit.invoices().find(PART.id())).contains(PART);
    }

    @Test
    void share_no_number_with_an_invoice() {
        Invoice alike = DRAFT.finalized(INVOICE.number().orElseThrow(), at(3));
        write(unit -> unit.invoices().insertLines(List.of(new DocumentLines(DRAFT.id(), DRAFT.lines()))));

        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> unit.invoices().insertHeaders(List.of(alike)));
    }

    @Test
    void settle_what_they_credit_and_nothing_else() {
        Invoice paid = INVOICE.settled(Settlement.PAID);
        write(unit -> unit.invoices().settle(paid));
        assertOptional(unit -> unit.invoices().find(INVOICE.id())).contains(paid);

        Invoice others = paid.refreshed(DocumentSamples.draft(1, S1, 1));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().settle(others));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().settle(voided(INVOICE)));
        assertRefused(
                ErrorCode.IMMUTABLE,
                unit -> unit.invoices().settle(finalized(invoice(CONTENT), 2).settled(Settlement.UNPAID)));
        assertRefused(
                ErrorCode.INVOICE_NOT_FOUND,
                unit -> unit.invoices().settle(finalized(invoice(DocumentSamples.draft(7, S1, 1)), 3)));
        assertOptional(unit -> unit.invoices().find(INVOICE.id())).contains(paid);

        write(unit -> unit.invoices().settle(INVOICE));
        assertOptional(unit -> unit.invoices().find(INVOICE.id())).contains(INVOICE);
    }

    @Test
    void settle_no_draft() {
        Invoice draft = invoice(DocumentSamples.draft(7, S1, 1));
        insert(draft);

        assertThat(draft.state()).isInstanceOf(InvoiceState.Draft.class);
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().settle(draft.settled(Settlement.PAID)));
        assertOptional(unit -> unit.invoices().find(draft.id())).contains(draft);
    }

    private static Invoice voided(Invoice document) {
        return document.voided(document.state().issued().orElseThrow(), at(500), VoidIntent.REISSUE);
    }

    private static List<BilledLine> billed(Invoice... documents) {
        return Stream.of(documents)
                .flatMap(document -> document.lines().stream()
                        .map(line -> new BilledLine(document.id(), document.status(), document.recordedAt(), line)))
                .toList();
    }

    private void insert(Invoice document) {
        write(unit -> {
            unit.invoices().insertLines(List.of(new DocumentLines(document.id(), document.lines())));
            unit.invoices().insertHeaders(List.of(document));
        });
    }

    private static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
