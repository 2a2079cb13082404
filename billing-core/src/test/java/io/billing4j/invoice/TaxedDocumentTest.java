package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxTreatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A document with taxes proves itself: one that gives a discounted line back, and asks for another one. */
class TaxedDocumentTest {
    private final Invoice taxed = upgrade(Taxes.germany());

    @Test
    void provesItself() {
        assertThat(taxed.lines())
                .extracting(line -> line.taxAdded().getAmount().toPlainString())
                .containsExactly("-2.03", "5.07");
        assertThat(InvoiceVerifier.STANDARD.verify(taxed)).isEmpty();
        assertThat(InvoiceVerifier.STANDARD.verify(upgrade(Taxes.germany(TaxBehavior.INCLUSIVE))))
                .isEmpty();
    }

    @Test
    void doesNotOnceAnyOneFieldIsAnother() {
        for (Invoice document : List.of(taxed, upgrade(Taxes.germany(TaxBehavior.INCLUSIVE)), untaxed())) {
            assertThat(RecordChanges.of(document).stream().filter(change -> !InvoiceVerificationTest.free(change)))
                    .hasSizeGreaterThan(100)
                    .noneMatch(change -> change.changed().verified());
        }
        assertThat(RecordChanges.of(taxed))
                .extracting(Change::path)
                .contains(
                        "taxes.policy",
                        "totals.taxIncluded",
                        "lines[0].adjustments.piece.taxes[0]",
                        "lines[1].adjustments.taxes.basis.day",
                        "lines[1].adjustments.taxes.treatment.components[0].percent",
                        "lines[1].adjustments.taxes.shares[0]");
    }

    @Test
    void doesNotProveTaxesThatWereMadeWithTheirHashes() {
        assertThat(faults(0, TaxedDocumentTest::oneCentMore)).contains(Kind.TAX_NOT_DERIVED);
        assertThat(faults(1, TaxedDocumentTest::oneCentMore)).contains(Kind.TAX_NOT_DERIVED);
        assertThat(faults(
                        0,
                        adjustments ->
                                new LineAdjustments(adjustments.discounts(), adjustments.piece(), null, List.of())))
                .contains(Kind.TAX_NOT_DERIVED);
        assertThat(faults(
                        1,
                        adjustments ->
                                new LineAdjustments(adjustments.discounts(), adjustments.piece(), null, List.of())))
                .contains(Kind.TAX_NOT_DERIVED);
        assertThat(faults(1, adjustments -> adjustments)).isEmpty();
    }

    private static LineAdjustments oneCentMore(LineAdjustments adjustments) {
        LineTaxes taxes = adjustments.taxes();
        return taxes == null
                ? adjustments
                : adjustments.with(taxes.of(
                        taxes.shares().stream().map(share -> share.plusMinor(1)).toList()));
    }

    /** Of the document with other adjustments of a line, whose hash and totals are right again. */
    private List<Kind> faults(int number, UnaryOperator<LineAdjustments> change) {
        InvoiceLine line = taxed.lines().get(number);
        List<InvoiceLine> lines = new ArrayList<>(taxed.lines());
        lines.set(
                number,
                InvoiceLine.of(
                        line.number(),
                        line.key(),
                        line.description(),
                        line.derivation(),
                        change.apply(line.adjustments())));
        Invoice forged = new Invoice(
                taxed.id(),
                taxed.customer(),
                taxed.entity(),
                taxed.type(),
                taxed.period(),
                lines,
                taxed.discounts(),
                taxed.taxes(),
                taxed.note(),
                DocumentTotals.of(lines, Money.parse("USD 0.00")),
                new InvoiceState.Draft(),
                taxed.settlement(),
                taxed.origin(),
                taxed.recordedAt());
        return InvoiceVerifier.STANDARD.verify(forged).stream()
                .map(InvoiceFault::kind)
                .toList();
    }

    /** 20.00 less 4.00 at 19 %, then 50.00 less 20 % from the 11th of April on: 33.33 less 6.67. */
    private static Invoice upgrade(TaxFacts facts) {
        Ledger ledger = new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"))
                .taxed(facts)
                .granted(DiscountOrder.AS_GIVEN, granted("off", percent("20")));
        ledger.bill(0);
        return issued(ledger.known(subscribed("2024-04-01", BASIC, 1, plan("2024-04-11", PRO)))
                .correct());
    }

    private static Invoice untaxed() {
        return upgrade(Taxes.germany(new TaxProfile(
                CustomerId.of("acme"),
                LocalDate.of(2024, 1, 1),
                TaxPlace.of("DE", "BY"),
                new TaxTreatment.Untaxed(NoTax.EXEMPT, "Article 132 of 2006/112/EC"),
                null)));
    }

    private static Invoice issued(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN)
                .finalized(
                        InvoiceNumber.of(
                                NumberingTemplate.DEFAULT,
                                NumberedDocument.of(draft.customer(), draft.entity(), LocalDate.of(2024, 4, 11)),
                                1),
                        at("2024-04-11"));
    }
}
