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
import java.util.Objects;
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
    void redeemsNoCoupon() {
        assertThat(note.lines().get(0).adjustments().discounts()).isNotEmpty();
        assertThat(note.redemptions()).isEmpty();
        assertThat(ledger.document(1).redemptions()).hasSize(1);
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
    void creditsNoStretchTwice() {
        List<InvoiceLine> lines = new ArrayList<>(note.lines());
        Span later = new Span(at("2024-04-11"), at("2024-05-01"));
        addPair(lines, later, usd("1.00"));

        assertThat(details(lines)).contains("another line takes back a part of the same");
    }

    @Test
    void hasNoPairOfWhichNothingIsCredited() {
        List<InvoiceLine> lines = new ArrayList<>();
        addPair(lines, new Span(at("2024-04-01"), at("2024-05-01")), null);

        assertThat(details(lines)).contains("nothing is credited of it, nor of what it belongs to");
    }

    @Test
    void hasTheTaxOfAllItsLinesTogether() {
        InvoiceLine again = note.lines().get(1);
        LineAdjustments adjustments = again.adjustments();
        LineTaxes taxes = Objects.requireNonNull(adjustments.taxes(), "a taxed line");
        CreditShare own = adjustments.credits().get(1);
        List<InvoiceLine> lines = new ArrayList<>(note.lines());
        // A cent less of what is taken off, and one more of the tax.
        lines.set(
                1,
                InvoiceLine.of(
                        again.number(),
                        again.key(),
                        again.description(),
                        again.derivation(),
                        new LineAdjustments(
                                adjustments.discounts(),
                                adjustments.piece(),
                                taxes.of(taxes.shares().stream()
                                        .map(share -> share.minusMinor(1))
                                        .toList()),
                                List.of(
                                        adjustments.credits().get(0),
                                        new CreditShare(own.note(), own.amount().minusMinor(1))))));

        assertThat(details(lines)).contains("what it credits is not split as the note's lines are");
        assertThat(faults(with(lines, use()))).containsExactly(Kind.CREDIT_NOT_DERIVED);
    }

    @Test
    void creditsTheInvoiceWhoseLinesItTakesBack() {
        CreditNoteTerms terms = Objects.requireNonNull(note.note(), "a credit note");
        Invoice first = ledger.document(2);
        CreditNoteTerms others =
                new CreditNoteTerms(note.id(), terms.invoiceNumber(), terms.reason(), terms.memo(), terms.use());
        Invoice of = with(DocumentType.CREDIT_NOTE, note.lines(), others);

        assertThat(CorrectionVerifier.verify(note, List.of(first, note))).isEmpty();
        assertThat(CorrectionVerifier.verify(of, List.of(first, of)))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.CREDIT_NOT_DERIVED);
        Invoice april = issued(ledger.document(1));
        CreditNoteTerms numbered =
                new CreditNoteTerms(terms.invoice(), "CN-1", terms.reason(), terms.memo(), terms.use());
        assertThat(CorrectionVerifier.verify(with(DocumentType.CREDIT_NOTE, first.lines(), numbered), List.of(april)))
                .extracting(InvoiceFault::kind)
                .doesNotContain(Kind.CREDIT_NOT_DERIVED);
        assertThat(CorrectionVerifier.verify(with(DocumentType.CREDIT_NOTE, first.lines(), terms), List.of(april)))
                .extracting(InvoiceFault::kind)
                .contains(Kind.CREDIT_NOT_DERIVED);
    }

    private List<String> details(List<InvoiceLine> lines) {
        CreditUse used =
                CreditUse.credit(DocumentTotals.of(lines, usd("0.00")).credit().negated());
        return InvoiceVerifier.STANDARD.verify(with(lines, used)).stream()
                .map(InvoiceFault::detail)
                .toList();
    }

    /** A pair over a stretch of what the first note has left. */
    private void addPair(List<InvoiceLine> lines, Span span, @Nullable Money credited) {
        Invoice first = ledger.document(2);
        BilledAt at = new BilledAt(0, at("2024-04-01"));
        BilledLine stands = new BilledLine(
                first.id(),
                InvoiceStatus.FINALIZED,
                first.recordedAt(),
                first.lines().get(1));
        InvoiceLine back = TakenBack.of(stands, span, at).numbered(lines.size() + 1);
        lines.add(back);
        LineDraft again =
                TakenBack.of(new BilledLine(note.id(), InvoiceStatus.FINALIZED, note.recordedAt(), back), span, at);
        List<CreditShare> credits = new ArrayList<>(again.adjustments().credits());
        if (credited != null) {
            credits.add(new CreditShare(note.id(), credited));
        }
        lines.add(again.with(again.adjustments().with(credits)).numbered(lines.size() + 1));
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
