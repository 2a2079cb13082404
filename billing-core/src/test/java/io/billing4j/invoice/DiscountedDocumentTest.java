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

import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.RunId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** The proof of a document with discounts that also takes back what was discounted: 20.00 less 20 % and 3.00, upgraded on the 11th. */
class DiscountedDocumentTest {
    private final Invoice discounted = discounted();

    @Test
    void hasTheSharesOfWhatItTakesBackAndOfWhatItAsksFor() {
        // Of 20.00 less 4.00 and 3.00 the first 6.67 stay, with 1.33 and, of the 5.34 of 16.00 that are left, 1.00.
        // 50.00 − 16.67 = 33.33, less 20 % and the 2.00 that are there again of 3.00.
        assertThat(discounted.lines())
                .extracting(line -> line.amount().getAmount() + " "
                        + line.adjustments().discounts().stream()
                                .map(share ->
                                        share.grant() + " " + share.amount().getAmount())
                                .toList())
                .containsExactly("-13.33 [off -2.67, three -2.00]", "33.33 [off 6.67, three 2.00]");
        assertThat(discounted.totals().subtotal()).isEqualTo(Money.parse("USD 20.00"));
        assertThat(discounted.totals().discount()).isEqualTo(Money.parse("USD 4.00"));
        assertThat(discounted.totals().total()).isEqualTo(Money.parse("USD 16.00"));
    }

    @Test
    void provesItself() {
        assertThat(InvoiceVerifier.STANDARD.verify(discounted)).isEmpty();
    }

    @Test
    void doesNotOnceAnyOneFieldIsAnother() {
        List<Change<Invoice>> changes = RecordChanges.of(discounted);

        assertThat(changes.stream().filter(change -> !InvoiceVerificationTest.free(change)))
                .hasSizeGreaterThan(100)
                .noneMatch(change -> change.changed().verified());
        assertThat(changes)
                .extracting(Change::path)
                .contains(
                        "discounts.list[0].discount.percent",
                        "discounts.list[1].amount",
                        "discounts.order",
                        "lines[0].adjustments.piece.from",
                        "lines[1].adjustments.discounts[0].amount");
    }

    @Test
    void doesNotProveSharesThatWereMadeWithTheirHashes() {
        assertThat(faults(0, shares -> shares.of(shares.amount().plus(new BigDecimal("0.01")))))
                .contains(Kind.DISCOUNT_NOT_DERIVED);
        assertThat(faults(1, shares -> shares.of(shares.amount().plus(new BigDecimal("0.01")))))
                .contains(Kind.DISCOUNT_NOT_DERIVED);
    }

    /** Of the document with other shares on a line, whose hash is right again. */
    private List<Kind> faults(int number, UnaryOperator<DiscountShare> change) {
        InvoiceLine line = discounted.lines().get(number);
        LineAdjustments others = new LineAdjustments(
                line.adjustments().discounts().stream().map(change).toList(),
                line.adjustments().piece());
        List<InvoiceLine> lines = new ArrayList<>(discounted.lines());
        lines.set(number, InvoiceLine.of(line.number(), line.key(), line.description(), line.derivation(), others));
        Invoice forged = new Invoice(
                discounted.id(),
                discounted.customer(),
                discounted.entity(),
                discounted.type(),
                discounted.period(),
                lines,
                discounted.discounts(),
                discounted.taxes(),
                discounted.note(),
                DocumentTotals.of(lines, Money.parse("USD 0.00")),
                new InvoiceState.Draft(),
                discounted.settlement(),
                discounted.origin(),
                discounted.recordedAt());
        return InvoiceVerifier.STANDARD.verify(forged).stream()
                .map(InvoiceFault::kind)
                .toList();
    }

    private static Invoice discounted() {
        Ledger ledger = new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"))
                .granted(
                        DiscountOrder.PERCENTAGES_FIRST,
                        once("off", percent("20")),
                        once("three", Discount.fixed(Money.parse("USD 3.00"))));
        ledger.bill(0);
        InvoiceDraft draft = ledger.known(subscribed("2024-04-01", BASIC, 1, plan("2024-04-11", PRO)))
                .correct();
        return Invoice.draft(draft, InvoiceOrigin.run(RunId.of(new UUID(1, 1))))
                .finalized(
                        InvoiceNumber.of(
                                NumberingTemplate.DEFAULT,
                                NumberedDocument.of(draft.customer(), draft.entity(), LocalDate.of(2024, 4, 11)),
                                1),
                        at("2024-04-11"));
    }

    private static CouponGrant once(String id, Discount discount) {
        return granted(id, discount, CouponScope.document(), 1);
    }
}
