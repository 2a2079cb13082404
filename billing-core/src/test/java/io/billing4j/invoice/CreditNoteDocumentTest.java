package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.TaxBehavior;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A credit note as a document proves itself: 10.00 and then 5.00 of 30.00 less 3.00 with 5.13. */
class CreditNoteDocumentTest {
    private final Ledger ledger = ledger(Taxes.germany());
    private final Invoice note = ledger.document(3);

    @Test
    void provesItself() {
        assertThat(InvoiceVerifier.STANDARD.verify(issued(note))).isEmpty();
        assertThat(CorrectionVerifier.verify(note, List.of(ledger.document(2), note)))
                .isEmpty();
        assertThat(note.totals().credit()).isEqualTo(usd("-5.00"));
    }

    @Test
    void doesNotOnceAnyOneFieldIsAnother() {
        for (Invoice document : List.of(
                note,
                ledger(Taxes.germany(TaxBehavior.INCLUSIVE)).document(3),
                ledger(TaxFacts.NONE).document(3))) {
            assertThat(RecordChanges.of(issued(document)).stream()
                            .filter(change -> !InvoiceVerificationTest.free(change)))
                    .hasSizeGreaterThan(100)
                    .noneMatch(change -> change.changed().verified());
        }
        assertThat(RecordChanges.of(issued(note)))
                .extracting(Change::path)
                .contains(
                        "note.invoice.value",
                        "note.invoiceNumber",
                        "note.reason",
                        "note.memo",
                        "note.use.credit",
                        "note.use.refund",
                        "note.use.offset",
                        "lines[1].adjustments.credits[1].amount");
    }

    @Test
    void doesNotSayThatOtherAmountsGoSomewhere() {
        CreditUse use = new CreditUse(usd("3.00"), usd("1.00"), usd("1.00"));
        assertThat(faults(with(note.lines(), use))).isEmpty();
        assertThat(faults(with(note.lines(), new CreditUse(usd("3.00"), usd("1.00"), usd("1.01")))))
                .containsExactly(Kind.CREDIT_NOT_DERIVED);
    }

    @Test
    void hasPairsOfLines() {
        assertThat(faults(with(note.lines().subList(0, 1), use()))).contains(Kind.CREDIT_NOT_DERIVED);
        assertThat(faults(with(List.of(), use()))).contains(Kind.CREDIT_NOT_DERIVED);
        List<InvoiceLine> twice = new ArrayList<>(note.lines());
        twice.add(numbered(note.lines().get(0), 3));
        twice.add(numbered(note.lines().get(1), 4));
        assertThat(faults(with(twice, use()))).contains(Kind.CREDIT_NOT_DERIVED);
    }

    @Test
    void creditsNothingInTheNameOfAnotherNote() {
        CreditShare own = note.lines().get(1).adjustments().credits().get(1);
        List<InvoiceLine> lines = new ArrayList<>(note.lines());
        lines.set(
                1,
                changed(
                        note.lines().get(1),
                        credits -> List.of(
                                credits.get(0),
                                new CreditShare(ledger.document(1).id(), own.amount()))));

        assertThat(faults(with(lines, use()))).containsExactly(Kind.CREDIT_NOT_DERIVED);
    }

    @Test
    void isTheOnlyDocumentThatCreditsAnything() {
        Invoice other = new Invoice(
                note.id(),
                note.customer(),
                note.entity(),
                DocumentType.INVOICE,
                note.period(),
                note.lines(),
                note.discounts(),
                note.taxes(),
                null,
                note.totals(),
                note.state(),
                note.settlement(),
                note.origin(),
                note.recordedAt());

        assertThat(faults(other)).containsExactly(Kind.CREDIT_NOT_DERIVED);
    }

    @Test
    void hasTermsAndNoOtherDocumentHas() {
        assertUnreadable(DocumentType.CREDIT_NOTE, null);
        assertUnreadable(DocumentType.INVOICE, note.note());
    }

    private void assertUnreadable(DocumentType type, @Nullable CreditNoteTerms terms) {
        assertThatExceptionOfType(BillingException.class)
                .isThrownBy(() -> with(type, note.lines(), terms))
                .extracting(BillingException::code)
                .isEqualTo(ErrorCode.STORED_DATA_UNREADABLE);
    }

    private static List<Kind> faults(Invoice document) {
        return InvoiceVerifier.STANDARD.verify(document).stream()
                .map(InvoiceFault::kind)
                .distinct()
                .toList();
    }

    private CreditUse use() {
        return CreditUse.credit(usd("5.00"));
    }

    private Invoice with(List<InvoiceLine> lines, CreditUse use) {
        CreditNoteTerms terms = note.note();
        return with(
                DocumentType.CREDIT_NOTE,
                lines,
                terms == null
                        ? null
                        : new CreditNoteTerms(
                                terms.invoice(), terms.invoiceNumber(), terms.reason(), terms.memo(), use));
    }

    private Invoice with(DocumentType type, List<InvoiceLine> lines, @Nullable CreditNoteTerms terms) {
        return new Invoice(
                note.id(),
                note.customer(),
                note.entity(),
                type,
                note.period(),
                lines,
                note.discounts(),
                note.taxes(),
                terms,
                DocumentTotals.of(lines, usd("0.00")),
                note.state(),
                note.settlement(),
                note.origin(),
                note.recordedAt());
    }

    private static InvoiceLine numbered(InvoiceLine line, int number) {
        return InvoiceLine.of(number, line.key(), line.description(), line.derivation(), line.adjustments());
    }

    private static InvoiceLine changed(InvoiceLine line, UnaryOperator<List<CreditShare>> change) {
        LineAdjustments adjustments = line.adjustments();
        return InvoiceLine.of(
                line.number(),
                line.key(),
                line.description(),
                line.derivation(),
                new LineAdjustments(
                        adjustments.discounts(),
                        adjustments.piece(),
                        adjustments.taxes(),
                        change.apply(adjustments.credits())));
    }

    private static Ledger ledger(TaxFacts facts) {
        Ledger ledger = new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "30.00"))
                .taxed(facts)
                .granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10")));
        ledger.bill(0);
        ledger.credit(1, CreditAmount.of(usd("10.00")));
        ledger.credit(1, CreditAmount.of(usd("5.00")));
        return ledger;
    }

    private static Invoice issued(Invoice document) {
        return document.finalized(
                InvoiceNumber.of(
                        NumberingTemplate.of("CN-{seq}"),
                        NumberedDocument.of(document.customer(), document.entity(), LocalDate.of(2024, 4, 11)),
                        1),
                at("2024-04-11"));
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }
}
