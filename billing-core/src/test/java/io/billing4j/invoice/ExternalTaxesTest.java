package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shownWithTaxes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswer.LineAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taxes that an outside service says: 19 % and one cent more, which no rounding of a rate would come to. */
class ExternalTaxesTest {
    private static final String START = "2024-04-01";
    private static final TaxCalculatorId OUTSIDE = TaxCalculatorId.of("outside");
    private static final TaxComponent VAT = TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal("19"));
    private static final Untaxed EXEMPT = new Untaxed(NoTax.EXEMPT, "Article 132 of 2006/112/EC");

    private final List<TaxQuestion> asked = new ArrayList<>();
    private final Ledger ledger = new Ledger(
                    subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"), flat("support", "10.00"))
            .taxed(facts(TaxBehavior.EXCLUSIVE))
            .asking(this::calculate);

    @Test
    void are_what_the_service_says() {
        InvoiceDraft april = ledger.bill(0);

        // 19 % of 20.00, and 0.01
        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 +3.81");
        assertThat(april.totals().total()).isEqualTo(usd("23.81"));
        assertThat(proven(april)).isTrue();
        assertThat(external(april).lines()).containsExactly(1);
        assertThat(external(april).reference()).isEqualTo("ref-1");
        assertThat(external(april).question()).isEqualTo(asked.get(0).key());
    }

    @Test
    void are_in_prices_that_hold_them() {
        InvoiceDraft april = ledger.taxed(facts(TaxBehavior.INCLUSIVE)).bill(0);

        // 20.00 × 19 / 119 = 3.193…, and 0.01
        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 holds 3.20");
        assertThat(april.totals().total()).isEqualTo(usd("20.00"));
        assertThat(proven(april)).isTrue();
    }

    @Test
    void are_asked_for_by_what_is_taxed_for_the_first_time() {
        InvoiceDraft april = ledger.asking(questions -> List.of(TaxAnswer.of(List.of(), null)))
                .granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10")))
                .taxed(facts(TaxBehavior.EXCLUSIVE, profile("2024-01-01", null), profile("2024-05-01", EXEMPT)))
                .afresh(place());

        TaxQuestion question = Objects.requireNonNull(april.pending());
        assertThat(question.tenant()).isEqualTo(TenantId.of("demo"));
        assertThat(question.calculator()).isEqualTo(OUTSIDE);
        assertThat(question.customer()).isEqualTo(CustomerId.of("acme"));
        assertThat(question.lines()).singleElement().satisfies(line -> {
            assertThat(line.description()).isEqualTo("Fee");
            assertThat(line.serviceStart()).isEqualTo(at("2024-04-01"));
            assertThat(line.serviceEnd()).isEqualTo(at("2024-05-01"));
            assertThat(line.place()).isEqualTo(TaxPlace.of("DE"));
            assertThat(line.day()).isEqualTo("2024-04-01");
            assertThat(line.taxNumber()).isEqualTo("DE123456789");
            assertThat(line.behavior()).isEqualTo(TaxBehavior.EXCLUSIVE);
            assertThat(line.amount()).isEqualTo(usd("18.00"));
        });
        assertThat(april.totals().tax()).isEqualTo(usd("0.00"));
    }

    @Nested
    class TheKeyOfAQuestion {
        @Test
        void is_the_same_for_the_same_document_whatever_its_id() {
            ledger.bill(0);
            ledger.voided(1, VoidIntent.REISSUE);
            InvoiceDraft again = ledger.bill(0);

            assertThat(external(again).question()).isEqualTo(asked.get(0).key());
            // That it stays what it is: a service may have it for years.
            assertThat(asked.get(0).key().hex())
                    .isEqualTo("01d3f7a74ca277af4797a39c56f691e15d90e2f93cfbda973d2937f4c8c52db1c0");
        }

        @Test
        void is_another_for_whatever_else_is_asked() {
            ContentHash own = key(facts(TaxBehavior.EXCLUSIVE));

            assertThat(List.of(
                            own,
                            key(facts(TaxBehavior.INCLUSIVE)),
                            key(facts(TaxBehavior.EXCLUSIVE, profile("2024-01-01", null))),
                            key(facts(
                                    TaxBehavior.EXCLUSIVE,
                                    TaxProfile.of(CustomerId.of("acme"), LocalDate.EPOCH, TaxPlace.of("AT")))),
                            key(TaxFacts.external(
                                    policy(TaxBehavior.EXCLUSIVE).by(TaxCalculatorId.of("other")),
                                    List.of(),
                                    TaxAnswers.none(TenantId.of("demo")))),
                            key(facts(TaxBehavior.EXCLUSIVE).with(TaxAnswers.none(TenantId.of("other"))))))
                    .doesNotHaveDuplicates();
            assertThat(key(facts(TaxBehavior.EXCLUSIVE))).isEqualTo(own);
        }

        private ContentHash key(TaxFacts facts) {
            return Objects.requireNonNull(ledger.taxed(facts).afresh(place()).pending())
                    .key();
        }
    }

    @Nested
    class WhatIsGivenBack {
        @Test
        void has_its_share_of_what_the_service_said_and_is_not_asked_of() {
            ledger.bill(0);
            InvoiceDraft upgrade = upgraded().correct();

            // 3.81 less 3.81 × 6.67 / 20.00 = 1.2706, rounded; 33.33 × 0.19 = 6.3327, and 0.01
            assertThat(shownWithTaxes(upgrade))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 -2.54",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 +6.34");
            assertThat(asked.get(1).lines())
                    .extracting(TaxQuestion.Line::amount)
                    .containsExactly(usd("33.33"));
            assertThat(external(upgrade).lines()).containsExactly(2);
            assertThat(proven(upgrade)).isTrue();
        }

        @Test
        void needs_no_question_where_nothing_else_is_billed() {
            ledger.bill(0);
            upgraded().correct();
            InvoiceDraft back = ledger.known(subscribed(START, BASIC, 1)).correct();

            assertThat(shownWithTaxes(back))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) 13.33 of 2/1 +2.54",
                            "fee pro×1 [2024-04-11, 2024-05-01) -33.33 of 2/2 -6.34");
            assertThat(asked).hasSize(2);
            assertThat(back.taxes()).isNull();
            assertThat(proven(back)).isTrue();
        }

        @Test
        void leaves_nothing_of_it_once_all_is_credited() {
            ledger.bill(0);

            CreditNoteDraft half = ledger.credit(1, CreditAmount.of(usd("10.00")));
            CreditNoteDraft rest = ledger.credit(1, CreditAmount.whole());

            assertThat(half.totals().credit()).isEqualTo(usd("-10.00"));
            assertThat(rest.totals().credit()).isEqualTo(usd("-13.81"));
            assertThat(half.totals().tax().plus(rest.totals().tax())).isEqualTo(usd("-3.81"));
            assertThat(ledger.document(2).verified()).isTrue();
            assertThat(ledger.document(3).verified()).isTrue();
        }
    }

    @Test
    void are_not_asked_of_somebody_who_owes_none() {
        InvoiceDraft april = ledger.asking(questions -> {
                    throw new AssertionError("nothing is to be asked");
                })
                .taxed(facts(TaxBehavior.EXCLUSIVE, profile("2024-01-01", EXEMPT)))
                .bill(0);

        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00");
        assertThat(Objects.requireNonNull(april.taxes()).external()).isNull();
        assertThat(proven(april)).isTrue();
    }

    @Test
    void may_be_none() {
        InvoiceDraft april = ledger.asking(questions ->
                        List.of(TaxAnswer.of(List.of(new LineAnswer(EXEMPT, List.of())), null)))
                .bill(0);

        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00");
        assertThat(external(april).lines()).containsExactly(1);
        assertThat(proven(april)).isTrue();
    }

    @Test
    void keep_a_place_from_being_billed_where_the_service_refuses() {
        assertThatExceptionOfType(BillingException.class)
                .isThrownBy(() -> ledger.asking(questions -> List.of(TaxAnswer.refused("no such address")))
                        .bill(0))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.TAX_REFUSED);
                    assertThat(refusal.detail()).contains("no such address");
                });
    }

    @Nested
    class AnAnswer {
        @Test
        void is_refused_unless_it_can_be_that_of_the_document() {
            assertInvalid("lines", List.of());
            assertInvalid("lines[0].treatment", List.of(line(TaxBehavior.INCLUSIVE, "1.00")));
            assertInvalid("lines[0].taxes[0]", List.of(line(TaxBehavior.EXCLUSIVE, "-0.01")));
            assertInvalid(
                    "lines[0].taxes[0]",
                    List.of(new LineAnswer(TaxTreatment.exclusive(VAT), List.of(Money.parse("EUR 1.00")))));
            assertThatExceptionOfType(BillingException.class)
                    .isThrownBy(() -> new LineAnswer(TaxTreatment.exclusive(VAT), List.of()))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TAX_ANSWER_INVALID));
        }

        @Test
        void is_refused_where_prices_hold_less_than_it_says() {
            ledger.taxed(facts(TaxBehavior.INCLUSIVE));

            assertInvalid("lines[0].taxes", List.of(line(TaxBehavior.INCLUSIVE, "20.01")));
        }

        @Test
        void is_refused_where_it_taxes_nothing() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted("all", percent("100")));

            assertInvalid("lines[0].taxes", List.of(line(TaxBehavior.EXCLUSIVE, "0.05")));
        }

        /** What is asked for again later with less taken off is taxed by the rate: 1.00 would be lost. */
        @Test
        void is_refused_where_a_rate_of_nothing_comes_to_something() {
            TaxComponent levy = TaxComponent.of(TaxId.of("levy"), "Levy", new BigDecimal("0.00"));
            TaxTreatment none = TaxTreatment.exclusive(levy);

            assertInvalid("lines[0].taxes[0]", List.of(new LineAnswer(none, List.of(usd("1.00")))));
            assertThat(ledger.asking(questions ->
                                    List.of(TaxAnswer.of(List.of(new LineAnswer(none, List.of(usd("0.00")))), null)))
                            .bill(0)
                            .totals()
                            .tax())
                    .isEqualTo(usd("0.00"));
        }

        private void assertInvalid(String field, List<LineAnswer> lines) {
            assertThatExceptionOfType(BillingException.class)
                    .isThrownBy(() -> ledger.asking(questions -> List.of(TaxAnswer.of(lines, null)))
                            .bill(0))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.TAX_ANSWER_INVALID);
                        assertThat(refusal.field()).isEqualTo(field);
                    });
        }

        private static LineAnswer line(TaxBehavior behavior, String tax) {
            return new LineAnswer(new TaxTreatment.Taxed(behavior, List.of(VAT)), List.of(usd(tax)));
        }
    }

    @Nested
    class ADocument {
        private final Invoice document = document();

        @Test
        void is_another_once_any_one_field_is() {
            assertThat(document.state().issued().orElseThrow().hash().version()).isEqualTo(5);
            assertThat(document.state().issued().orElseThrow().hash().hex())
                    .isEqualTo("053e67991e49b130467b0613659ff2a52a4cadec7d6e6c7534de0aee4fa303e7fc");
            assertThat(document.verified()).isTrue();
            assertThat(RecordChanges.of(document).stream().filter(change -> !InvoiceVerificationTest.free(change)))
                    .noneMatch(change -> change.changed().verified());
            assertThat(RecordChanges.of(document))
                    .extracting(Change::path)
                    .contains("taxes.external.calculator.value", "taxes.external.lines[0]", "taxes.external.reference");
        }

        @Test
        void does_not_prove_what_cannot_have_been_asked_or_said() {
            ExternalTaxes own = external(document);
            assertThat(faults(own, UnaryOperator.identity())).isEmpty();
            assertThat(faults(with(own, List.of(1, 2)), UnaryOperator.identity()))
                    .contains(Kind.TAX_NOT_DERIVED);
            assertThat(faults(with(own, List.of(2, 9)), UnaryOperator.identity()))
                    .contains(Kind.TAX_NOT_DERIVED);
            assertThat(faults(with(own, List.of()), UnaryOperator.identity())).contains(Kind.TAX_NOT_DERIVED);
            assertThat(faults(null, UnaryOperator.identity())).contains(Kind.TAX_NOT_DERIVED);
            assertThat(faults(
                            new ExternalTaxes(own.calculator(), own.subject(), own.subject(), own.lines(), null),
                            UnaryOperator.identity()))
                    .contains(Kind.TAX_NOT_DERIVED);
            assertThat(faults(own, taxes -> taxes.of(List.of(usd("-0.01"))))).contains(Kind.TAX_NOT_DERIVED);
            // What only the service knows is believed, as a rule's rate is.
            assertThat(faults(own, taxes -> taxes.of(List.of(usd("7.00"))))).isEmpty();
        }

        private ExternalTaxes with(ExternalTaxes own, List<Integer> lines) {
            return new ExternalTaxes(own.calculator(), own.subject(), own.question(), lines, own.reference());
        }

        /** Of a draft of it with other taxes of its second line, whose hash and totals are right again. */
        private List<Kind> faults(@Nullable ExternalTaxes external, UnaryOperator<LineTaxes> change) {
            List<InvoiceLine> lines = new ArrayList<>(document.lines());
            InvoiceLine line = lines.get(1);
            LineAdjustments adjustments = line.adjustments();
            lines.set(
                    1,
                    InvoiceLine.of(
                            line.number(),
                            line.key(),
                            line.description(),
                            line.derivation(),
                            adjustments.with(change.apply(Objects.requireNonNull(adjustments.taxes())))));
            Invoice forged = new Invoice(
                    document.id(),
                    document.customer(),
                    document.entity(),
                    document.type(),
                    document.period(),
                    lines,
                    document.discounts(),
                    new DocumentTaxes(
                            Objects.requireNonNull(document.taxes()).policy(),
                            document.taxes().rounding(),
                            external),
                    document.note(),
                    DocumentTotals.of(lines, usd("0.00")),
                    new InvoiceState.Draft(),
                    document.settlement(),
                    document.origin(),
                    document.recordedAt());
            return InvoiceVerifier.STANDARD.verify(forged).stream()
                    .map(InvoiceFault::kind)
                    .toList();
        }

        /** What is left of 20.00 from the 11th of April on, and 50.00 from then on. */
        private Invoice document() {
            ledger.bill(0);
            InvoiceDraft draft = upgraded().correct();
            return Invoice.draft(draft, Taxes.ORIGIN)
                    .finalized(
                            InvoiceNumber.of(
                                    NumberingTemplate.DEFAULT,
                                    NumberedDocument.of(draft.customer(), draft.entity(), LocalDate.of(2024, 4, 11)),
                                    1),
                            at("2024-04-11"));
        }
    }

    private static SlotPlace place() {
        return new Ledger(subscribed(START, BASIC, 1), flat("basic", "20.00"))
                .bill(0)
                .places()
                .get(0)
                .place();
    }

    private static ExternalTaxes external(InvoiceDraft draft) {
        return Objects.requireNonNull(Objects.requireNonNull(draft.taxes()).external());
    }

    private static ExternalTaxes external(Invoice document) {
        return Objects.requireNonNull(Objects.requireNonNull(document.taxes()).external());
    }

    private Ledger upgraded() {
        return ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)));
    }

    /** 19 % of each line, and 0.01; answers have the references {@code ref-1}, {@code ref-2} and so on. */
    private List<TaxAnswer> calculate(List<TaxQuestion> questions) {
        asked.addAll(questions);
        return questions.stream()
                .map(question -> TaxAnswer.of(
                        question.lines().stream().map(ExternalTaxesTest::answer).toList(), "ref-" + asked.size()))
                .toList();
    }

    private static LineAnswer answer(TaxQuestion.Line line) {
        BigDecimal whole = new BigDecimal(line.behavior() == TaxBehavior.INCLUSIVE ? "119" : "100");
        Money tax = line.amount().multipliedBy(new BigDecimal("19"), RoundingMode.HALF_UP);
        return new LineAnswer(
                new TaxTreatment.Taxed(line.behavior(), List.of(VAT)),
                List.of(tax.dividedBy(whole, RoundingMode.HALF_UP).plusMinor(1)));
    }

    private static TaxPolicy policy(TaxBehavior behavior) {
        return new TaxPolicy(TaxRounding.PER_RATE, behavior, TaxPlace.of("DE")).by(OUTSIDE);
    }

    private static TaxFacts facts(TaxBehavior behavior, TaxProfile... profiles) {
        return TaxFacts.external(policy(behavior), List.of(profiles), TaxAnswers.none(TenantId.of("demo")));
    }

    private static TaxProfile profile(String from, @Nullable Untaxed untaxed) {
        return new TaxProfile(CustomerId.of("acme"), LocalDate.parse(from), TaxPlace.of("DE"), untaxed, "DE123456789");
    }

    private static boolean proven(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN).verified();
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }
}
