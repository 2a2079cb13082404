package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.invoice.LineSubject.OfOneOff;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.CustomPrices;
import io.billing4j.rating.Derivation;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tenant.BalancePolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is billed once beside a subscription for 20.00 a month: three parts at 12.50, supplied on 5 November 2024. */
class OneOffLinesTest {
    private static final InvoiceId ID = InvoiceId.of(new UUID(1, 1));
    private static final PlanVersion PLAN = Ledger.flat("basic", "20.00");
    private static final BillingSchedule MONTHLY = DemoBooks.monthly("2024-12-01", "2024-12-01", ZoneOffset.UTC);
    private static final Subscription BASIC = Subscription.of(
            SubscriptionId.of("sub"),
            DemoBooks.customer("acme").id(),
            CurrencyUnit.USD,
            MONTHLY,
            List.of(new Created(MONTHLY.startInclusive(), MONTHLY.startInclusive(), PLAN.ref(), BigDecimal.ONE)));
    private static final SlotPlace DECEMBER = new PeriodManager().placeFor(BASIC, Slots.start(BASIC), List.of(), 0);
    private static final OneOffCharge PARTS = charge(1, "12.50", "3", "2024-11-05");

    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private DiscountFacts discounts = DiscountFacts.NONE;
    private TaxFacts taxes = TaxFacts.NONE;

    @Nested
    class OnADocument {
        @Test
        void stand_behind_what_the_subscription_is_billed_and_are_taxed_with_it() {
            // 57.50 at 19 % are 10.925, so 10.93: 3.80 of 20.00 and 7.125 of 37.50, which gets the cent.
            taxes = Taxes.germany();
            InvoiceDraft draft = december(PARTS);

            assertThat(shown(draft)).containsExactly("1 FEE 20.00 +3.80", "2 ONE_OFF 37.50 +7.13");
            assertThat(draft.totals().total()).isEqualTo(usd("68.43"));
            assertThat(draft.places()).extracting(FilledPlace::lines).containsExactly(List.of(1, 2));
            assertThat(draft.lines().get(1).key()).isEqualTo(LineKey.of(PARTS.id(), "P-7", day("2024-11-05")));
            assertThat(invoice(draft).verified()).isTrue();
        }

        @Test
        void keep_the_place_where_nothing_else_is_due() {
            InvoiceDraft draft = assembler.assemble(
                    facts(), List.of(new PlaceLines(BASIC, DECEMBER, List.of(), List.of()).with(List.of(PARTS))));

            assertThat(draft.slots()).containsExactly(InvoiceSlot.invoiced(BASIC.id(), DECEMBER, ID));
            assertThat(draft.period()).isEqualTo(DECEMBER.period());
        }

        @Test
        void make_a_document_of_their_own() {
            taxes = Taxes.germany();
            OneOffCharge setUp = charge(2, "50.00", null, "2024-11-03");
            InvoiceDraft draft = assembler.assemble(facts(), List.of(), List.of(PARTS, setUp));

            // 87.50 at 19 % are 16.625, so 16.63: 9.50 and 7.13.
            assertThat(shown(draft)).containsExactly("1 ONE_OFF 50.00 +9.50", "2 ONE_OFF 37.50 +7.13");
            assertThat(draft.slots()).isEmpty();
            assertThat(draft.period()).isEqualTo(new BillingPeriod(at("2024-11-03"), at("2024-11-06"), ZoneOffset.UTC));
            assertThat(invoice(draft).verified()).isTrue();
        }

        @Test
        void are_taxed_at_the_rate_of_the_day_on_which_they_are_supplied() {
            // 16 % from 1 December on: 20.00 with 3.20, and 37.50 of 5 November with 7.125.
            taxes = Taxes.germanyWithSixteenFrom("2024-12-01");

            assertThat(shown(december(PARTS))).containsExactly("1 FEE 20.00 +3.20", "2 ONE_OFF 37.50 +7.13");
        }

        @Test
        void are_touched_by_no_coupon() {
            discounts = new DiscountFacts(
                    new CouponBook(List.of(granted("half", percent("50"))), List.of()), DiscountOrder.AS_GIVEN);
            InvoiceDraft draft = december(PARTS);

            assertThat(draft.totals().discount()).isEqualTo(usd("10.00"));
            assertThat(draft.lines().get(1).discount()).isEqualTo(usd("0.00"));
            assertThat(draft.discounts().list().get(0).lines()).containsExactly(1);
            assertThat(invoice(draft).verified()).isTrue();
        }

        @Test
        void come_in_the_order_of_their_days_however_they_are_given() {
            List<OneOffCharge> charges = new ArrayList<>(IntStream.rangeClosed(1, 5)
                    .mapToObj(i -> charge(i, "0.05", null, "2024-11-0" + (1 + i % 3)))
                    .toList());
            taxes = Taxes.at("10");
            InvoiceDraft first = december(charges.toArray(OneOffCharge[]::new));
            Collections.reverse(charges);

            assertThat(december(charges.toArray(OneOffCharge[]::new))).isEqualTo(first);
            assertThat(first.lines().stream().skip(1))
                    .extracting(line -> line.key().service().startInclusive())
                    .isSorted();
        }
    }

    @Nested
    class OfAPlace {
        @Test
        void are_due_by_then() {
            assertThat(PARTS.fits(BASIC.id(), DECEMBER)).isTrue();
            assertThat(charge(1, "1.00", null, "2024-12-01").fits(BASIC.id(), DECEMBER))
                    .isTrue();
            assertThat(charge(1, "1.00", null, "2024-12-02").fits(BASIC.id(), DECEMBER))
                    .isFalse();
        }

        @Test
        void are_of_its_subscription_if_they_are_for_one() {
            OneOffCharge own = of(PARTS, "sub");

            assertThat(own.fits(BASIC.id(), DECEMBER)).isTrue();
            assertThat(of(PARTS, "other").fits(BASIC.id(), DECEMBER)).isFalse();
        }

        @Test
        void come_at_the_end_of_their_subscription_whenever_they_are_due() {
            SlotPlace end = new SlotPlace(1, 2, 0, 1, SlotReason.FINAL, DECEMBER.period());
            OneOffCharge late = charge(1, "1.00", null, "2025-03-01");

            assertThat(of(late, "sub").fits(BASIC.id(), end)).isTrue();
            assertThat(late.fits(BASIC.id(), end)).isFalse();
        }

        @Test
        void are_none_where_a_change_or_a_correction_is_settled() {
            SlotPlace correction = new SlotPlace(1, 2, 0, 0, SlotReason.CORRECTION, DECEMBER.period());
            SlotPlace change = new SlotPlace(1, 2, 0, 0, SlotReason.IMMEDIATE, DECEMBER.period(), DECEMBER.window(), 1);

            assertThat(PARTS.fits(BASIC.id(), correction)).isFalse();
            assertThat(PARTS.fits(BASIC.id(), change)).isFalse();
        }
    }

    @Nested
    class Prices {
        @Test
        void are_rounded_once() {
            // 3 × 0.335 = 1.005
            assertThat(amount("0.335", "3")).isEqualTo(usd("1.01"));
            assertThat(amount("12.50", null)).isEqualTo(usd("12.50"));
            assertThat(amount("10.00", "0.5")).isEqualTo(usd("5.00"));
        }

        @Test
        void come_to_something() {
            assertRefused(ErrorCode.INVALID_AMOUNT, "price", () -> amount("0.00", "3"));
            assertRefused(ErrorCode.INVALID_AMOUNT, "price", () -> amount("0.004", null));
            assertRefused(ErrorCode.INVALID_NUMBER, "price", () -> amount("-1.00", null));
            assertRefused(ErrorCode.INVALID_NUMBER, "quantity", () -> amount("1.00", "0"));
            assertRefused(ErrorCode.INVALID_NUMBER, "quantity", () -> amount("1.00", "-2"));
        }

        @Test
        void are_for_a_day_that_there_is() {
            // Samoa went from 29 to 31 December 2011.
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "day",
                    () -> OneOffCharge.derivation(
                            big("1.00"),
                            null,
                            LocalDate.parse("2011-12-30"),
                            ZoneId.of("Pacific/Apia"),
                            RoundingPolicy.HALF_UP));
        }

        @Test
        void are_for_the_whole_day_where_the_clock_changes() {
            Derivation derivation = OneOffCharge.derivation(
                    big("7.00"),
                    null,
                    LocalDate.parse("2024-10-27"),
                    ZoneId.of("Europe/Berlin"),
                    RoundingPolicy.HALF_UP);

            assertThat(derivation.service().startInclusive()).isEqualTo(at("2024-10-26T22:00:00Z"));
            assertThat(derivation.service().endExclusive()).isEqualTo(at("2024-10-27T23:00:00Z"));
            assertThat(derivation.holds(CustomPrices.NONE)).isTrue();
        }
    }

    @Nested
    class Proven {
        private final InvoiceLine line = december(PARTS).lines().get(1);

        @Test
        void have_a_hash_of_their_own_version() {
            assertThat(line.verified()).isTrue();
            assertThat(line.hash().bytes()[0]).isEqualTo((byte) 8);
            assertThat(line.hash()).hasToString("08a29fb31b1d7114929784058811a3f4f77317412f6a960b98346a1bae7c25252a");
        }

        @Test
        void are_of_the_charge_that_their_hash_says() {
            InvoiceLine forged = new InvoiceLine(
                    line.number(),
                    LineKey.of(OneOffId.of(new UUID(9, 9)), "P-7", line.key().service()),
                    line.description(),
                    line.derivation(),
                    line.adjustments(),
                    line.hash());

            assertThat(faults(forged)).containsExactly(Kind.LINE_CHANGED);
        }

        @Test
        void are_filed_under_the_code_that_their_hash_says() {
            InvoiceLine forged = new InvoiceLine(
                    line.number(),
                    LineKey.of(PARTS.id(), "P-8", line.key().service()),
                    line.description(),
                    line.derivation(),
                    line.adjustments(),
                    line.hash());

            assertThat(faults(forged)).containsExactly(Kind.LINE_CHANGED);
        }

        @Test
        void are_no_fees_and_fees_are_none_of_them() {
            InvoiceLine fee = december().lines().get(0);

            assertThat(faults(like(line, LineKind.FEE, line.derivation()))).containsExactly(Kind.LINE_INCONSISTENT);
            assertThat(faults(like(fee, LineKind.ONE_OFF, fee.derivation()))).containsExactly(Kind.LINE_INCONSISTENT);
        }

        @Test
        void are_for_the_whole_of_their_day() {
            BillingPeriod morning = new BillingPeriod(at("2024-11-05"), at("2024-11-05T12:00:00Z"), ZoneOffset.UTC);
            InvoiceLine half = InvoiceLine.of(
                    1,
                    new LineKey(new OfOneOff(PARTS.id(), "P-7"), LineKind.ONE_OFF, morning, null),
                    "half",
                    Derivation.of(PARTS.derivation().basis().over(morning), CustomPrices.NONE)
                            .get(0));

            assertThat(faults(half)).containsExactly(Kind.LINE_INCONSISTENT);
        }

        @Test
        void have_no_discount() {
            discounts = new DiscountFacts(
                    new CouponBook(List.of(granted("half", percent("50"))), List.of()), DiscountOrder.AS_GIVEN);
            InvoiceDraft draft = december(PARTS);
            List<InvoiceLine> lines = new ArrayList<>(draft.lines());
            InvoiceLine item = lines.get(1);
            lines.set(
                    1,
                    InvoiceLine.of(
                            2,
                            item.key(),
                            item.description(),
                            item.derivation(),
                            new LineAdjustments(
                                    draft.lines().get(0).adjustments().discounts(), null)));
            DocumentDiscount half = draft.discounts().list().get(0);
            DocumentDiscounts both = new DocumentDiscounts(
                    DiscountOrder.AS_GIVEN,
                    RoundingPolicy.HALF_UP,
                    List.of(new DocumentDiscount(
                            half.grant(),
                            half.coupon(),
                            half.name(),
                            half.level(),
                            half.discount(),
                            half.slot(),
                            List.of(1, 2),
                            half.amount())));

            assertThat(kinds(with(draft, lines, draft.discounts())))
                    .isNotEmpty()
                    .containsOnly(Kind.DISCOUNT_NOT_DERIVED);
            assertThat(kinds(with(draft, draft.lines(), both))).isNotEmpty().containsOnly(Kind.DISCOUNT_NOT_DERIVED);
        }

        private InvoiceLine like(InvoiceLine line, LineKind kind, Derivation derivation) {
            return InvoiceLine.of(
                    line.number(),
                    new LineKey(line.key().subject(), kind, line.key().service(), null),
                    line.description(),
                    derivation);
        }

        private List<Kind> faults(InvoiceLine forged) {
            return InvoiceVerifier.STANDARD.verify(forged).stream()
                    .map(InvoiceFault::kind)
                    .toList();
        }

        private List<Kind> kinds(InvoiceDraft draft) {
            return InvoiceVerifier.STANDARD.verify(invoice(draft)).stream()
                    .map(InvoiceFault::kind)
                    .toList();
        }

        private InvoiceDraft with(InvoiceDraft draft, List<InvoiceLine> lines, DocumentDiscounts taken) {
            return new InvoiceDraft(
                    draft.id(),
                    draft.customer(),
                    EntityId.of("default"),
                    draft.places(),
                    lines,
                    taken,
                    draft.taxes(),
                    DocumentTotals.of(lines, usd("0.00")),
                    draft.recordedAt(),
                    null);
        }
    }

    @Nested
    class Credited {
        private final OneOffCharge first = charge(1, "50.00", null, "2024-11-05");
        private final OneOffCharge second = charge(2, "50.00", null, "2024-11-05");

        @Test
        void are_told_apart_from_others_like_them() {
            // Each of 59.50. The second note finds the whole of the second line.
            taxes = Taxes.germany();
            Invoice invoice = invoice(assembler.assemble(facts(), List.of(), List.of(first, second)));
            CreditNoteAssembler notes = new CreditNoteAssembler();
            CreditNoteDraft one = notes.assemble(credit(2, invoice), CreditAmount.ofLines(Map.of(1, usd("59.50"))));

            assertThat(one.lines()).hasSize(2).allMatch(InvoiceLine::verified);
            assertThat(one.amount()).isEqualTo(usd("59.50"));
            assertThat(one.totals().tax()).isEqualTo(usd("-9.50"));

            CreditNoteFacts next = credit(3, invoice, one);
            assertThat(notes.left(next)).isEqualTo(usd("59.50"));
            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "lines",
                    () -> notes.assemble(next, CreditAmount.ofLines(Map.of(1, usd("0.01")))));
            CreditNoteDraft other = notes.assemble(next, CreditAmount.ofLines(Map.of(2, usd("59.50"))));
            assertThat(other.lines()).extracting(line -> line.key().oneOff()).containsOnly(Optional.of(second.id()));
            assertThat(notes.left(credit(4, invoice, one, other))).isEqualTo(usd("0.00"));
        }

        private CreditNoteFacts credit(int id, Invoice invoice, CreditNoteDraft... before) {
            List<BilledLine> lines = new ArrayList<>();
            invoice.lines()
                    .forEach(line -> lines.add(
                            new BilledLine(invoice.id(), InvoiceStatus.FINALIZED, invoice.recordedAt(), line)));
            for (CreditNoteDraft note : before) {
                note.lines()
                        .forEach(line ->
                                lines.add(new BilledLine(note.id(), InvoiceStatus.FINALIZED, note.recordedAt(), line)));
            }
            return new CreditNoteFacts(
                    InvoiceId.of(new UUID(1, id)),
                    at("2024-12-02"),
                    invoice,
                    List.of(before).stream()
                            .map(note -> new CreditNoteFacts.CreditedBefore(note.id(), note.amount()))
                            .toList(),
                    lines);
        }
    }

    private InvoiceDraft december(OneOffCharge... taken) {
        DocumentFacts facts = facts();
        PlaceLines place = assembler.differences(new PlaceFacts(
                RoundingPolicy.HALF_UP, BASIC, DECEMBER, null, facts.catalogue(), Map.of(), null, CustomPrices.NONE));
        return assembler.assemble(facts, List.of(place.with(List.of(taken))));
    }

    private DocumentFacts facts() {
        return new DocumentFacts(
                ID,
                at("2024-12-01"),
                RoundingPolicy.HALF_UP,
                DemoBooks.customer("acme"),
                usd("0.00"),
                BalancePolicy.UP_TO_TOTAL,
                new Catalogue(Map.of(PLAN.ref(), PLAN), Map.of()),
                discounts,
                taxes);
    }

    private static Invoice invoice(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN);
    }

    private static OneOffCharge charge(int id, String price, @Nullable String quantity, String day) {
        return new OneOffCharge(
                OneOffId.of(new UUID(7, id)),
                DemoBooks.customer("acme").id(),
                null,
                "Parts",
                "P-7",
                OneOffCharge.derivation(
                        big(price),
                        quantity == null ? null : new BigDecimal(quantity),
                        LocalDate.parse(day),
                        ZoneOffset.UTC,
                        RoundingPolicy.HALF_UP),
                ChargeTax.DEFAULT,
                at(day),
                at("2024-11-05"),
                null,
                null,
                null,
                null);
    }

    private static OneOffCharge of(OneOffCharge charge, String subscription) {
        return new OneOffCharge(
                charge.id(),
                charge.customer(),
                SubscriptionId.of(subscription),
                charge.description(),
                charge.code(),
                charge.derivation(),
                charge.tax(),
                charge.dueAt(),
                charge.recordedAt(),
                null,
                null,
                null,
                null);
    }

    private static Money amount(String price, @Nullable String quantity) {
        return charge(1, price, quantity, "2024-11-05").amount();
    }

    private static BillingPeriod day(String day) {
        LocalDate date = LocalDate.parse(day);
        return new BillingPeriod(at(day), at(date.plusDays(1).toString()), ZoneOffset.UTC);
    }

    private static List<String> shown(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.number() + " " + line.key().kind() + " "
                        + line.amount().getAmount() + " +" + line.taxAdded().getAmount())
                .toList();
    }

    private static void assertRefused(ErrorCode code, String field, ThrowingCallable call) {
        assertThatExceptionOfType(BillingException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.field()).isEqualTo(field);
        });
    }

    private static BigMoney big(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    private static Money usd(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }
}
