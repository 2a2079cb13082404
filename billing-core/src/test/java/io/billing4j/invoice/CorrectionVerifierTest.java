package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.RunId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.Derivation;
import io.billing4j.tax.TaxBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** The fee of 20.00 for April less 20 %, of which 13.33 are taken back from the 11th on with 2.67 of the 4.00 that were off. */
class CorrectionVerifierTest {
    private static final InvoiceOrigin ORIGIN = InvoiceOrigin.run(RunId.of(new UUID(1, 1)));

    private final Ledger ledger = new Ledger(
                    subscribed("2024-04-01", BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"))
            .granted(DiscountOrder.AS_GIVEN, granted("off", percent("20")));
    private final Invoice april = Invoice.draft(ledger.bill(0), ORIGIN);
    private final Invoice upgrade = Invoice.draft(
            ledger.known(subscribed("2024-04-01", BASIC, 1, plan("2024-04-11", PRO)))
                    .correct(),
            ORIGIN);
    private final InvoiceLine back = upgrade.lines().get(0);

    @Test
    void findsNothingWrongWithWhatTakesBackAPartOfTheLineThatItNames() {
        assertThat(back.amount()).isEqualTo(Money.parse("USD -13.33"));
        assertThat(back.discount()).isEqualTo(Money.parse("USD -2.67"));
        assertThat(CorrectionVerifier.named(upgrade)).containsExactly(april.id());
        assertThat(CorrectionVerifier.verify(upgrade, List.of(april))).isEmpty();
    }

    @Test
    void hasNothingToLookForInWhatTakesNothingBack() {
        assertThat(CorrectionVerifier.named(april)).isEmpty();
        assertThat(CorrectionVerifier.verify(april, List.of())).isEmpty();
    }

    /** The document alone is sound: 13.33 would be paid out of which 2.67 were never paid in. */
    @Test
    void seesThatSharesWereStripped() {
        Invoice forged = with(back.key(), back.derivation(), LineAdjustments.NONE);

        assertThat(forged.verified()).isTrue();
        assertThat(faults(forged)).containsExactly(Kind.DISCOUNT_NOT_DERIVED);
    }

    /** As if 2.00 had been taken off: 13.33 of 20.00 have 1.33 of them. */
    @Test
    void seesThatLessWasTakenOffThereThanThePieceSays() {
        LinePiece piece = new LinePiece(
                Money.parse("USD 20.00"),
                Money.parse("USD 6.67"),
                Money.parse("USD 20.00"),
                List.of(new DiscountShare(CouponGrantId.of("off"), 0, Money.parse("USD 2.00"))));
        Invoice forged = with(
                back.key(),
                back.derivation(),
                LineAdjustments.of(piece, back.derivation().rounding(), true, null));

        assertThat(forged.lines().get(0).discount()).isEqualTo(Money.parse("USD -1.33"));
        assertThat(forged.verified()).isTrue();
        assertThat(faults(forged)).containsExactly(Kind.DISCOUNT_NOT_DERIVED);
    }

    @Test
    void seesThatALineIsTaxedOtherwiseThanTheOneThatItTakesBack() {
        Ledger ledger = new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "20.00"), flat("pro", "0.00"))
                .taxed(Taxes.germany());
        Invoice taxed = Invoice.draft(ledger.bill(0), Taxes.ORIGIN);
        Invoice given = Invoice.draft(
                ledger.known(subscribed("2024-04-01", BASIC, 1, plan("2024-04-11", PRO)))
                        .correct(),
                Taxes.ORIGIN);
        InvoiceLine line = given.lines().get(0);
        LineTaxes taxes = Objects.requireNonNull(line.adjustments().taxes(), "a taxed line");
        TaxBasis april = taxes.basis();
        LineTaxes others = new LineTaxes(
                taxes.treatment(),
                new TaxBasis(april.category(), april.place(), april.day().plusDays(1)),
                taxes.shares());
        Invoice forged = replaced(
                given, line, line.key(), line.derivation(), line.adjustments().with(others));

        assertThat(CorrectionVerifier.verify(given, List.of(taxed))).isEmpty();
        assertThat(forged.verified()).isTrue();
        assertThat(CorrectionVerifier.verify(forged, List.of(taxed)))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.TAX_NOT_DERIVED);
    }

    @Test
    void seesThatALineNamesOneThatIsNotThere() {
        assertThat(CorrectionVerifier.verify(upgrade, List.of()))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.LINE_INCONSISTENT);
        assertThat(faults(with(
                        naming(new LineRef(april.id(), 2), back.key().service()),
                        back.derivation(),
                        back.adjustments())))
                .containsExactly(Kind.LINE_INCONSISTENT);
    }

    @Test
    void seesThatALineNamesAnotherThanTheOneThatItTakesBack() {
        Invoice forged =
                with(naming(new LineRef(upgrade.id(), 2), back.key().service()), back.derivation(), back.adjustments());

        assertThat(CorrectionVerifier.verify(forged, List.of(april, upgrade)))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.LINE_INCONSISTENT);
    }

    /** The fee of the new plan is asked for from the 11th on: 33.33. For all of April that would be 50.00. */
    @Test
    void seesThatMoreIsTakenBackThanTheLineIsFor() {
        Invoice later =
                Invoice.draft(ledger.known(subscribed("2024-04-01", BASIC, 1)).correct(), ORIGIN);
        InvoiceLine proBack = later.lines().stream()
                .filter(line -> line.amount().isNegative())
                .findFirst()
                .orElseThrow();
        assertThat(CorrectionVerifier.verify(later, List.of(april, upgrade))).isEmpty();

        BillingPeriod whole = april.lines().get(0).key().service();
        Derivation more = proBack.derivation().reverse(whole).reverse(whole);
        Invoice forged = replaced(
                later,
                proBack,
                new LineKey(
                        proBack.key().subscription(),
                        proBack.key().plan(),
                        proBack.key().charge(),
                        proBack.key().kind(),
                        whole,
                        proBack.key().corrects()),
                more,
                proBack.adjustments());

        assertThat(forged.lines().get(proBack.number() - 1).amount()).isEqualTo(Money.parse("USD -50.00"));
        assertThat(CorrectionVerifier.verify(forged, List.of(april, upgrade)))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.LINE_INCONSISTENT);
    }

    private List<Kind> faults(Invoice forged) {
        return CorrectionVerifier.verify(forged, List.of(april)).stream()
                .map(InvoiceFault::kind)
                .toList();
    }

    private LineKey naming(LineRef ref, BillingPeriod service) {
        LineKey key = back.key();
        return new LineKey(key.subscription(), key.plan(), key.charge(), key.kind(), service, ref);
    }

    private Invoice with(LineKey key, Derivation derivation, LineAdjustments adjustments) {
        return replaced(upgrade, back, key, derivation, adjustments);
    }

    /** The document with another line in the place of one, its hash and the totals as they would be. */
    private static Invoice replaced(
            Invoice invoice, InvoiceLine line, LineKey key, Derivation derivation, LineAdjustments adjustments) {
        List<InvoiceLine> lines = new ArrayList<>(invoice.lines());
        lines.set(line.number() - 1, InvoiceLine.of(line.number(), key, line.description(), derivation, adjustments));
        return new Invoice(
                invoice.id(),
                invoice.customer(),
                invoice.entity(),
                invoice.type(),
                invoice.period(),
                lines,
                invoice.discounts(),
                invoice.taxes(),
                invoice.note(),
                DocumentTotals.of(lines, Money.parse("USD 0.00")),
                invoice.state(),
                invoice.settlement(),
                invoice.origin(),
                invoice.recordedAt());
    }
}
