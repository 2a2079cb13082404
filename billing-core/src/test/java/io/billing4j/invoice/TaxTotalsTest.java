package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxTotal;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What documents say of each tax: 20.00 a month, and 50.00 from the 11th of April 2024 on. */
class TaxTotalsTest {
    private static final String START = "2024-04-01";

    private final Ledger ledger = ledger();

    @Test
    void of_lines_that_ask_and_of_those_that_give_back_are_one() {
        ledger.taxed(Taxes.germany()).bill(0);

        // 33.33 − 13.33; 6.33 − 2.53
        assertThat(shown(upgraded().correct().taxTotals())).containsExactly("EXCLUSIVE VAT 19 % of 20.00: 3.80");
    }

    @Test
    void of_prices_that_hold_their_tax_are_without_it() {
        ledger.taxed(Taxes.germany(TaxBehavior.INCLUSIVE)).bill(0);

        // 33.33 − 5.32 − (13.33 − 2.13); 5.32 − 2.13
        assertThat(shown(upgraded().correct().taxTotals())).containsExactly("INCLUSIVE VAT 19 % of 16.81: 3.19");
    }

    @Test
    void are_one_for_each_rate_the_lower_first() {
        ledger.taxed(Taxes.germanyWithSixteenFrom("2024-05-01")).bill(0);
        ledger.bill(1);

        assertThat(shown(upgraded().correct().taxTotals()))
                .containsExactly("EXCLUSIVE VAT 16 % of 30.00: 4.80", "EXCLUSIVE VAT 19 % of 20.00: 3.80");
    }

    @Test
    void of_what_is_not_taxed_stand_behind_the_taxes_one_for_each_reason() {
        ledger.taxed(Taxes.germany(
                        profile("2024-01-01", null),
                        profile("2024-05-01", new Untaxed(NoTax.REVERSE_CHARGE, "Article 196")),
                        profile("2024-06-01", new Untaxed(NoTax.EXEMPT, "Article 132"))))
                .bill(0);
        ledger.bill(1);
        ledger.bill(2);

        assertThat(shown(upgraded().correct().taxTotals()))
                .containsExactly(
                        "EXCLUSIVE VAT 19 % of 20.00: 3.80",
                        "REVERSE_CHARGE Article 196 of 30.00: 0.00", "EXEMPT Article 132 of 30.00: 0.00");
    }

    @Test
    void of_a_document_that_says_nothing_of_taxes_are_none() {
        assertThat(ledger.bill(0).taxTotals()).isEmpty();
    }

    @Test
    void are_those_that_a_document_was_taxed_with() {
        InvoiceDraft april = ledger.taxed(Taxes.germany()).bill(0);

        assertThat(shown(april.taxTotals())).containsExactly("EXCLUSIVE VAT 19 % of 20.00: 3.80");
        assertThat(Invoice.draft(april, Taxes.ORIGIN).taxTotals()).isEqualTo(april.taxTotals());
    }

    @Test
    void of_a_credit_note_are_what_it_gives() {
        ledger.taxed(Taxes.germany()).bill(0);

        // 3.80 × 10.00 / 23.80 = 1.596…
        CreditNoteDraft note = ledger.credit(1, CreditAmount.of(Money.parse("USD 10.00")));
        assertThat(shown(note.taxTotals())).containsExactly("EXCLUSIVE VAT 19 % of -8.40: -1.60");
    }

    private static Ledger ledger() {
        return new Ledger(subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"));
    }

    private Ledger upgraded() {
        return ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)));
    }

    private static TaxProfile profile(String from, @Nullable Untaxed untaxed) {
        return new TaxProfile(CustomerId.of("acme"), LocalDate.parse(from), TaxPlace.of("DE"), untaxed, "DE123456789");
    }

    private static List<String> shown(List<TaxTotal> totals) {
        return totals.stream().map(TaxTotalsTest::shown).toList();
    }

    private static String shown(TaxTotal total) {
        String what = "";
        if (total instanceof TaxTotal.OfRate rate) {
            what = rate.behavior() + " " + rate.component();
        } else if (total instanceof TaxTotal.OfUntaxed none) {
            what = none.untaxed().why() + " " + none.untaxed().reason();
        }
        return what + " of " + total.base().getAmount() + ": " + total.tax().getAmount();
    }
}
