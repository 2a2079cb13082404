package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shownWithTaxes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.catalog.Charge;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.price.PriceModel;
import io.billing4j.tax.TaxBehavior;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What credit notes come to, and what becomes of them when more is corrected: April 2024 has 30 days. */
class CreditNoteTest {
    private static final String START = "2024-04-01";
    private static final String APRIL = "[2024-04-01, 2024-05-01)";

    private final Ledger ledger = new Ledger(subscribed(START, BASIC, 1), flat("basic", "30.00"), flat("pro", "0.00"));

    @Nested
    class OfAnInvoiceWithDiscountAndTax {
        private final CreditNoteDraft note = taxedInvoice().credit(1, CreditAmount.of(usd("10.00")));

        @Test
        void has_its_part_of_the_tax_at_the_original_rate() {
            // 30.00 less 3.00 with 5.13 are 32.13; of 10.00 1.60 are tax: 5.13 × 10.00 / 32.13 = 1.5966…
            assertThat(shown(note.lines()))
                    .containsExactly(
                            "fee basic×1 " + APRIL + " -30.00 of 1/1 less -3.00 -5.13",
                            "fee basic×1 " + APRIL + " 30.00 of 2/1 less 11.40 +3.53");
            assertThat(note.amount()).isEqualTo(usd("10.00"));
            assertThat(note.totals().subtotal()).isEqualTo(usd("0.00"));
            assertThat(note.totals().discount()).isEqualTo(usd("8.40"));
            assertThat(note.totals().tax()).isEqualTo(usd("-1.60"));
            assertThat(note.totals().total()).isEqualTo(usd("0.00"));
        }

        @Test
        void proves_itself_line_by_line() {
            assertThat(note.lines()).allMatch(InvoiceLine::verified);
        }

        @Test
        void is_followed_by_one_that_takes_what_is_left() {
            assertThat(ledger.creditable(1)).isEqualTo(usd("22.13"));

            CreditNoteDraft rest = ledger.credit(1, CreditAmount.whole());

            assertThat(shown(rest.lines()))
                    .containsExactly(
                            "fee basic×1 " + APRIL + " -30.00 of 2/2 less -11.40 -3.53",
                            "fee basic×1 " + APRIL + " 30.00 of 3/1 less 30.00");
            assertThat(rest.totals().tax()).isEqualTo(usd("-3.53"));
            assertThat(ledger.creditable(1)).isEqualTo(usd("0.00"));
            assertRefused("amount", () -> ledger.credit(1, CreditAmount.whole()));
        }

        @Test
        void goes_with_what_is_given_back_later_and_comes_back_with_it() {
            // Of 30.00 the last 20.00: 2.00 of the coupon, 8.40 − 2.80 of the note, 3.53 − 1.18 of the tax.
            assertThat(shownWithTaxes(ended().correct()))
                    .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) -20.00 of 2/2 less -7.60 -2.35");
            // 10.00 less 1.00 and 2.80, with 1.18
            assertThat(ledger.creditable(1)).isEqualTo(usd("7.38"));
            assertThat(shownWithTaxes(ledger.known(subscribed(START, BASIC, 1)).correct()))
                    .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) 20.00 of 3/1 less 7.60 +2.35");
            // What is asked for again stands on its own document, and is credited there.
            assertThat(ledger.creditable(1)).isEqualTo(usd("7.38"));
            assertThat(ledger.creditable(4)).isEqualTo(usd("14.75"));
        }

        @Test
        void leaves_nothing_once_all_is_taken_back() {
            ledger.known(subscribed(START, PRO, 1)).correct();

            assertThat(sum()).isEqualTo(usd("0.00"));
            assertThat(ledger.creditable(1)).isEqualTo(usd("0.00"));
        }

        @Test
        void is_never_more_than_is_left() {
            assertRefused("amount", () -> ledger.credit(1, CreditAmount.of(usd("22.14"))));
            assertRefused("lines", () -> ledger.credit(1, CreditAmount.ofLines(Map.of(1, usd("22.14")))));
        }

        private Ledger taxedInvoice() {
            ledger.taxed(Taxes.germany())
                    .granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10")))
                    .bill(0);
            return ledger;
        }
    }

    @Test
    void three_alike_have_what_there_is_of_the_tax() {
        // 1.00 and 0.20: 0.20 × 0.40 / 1.20 = 0.0666…; of 0.13 and 0.80 that are left 0.065; then the rest.
        Ledger one = new Ledger(subscribed(START, BASIC, 1), flat("basic", "1.00")).taxed(Taxes.at("20"));
        one.bill(0);

        List<Money> taxes = List.of(
                one.credit(1, CreditAmount.of(usd("0.40"))).totals().tax(),
                one.credit(1, CreditAmount.of(usd("0.40"))).totals().tax(),
                one.credit(1, CreditAmount.whole()).totals().tax());

        assertThat(taxes).containsExactly(usd("-0.07"), usd("-0.07"), usd("-0.06"));
    }

    @Test
    void of_prices_that_hold_their_tax_hold_it_as_well() {
        ledger.taxed(Taxes.germany(TaxBehavior.INCLUSIVE)).bill(0);

        CreditNoteDraft note = ledger.credit(1, CreditAmount.of(usd("11.90")));

        // 30.00 hold 4.79, of which 11.90 / 30.00 are 1.90.
        assertThat(shown(note.lines()))
                .containsExactly(
                        "fee basic×1 " + APRIL + " -30.00 of 1/1 holds -4.79",
                        "fee basic×1 " + APRIL + " 30.00 of 2/1 less 11.90 holds 2.89");
        assertThat(note.totals().taxIncluded()).isEqualTo(usd("-1.90"));
        assertThat(note.amount()).isEqualTo(usd("11.90"));
        assertThat(note.lines()).allMatch(InvoiceLine::verified);
    }

    @Test
    void of_a_free_amount_goes_with_the_time_that_is_given_back() {
        ledger.bill(0);
        ledger.credit(1, CreditAmount.of(usd("20.00")));

        // 10.00 are paid for 30 days: 3.33 stay with the first ten, of which 6.67 of 20.00 were credited.
        assertThat(shownWithTaxes(ended().correct()))
                .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) -20.00 of 2/2 less -13.33");
        assertThat(sum()).isEqualTo(usd("3.33"));
        ledger.known(subscribed(START, BASIC, 1)).correct();
        assertThat(sum()).isEqualTo(usd("10.00"));
    }

    @Test
    void of_an_invoice_that_gives_back_as_well_are_of_what_it_comes_to() {
        Ledger change = new Ledger(subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"));
        change.bill(0);
        change.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO))).correct();

        // −13.33 and 33.33
        assertThat(change.creditable(2)).isEqualTo(usd("20.00"));
        assertThat(shown(change.credit(2, CreditAmount.whole()).lines()))
                .containsExactly(
                        "fee pro×1 [2024-04-11, 2024-05-01) -33.33 of 2/2",
                        "fee pro×1 [2024-04-11, 2024-05-01) 33.33 of 3/1 less 20.00");
        // Of the 20.00 that were not taken back 6.67 stand.
        assertThat(change.creditable(1)).isEqualTo(usd("6.67"));
    }

    @Test
    void of_what_was_taken_back_and_asked_for_again_are_no_concern_of_the_first_invoice() {
        ledger.bill(0);
        ended().correct();
        ledger.credit(1, CreditAmount.whole());
        // The first ten days are credited; the others are asked for again as they were.
        assertThat(shownWithTaxes(ledger.known(subscribed(START, BASIC, 1)).correct()))
                .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) 20.00 of 2/1");
        assertThat(sum()).isEqualTo(usd("20.00"));
    }

    @Test
    void of_usage_are_held_by_whatever_asks_for_it_with_them() {
        Ledger metered = metered().used(CREDITABLE, at("2024-04-10"), "5");
        metered.bill(0);
        metered.bill(1);
        InvoiceId note = metered.credit(2, CreditAmount.of(usd("2.00"))).id();
        assertThat(holder(metered, note)).isEmpty();
        metered.used(CREDITABLE, at("2024-04-20"), "7");
        assertThat(holder(metered, note)).isEmpty();
        InvoiceId twelve = metered.correct().id();
        assertThat(holder(metered, note)).contains(twelve);
        metered.known(subscribed(START, PRO, 1)).correct();
        assertThat(holder(metered, note)).isEmpty();

        // As it was before: 12.00 less 2.00 are asked for again, by a line that names the one that took them back.
        InvoiceDraft again = metered.known(subscribed(START, BASIC, 1)).correct();
        assertThat(shownWithTaxes(again)).contains("calls basic×12 " + APRIL + " 12.00 of 5/1 less 2.00");
        assertThat(holder(metered, note)).contains(again.id());
    }

    @Test
    void of_usage_are_held_whatever_a_draft_takes_back() {
        Ledger metered = metered().used(CREDITABLE, at("2024-04-10"), "5");
        metered.bill(0);
        metered.bill(1);
        InvoiceId note = metered.credit(2, CreditAmount.of(usd("2.00"))).id();
        metered.used(CREDITABLE, at("2024-04-20"), "7");
        InvoiceId twelve = metered.correct().id();
        metered.used(CREDITABLE, at("2024-04-20"), "3");
        InvoiceDraft draft = metered.draft(2);
        assertThat(draft.lines()).isNotEmpty();

        assertThat(holder(metered, note)).contains(twelve);
    }

    private static Optional<InvoiceId> holder(Ledger ledger, InvoiceId note) {
        return CreditChain.holder(Set.of(note), ledger.lines(0));
    }

    /** 1.00 a call. */
    private static Ledger metered() {
        return new Ledger(
                subscribed(START, BASIC, 1),
                List.of(CREDITABLE),
                DemoBooks.plan(
                        "basic",
                        Charge.usage(
                                ChargeId.of("calls"),
                                "Calls",
                                PriceModel.perUnit(DemoBooks.usd("1.00")),
                                CREDITABLE.id())),
                flat("pro", "0.00"));
    }

    @Test
    void of_usage_go_over_to_what_is_counted_instead() {
        Ledger metered = metered().taxed(Taxes.germany()).used(CREDITABLE, at("2024-04-10"), "5");
        metered.bill(0);
        metered.bill(1);
        // 5.00 with 0.95; of 2.38 are 0.38 tax.
        metered.credit(2, CreditAmount.of(usd("2.38")));
        metered.used(CREDITABLE, at("2024-04-20"), "7");

        InvoiceDraft counted = metered.correct();

        assertThat(shownWithTaxes(counted))
                .containsExactly(
                        "calls basic×5 " + APRIL + " -5.00 of 3/2 less -2.00 -0.57",
                        "calls basic×12 " + APRIL + " 12.00 less 2.00 +1.90");
        assertThat(Invoice.draft(counted, Taxes.ORIGIN).verified()).isTrue();
        // Less than was credited: nothing is paid out.
        metered.used(CREDITABLE, at("2024-04-20"), "-11");
        InvoiceDraft less = metered.correct();
        assertThat(shownWithTaxes(less))
                .containsExactly(
                        "calls basic×12 " + APRIL + " -12.00 of 4/2 less -2.00 -1.90",
                        "calls basic×1 " + APRIL + " 1.00 less 1.00");
        assertThat(Invoice.draft(less, Taxes.ORIGIN).verified()).isTrue();
    }

    @Test
    void of_a_void_note_is_nothing_left() {
        ledger.bill(0);
        ledger.credit(1, CreditAmount.of(usd("12.00")));
        ledger.voidedNote(2);

        assertThat(ledger.creditable(1)).isEqualTo(usd("30.00"));
        assertThat(ledger.correct().lines()).isEmpty();
    }

    private Ledger ended() {
        return ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)));
    }

    /** What all documents ask for, less what they give. */
    private Money sum() {
        return ledger.lines(0).stream()
                .map(BilledLine::line)
                .map(line -> line.amount().minus(line.discount()).plus(line.taxAdded()))
                .reduce(usd("0.00"), Money::plus);
    }

    private static List<String> shown(List<InvoiceLine> lines) {
        return lines.stream().map(ShownLines::shownWithTaxes).toList();
    }

    private static void assertRefused(String field, Runnable call) {
        assertThatExceptionOfType(BillingException.class).isThrownBy(call::run).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE);
            assertThat(refusal.field()).isEqualTo(field);
        });
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }
}
