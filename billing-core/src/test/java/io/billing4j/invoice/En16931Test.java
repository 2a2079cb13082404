package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.en16931.EnDocument;
import io.billing4j.en16931.EnLine;
import io.billing4j.en16931.EnMapping;
import io.billing4j.en16931.EnRules;
import io.billing4j.en16931.EnVat;
import io.billing4j.en16931.VatCategory;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents in the terms of EN 16931, in cents: April 2024 has 30 days. */
class En16931Test {
    private static final String START = "2024-04-01";
    private static final BigDecimal NINETEEN = new BigDecimal("19");
    private static final TaxPlace GERMANY = TaxPlace.of("DE");

    private final Ledger ledger = new Ledger(
                    subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"), flat("support", "0.00"))
            .taxed(Taxes.germany());

    @Test
    void discountsAreAllowancesOfLinesAndThoseGivenBackAreCharges() {
        ledger.granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10"))).bill(0);

        // 20.00 less 2.00 at 19 %: 3.42, of which 1.14 are of the first ten days; 33.33 less 3.33: 5.70
        EnDocument upgrade = EnMapping.of(issued(upgraded().correct()));

        assertThat(upgrade.type()).isEqualTo(EnDocument.INVOICE);
        assertThat(upgrade.lines())
                .containsExactly(
                        new EnLine(1, -1, 1333, 0, 133, -1200, VatCategory.S, NINETEEN),
                        new EnLine(2, 1, 3333, 333, 0, 3000, VatCategory.S, NINETEEN));
        assertThat(upgrade.breakdown()).containsExactly(new EnVat(VatCategory.S, NINETEEN, 1800, 342, null));
        assertThat(upgrade.withoutVat()).isEqualTo(1800);
        assertThat(upgrade.due()).isEqualTo(2142);
        assertExact(upgrade);
    }

    @Test
    void whatGivesBackMoreThanItAsksForIsACreditNote() {
        ledger.bill(0);

        EnDocument end = EnMapping.of(issued(ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", SUPPORT)))
                .correct()));

        assertThat(end.type()).isEqualTo(EnDocument.CREDIT_NOTE);
        assertThat(end.lines()).containsExactly(new EnLine(1, 1, 1333, 0, 0, 1333, VatCategory.S, NINETEEN));
        assertThat(end.withVat()).isEqualTo(1586);
        // It goes to the customer's balance.
        assertThat(end.paid()).isEqualTo(1586);
        assertThat(end.due()).isZero();
        assertExact(end);
    }

    @Test
    void aPairOfACreditNoteIsOneLine() {
        ledger.bill(0);
        ledger.credit(1, CreditAmount.of(Money.parse("USD 10.00")));

        EnDocument note = EnMapping.of(issued(ledger.documents().get(1).draft()));

        // 3.80 × 10.00 / 23.80 = 1.596…
        assertThat(note.type()).isEqualTo(EnDocument.CREDIT_NOTE);
        assertThat(note.lines()).containsExactly(new EnLine(1, 1, 840, 0, 0, 840, VatCategory.S, NINETEEN));
        assertThat(note.breakdown()).containsExactly(new EnVat(VatCategory.S, NINETEEN, 840, 160, null));
        assertThat(note.withVat()).isEqualTo(1000);
        assertExact(note);
    }

    @Test
    void theBalanceIsThePaidAmount() {
        Invoice april = issued(ledger.bill(0));

        EnDocument paid = EnMapping.of(paidBy(april, Money.parse("USD 20.00")));
        assertThat(paid.paid()).isEqualTo(2000);
        assertThat(paid.due()).isEqualTo(380);
        // More was paid out than the balance held.
        EnDocument asked = EnMapping.of(paidBy(april, Money.parse("USD -15.00")));
        assertThat(asked.paid()).isEqualTo(-1500);
        assertThat(asked.due()).isEqualTo(3880);
        assertExact(paid);
        assertExact(asked);
    }

    @Test
    void whatIsNotTaxedHasARowWithItsReason() {
        Untaxed reverse = new Untaxed(NoTax.REVERSE_CHARGE, "Article 196");
        EnDocument april = EnMapping.of(issued(ledger.taxed(Taxes.germany(new TaxProfile(
                        CustomerId.of("acme"), LocalDate.of(2024, 1, 1), GERMANY, reverse, "DE123456789")))
                .bill(0)));

        assertThat(april.breakdown())
                .containsExactly(new EnVat(VatCategory.AE, BigDecimal.ZERO, 2000, 0, "Article 196"));
        assertExact(april);
    }

    @Nested
    class TheTaxIsNotAlwaysTheBaseTimesTheRate {
        @Test
        void ofPricesThatHoldIt() {
            // 10.05 × 20 / 120 = 1.675, so 1.68 and 8.37; 8.37 × 0.2 = 1.674
            assertOff(1, one("10.05", "20", TaxRounding.PER_RATE, TaxBehavior.INCLUSIVE), 837, 168);
        }

        @Test
        void ofLinesThatAreRoundedEach() {
            Ledger three = new Ledger(
                            subscribed(START, BASIC, 1, addOn(START, SUPPORT, 1), addOn(START, PRO, 1)),
                            flat("basic", "0.05"),
                            flat("pro", "0.05"),
                            flat("support", "0.05"))
                    .taxed(facts("10", TaxRounding.PER_LINE, TaxBehavior.EXCLUSIVE));

            // 0.005 → 0.01 each; 0.15 × 0.1 = 0.015
            assertOff(1, issued(three.bill(0)), 15, 3);
        }

        /** 11.63 × 0.19 = 2.2097, of which a line may have 2.20; each cut takes what 0.08 and what all but 0.08 have, rounded. */
        @Test
        void ofWhatIsGivenBackAgainAndAgain() {
            // 2.20 × 11.55 / 11.63 = 2.1849 less 2.20 × 0.08 / 11.63 = 0.0151; 11.47 × 0.19 = 2.1793
            assertThat(cut("11.63", "2.20", "11.55")).isEqualTo(Money.parse("USD 2.16"));
            // 2.16 × 11.39 / 11.47 = 2.1449 less 2.16 × 0.08 / 11.47 = 0.0151; 11.31 × 0.19 = 2.1489
            assertThat(cut("11.47", "2.16", "11.39")).isEqualTo(Money.parse("USD 2.12"));
        }

        private Money cut(String whole, String tax, String to) {
            return new LinePiece(
                            Money.parse("USD " + whole),
                            Money.parse("USD 0.08"),
                            Money.parse("USD " + to),
                            List.of(),
                            List.of(Money.parse("USD " + tax)),
                            List.of())
                    .taxesOfPart(RoundingPolicy.HALF_UP)
                    .get(0);
        }

        private void assertOff(long off, Invoice invoice, long base, long tax) {
            EnDocument standard = EnMapping.of(invoice);
            assertThat(EnRules.broken(standard)).isEmpty();
            assertThat(standard.breakdown())
                    .extracting(EnVat::base, EnVat::tax, EnRules::offRate)
                    .containsExactly(tuple(base, tax, off));
        }
    }

    @Nested
    class NotToBeMapped {
        @Test
        void areDraftsWithoutLines() {
            ledger.bill(0);
            Invoice none = issued(ledger.correct());

            assertThat(none.lines()).isEmpty();
            assertThat(EnMapping.obstacles(none)).containsExactly("a draft without lines");
        }

        @Test
        void areDocumentsThatSayNothingOfTaxes() {
            assertThat(EnMapping.obstacles(issued(ledger.taxed(TaxFacts.NONE).bill(0))))
                    .containsExactly("a line that says nothing of taxes");
        }

        @Test
        void areSeveralTaxesOnALine() {
            TaxRules rules = new TaxRules(List.of(due("gst", "5", 0), due("qst", "9.975", 1)));

            assertThat(EnMapping.obstacles(issued(
                            ledger.taxed(Taxes.of(Taxes.policy(GERMANY), rules)).bill(0))))
                    .containsExactly("several taxes on a line");
        }

        @Test
        void isOutOfScopeBesideOtherCategories() {
            Untaxed outOfScope = new Untaxed(NoTax.OUT_OF_SCOPE, "Article 44");
            ledger.taxed(Taxes.germany(
                            new TaxProfile(CustomerId.of("acme"), LocalDate.of(2024, 1, 1), GERMANY, null, null),
                            new TaxProfile(CustomerId.of("acme"), LocalDate.of(2024, 5, 1), GERMANY, outOfScope, null)))
                    .bill(0);

            assertThat(EnMapping.of(issued(ledger.bill(1))).breakdown())
                    .containsExactly(new EnVat(VatCategory.O, null, 2000, 0, "Article 44"));
            assertThat(EnMapping.obstacles(issued(upgraded().correct())))
                    .containsExactly("out of scope beside other categories");
        }

        private TaxRule due(String tax, String percent, int ordinal) {
            return new TaxRule(
                    TaxRuleId.of(tax),
                    TaxCategory.STANDARD,
                    GERMANY,
                    LocalDate.of(2000, 1, 1),
                    null,
                    new TaxRule.Due(TaxComponent.of(TaxId.of(tax), "Tax", new BigDecimal(percent)), ordinal));
        }
    }

    @Nested
    class TheRulesFindAnyOneValueThatIsAnother {
        @Test
        void ofAnInvoice() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10")))
                    .bill(0);

            assertFound(EnMapping.of(issued(upgraded().correct())), 30);
        }

        @Test
        void ofADocumentBelowZero() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10")))
                    .bill(0);

            assertFound(
                    EnMapping.of(issued(ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", SUPPORT)))
                            .correct())),
                    20);
        }

        @Test
        void ofACreditNote() {
            ledger.bill(0);
            ledger.credit(1, CreditAmount.of(Money.parse("USD 10.00")));

            assertFound(EnMapping.of(ledger.document(2)), 20);
        }

        @ParameterizedTest
        @EnumSource
        void ofWhatIsNotTaxed(NoTax why) {
            Untaxed untaxed = new Untaxed(why, "By the law");
            TaxProfile profile =
                    new TaxProfile(CustomerId.of("acme"), LocalDate.of(2024, 1, 1), GERMANY, untaxed, "DE123456789");

            assertFound(EnMapping.of(issued(ledger.taxed(Taxes.germany(profile)).bill(0))), 18);
        }

        private void assertFound(EnDocument document, int values) {
            assertThat(EnRules.broken(document)).isEmpty();
            assertThat(RecordChanges.of(document).stream()
                            // Numbers and texts that no amount depends on.
                            .filter(change ->
                                    !change.path().matches("type|lines\\[\\d]\\.id|breakdown\\[\\d]\\.reason")))
                    .hasSizeGreaterThan(values)
                    .noneMatch(change -> EnRules.broken(change.changed()).isEmpty());
        }
    }

    /** The document for a customer with a balance. */
    static Invoice paidBy(Invoice document, Money balance) {
        return new Invoice(
                document.id(),
                document.customer(),
                document.entity(),
                document.type(),
                document.period(),
                document.lines(),
                document.discounts(),
                document.taxes(),
                document.note(),
                DocumentTotals.of(document.lines(), balance),
                document.state(),
                document.settlement(),
                document.origin(),
                document.recordedAt());
    }

    private static void assertExact(EnDocument document) {
        assertThat(EnRules.broken(document)).isEmpty();
        assertThat(document.breakdown()).extracting(EnRules::offRate).containsOnly(0L);
    }

    private static Invoice one(String price, String percent, TaxRounding rounding, TaxBehavior behavior) {
        return issued(new Ledger(subscribed(START, BASIC, 1), flat("basic", price))
                .taxed(facts(percent, rounding, behavior))
                .bill(0));
    }

    private static TaxFacts facts(String percent, TaxRounding rounding, TaxBehavior behavior) {
        return Taxes.of(
                new TaxPolicy(rounding, behavior, GERMANY),
                new TaxRules(List.of(Taxes.vat("standard", percent, "2000-01-01", null))));
    }

    private Ledger upgraded() {
        return ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)));
    }

    private static Invoice issued(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN);
    }
}
