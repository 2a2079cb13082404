package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.ShownLines.shownWithTaxes;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.calls;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.taxed;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.TaxCategory;
import io.billing4j.price.PriceModel;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import org.junit.jupiter.api.Test;

/** Terms of versions of an item whose prices do not hold their taxes, of basic, and of those whose prices do, of pro. */
class PlanSpendTaxTest {
    private static final PlanVersion NET = taxed(priced("basic", terms("100", "1.5", "150")), TaxBehavior.EXCLUSIVE);
    private static final PlanVersion GROSS = taxed(priced("pro", terms("400", "1", "900")), TaxBehavior.INCLUSIVE);

    @Test
    void are_made_up_for_apart() {
        Ledger both = ledger(NET, GROSS).taxed(Taxes.germany());
        both.known(april(plan("2024-04-16", PRO))).bill(0);

        // Half of 100 less half of the fee, and half of 400 less half of the fee
        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "spend basic×15 [2024-04-01, 2024-04-16) 35.00",
                        "spend pro×15 [2024-04-16, 2024-05-01) 185.00",
                        "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
        assertThat(InvoiceVerifier.STANDARD.verify(both.document(2))).isEmpty();
        assertThat(both.correct().lines()).isEmpty();
    }

    @Test
    void are_met_by_prices_of_their_own_kind_alone() {
        Charge tokens = Charge.usage(ChargeId.of("tokens"), "Tokens", PriceModel.perUnit(usd("0.10")), GENERATED.id());
        Ledger both = ledger(
                NET, DemoBooks.plan("pro", of(calls(), TaxBehavior.EXCLUSIVE), of(tokens, TaxBehavior.INCLUSIVE)));
        both.known(april(plan("2024-04-16", PRO)))
                .used(CREDITABLE, at("2024-04-20"), "20")
                .used(GENERATED, at("2024-04-20"), "100");
        both.bill(0);

        // Half of 100: 15 of the fee and 20 of calls count, and 10 of tokens do not
        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "calls pro×20 [2024-04-16, 2024-05-01) 20.00",
                        "tokens pro×100 [2024-04-16, 2024-05-01) 10.00",
                        "spend basic×35 [2024-04-01, 2024-04-16) 15.00");
    }

    @Test
    void have_nothing_of_a_fee_of_the_other_kind() {
        Ledger both = ledger(NET, taxed(priced("pro", terms("100", "1.5", "150")), TaxBehavior.INCLUSIVE));
        both.bill(0);
        both.known(april(plan("2024-04-01", "2024-05-01", PRO))).used(CREDITABLE, at("2024-04-10"), "90");

        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "calls pro×90 [2024-04-01, 2024-05-01) 90.00",
                        "spend pro×90 [2024-04-01, 2024-05-01) 10.00",
                        "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void are_met_by_usage_that_stands_of_their_own_kind_alone() {
        Ledger both = ledger(NET, GROSS);
        both.known(april(plan("2024-04-16", PRO)))
                .used(CREDITABLE, at("2024-04-10"), "20")
                .used(CREDITABLE, at("2024-04-20"), "10");
        both.bill(0);
        both.bill(1);

        assertThat(both.usageKeptFrom(at("2024-05-01")).correct().lines()).isEmpty();
    }

    @Test
    void leave_untaxed_what_is_missing_now_of_usage_that_was_settled_without_taxes() {
        Ledger ledger = ledger(PLAN).used(CREDITABLE, at("2024-04-10"), "70");
        ledger.bill(0);
        ledger.bill(1);

        // 30 + 70 were 100; of 70 that were paid without taxes 50 are usage now, and 20 what is missing
        assertThat(shownWithTaxes(corrected(ledger, "-20")))
                .containsExactly(
                        "calls basic×70 [2024-04-01, 2024-05-01) -70.00 of 2/1",
                        "calls basic×50 [2024-04-01, 2024-05-01) 50.00",
                        "spend basic×80 [2024-04-01, 2024-05-01) 20.00");
    }

    @Test
    void leave_untaxed_usage_that_has_taken_the_place_of_what_was_settled_without_taxes() {
        Ledger ledger = ledger(PLAN);
        ledger.bill(0);
        ledger.bill(1);

        // The 70 that were missing were paid without taxes: 40 of them are usage now
        assertThat(shownWithTaxes(corrected(ledger, "40")))
                .containsExactly(
                        "spend basic×30 [2024-04-01, 2024-05-01) -70.00 of 2/1",
                        "calls basic×40 [2024-04-01, 2024-05-01) 40.00",
                        "spend basic×70 [2024-04-01, 2024-05-01) 30.00");
    }

    @Test
    void tax_what_is_missing_in_place_of_a_fee_beside_usage_that_was_settled_without_taxes() {
        Ledger both =
                ledger(PLAN, priced("pro", "10", terms("100", "1.5", "150"))).used(CREDITABLE, at("2024-04-10"), "70");
        both.bill(0);
        both.bill(1);
        both.known(april(plan("2024-04-01", PRO)));

        // 20 less of fees, and 5 more of usage: 15 are missing, of which nothing was paid as usage
        assertThat(shownWithTaxes(corrected(both, "5")))
                .contains(
                        "calls basic×70 [2024-04-01, 2024-05-01) -70.00 of 2/1",
                        "calls pro×75 [2024-04-01, 2024-05-01) 75.00",
                        "spend pro×85 [2024-04-01, 2024-05-01) 15.00 +2.85");
    }

    private static InvoiceDraft corrected(Ledger ledger, String used) {
        InvoiceDraft corrected = ledger.taxed(Taxes.germany())
                .used(CREDITABLE, at("2024-04-20"), used)
                .correct();
        assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(3))).isEmpty();
        return corrected;
    }

    private static Charge of(Charge charge, TaxBehavior behavior) {
        return charge.withTax(new ChargeTax(TaxCategory.STANDARD, behavior));
    }
}
