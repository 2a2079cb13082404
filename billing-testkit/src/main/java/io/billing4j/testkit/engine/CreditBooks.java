package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.Page;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.Money;

/** What tests of credit notes start from, beside {@link ChangeBooks}: 10 % off and 19 % on top, where they ask for it. */
abstract class CreditBooks extends ChangeBooks {
    static final Page ALL = Page.first(Page.MAX_SIZE);
    private static final TaxPlace GERMANY = TaxPlace.of("DE");

    CreditBooks(EngineFixture fixture) {
        super(fixture);
    }

    /** 30.00 a month, less 3.00, with 5.13 on the 27.00 that are left: 32.13. */
    final Invoice novemberOf32() {
        engine().taxes()
                .addRule(new TaxRule(
                        TaxRuleId.of("nineteen"),
                        TaxCategory.STANDARD,
                        GERMANY,
                        LocalDate.parse("2021-01-01"),
                        null,
                        new TaxRule.Due(TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal("19")), 0)));
        engine().settings()
                .update(present ->
                        present.withTaxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, GERMANY)));
        CouponId ten = CouponId.of("ten");
        engine().coupons()
                .create(new NewCoupon(
                        ten, "Ten", Discount.percentage(BigDecimal.TEN), CouponScope.document(), null, null, null));
        engine().coupons().grant(NewCouponGrant.of(CouponGrantId.of("ten-ada"), ten, ADA));
        return november();
    }

    /** 30.00 a month and nothing else. */
    final Invoice november() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        return last();
    }

    final Invoice credit(Invoice invoice, String amount) {
        return engine().creditNotes().issue(part(invoice, amount));
    }

    final Invoice creditAll(Invoice invoice) {
        return engine().creditNotes().issue(CreditNoteRequest.whole(invoice.id(), CreditReason.OTHER));
    }

    final Invoice voidNote(Invoice note) {
        return engine().creditNotes().voidNote(note.id());
    }

    static CreditNoteRequest part(Invoice invoice, String amount) {
        return CreditNoteRequest.of(invoice.id(), CreditAmount.of(dollars(amount)), CreditReason.ORDER_CHANGE);
    }

    static CreditNoteRequest line(Invoice invoice, int number, String amount) {
        return CreditNoteRequest.of(
                invoice.id(), CreditAmount.ofLines(Map.of(number, dollars(amount))), CreditReason.OTHER);
    }

    static CreditUse use(String credit, String refund, String offset) {
        return new CreditUse(dollars(credit), dollars(refund), dollars(offset));
    }

    static CreditUse useOf(Invoice note) {
        return termsOf(note).use();
    }

    static CreditNoteTerms termsOf(Invoice note) {
        return Objects.requireNonNull(note.note(), "a credit note");
    }

    /** Its subtotal, discount, tax and credit. */
    static String totals(Invoice note) {
        return note.totals().subtotal().getAmount() + " "
                + note.totals().discount().getAmount() + " "
                + note.totals().tax().getAmount() + " " + note.totals().credit().getAmount();
    }

    /** What of a document is paid, as the books have it. */
    final Invoice stored(InvoiceId id) {
        return engine().findInvoice(id).orElseThrow();
    }

    /** Asserts what has moved Ada's balance. */
    final void assertEntries(String... expected) {
        List<BalanceEntry> entries = engine().balances().entries(ADA, ALL);
        assertThat(entries)
                .extracting(entry -> entry.debit() + " > " + entry.credit() + " "
                        + entry.amount().getAmount().toPlainString() + " = "
                        + entry.balanceAfter().getAmount().toPlainString())
                .containsExactly(expected);
        assertThat(engine().balances().check(ALL).differences()).isEmpty();
    }

    static Money dollars(String amount) {
        return Money.parse("USD " + amount);
    }
}
