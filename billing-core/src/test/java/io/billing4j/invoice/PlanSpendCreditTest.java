package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.ShownLines.shownWithDiscounts;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What was credited of what is missing to a plan's commitment: 100.00, of which fees of 30.00, 40.00 of calls and 10.00 of tokens. */
class PlanSpendCreditTest {
    private final Ledger ledger = ledger(PLAN);

    @Test
    void of_what_is_missing_goes_with_it_and_then_with_the_usage_in_its_place() {
        billed("40", "100");
        ledger.credit(2, CreditAmount.ofLines(Map.of(3, Money.parse("USD 18.00"))));

        // 15 of 20 are missing by now; 3.00 of the 18.00 find room in the usage only
        InvoiceDraft corrected = ledger.used(CREDITABLE, at("2024-04-20"), "5").correct();
        assertThat(shown(corrected))
                .containsExactly(
                        "calls basic×40 [2024-04-01, 2024-05-01) -40.00 of 2/1",
                        "spend basic×80 [2024-04-01, 2024-05-01) -20.00 of 3/2",
                        "calls basic×45 [2024-04-01, 2024-05-01) 45.00",
                        "spend basic×85 [2024-04-01, 2024-05-01) 15.00");
        assertThat(corrected.lines().stream().map(InvoiceLine::discount))
                .extracting(Money::getAmount)
                .extracting(Object::toString)
                .containsExactly("0.00", "-18.00", "3.00", "15.00");
        assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(4))).isEmpty();
    }

    @Test
    void of_usage_leaves_what_is_missing_as_it_was() {
        billed("40", "100");
        ledger.credit(2, CreditAmount.ofLines(Map.of(1, Money.parse("USD 40.00"))));

        assertThat(ledger.correct().lines()).isEmpty();
    }

    @Test
    void comes_back_from_usage_to_what_is_missing_by_then() {
        credited();
        ledger.used(CREDITABLE, at("2024-04-20"), "5").correct();

        // Without calls 60 are missing: all 18.00 find room there, 3.00 of them from the calls
        assertThat(shownWithDiscounts(
                        ledger.used(CREDITABLE, at("2024-04-20"), "-45").correct()))
                .containsExactly(
                        "calls basic×45 [2024-04-01, 2024-05-01) -45.00 of 4/3 less -3.00",
                        "spend basic×85 [2024-04-01, 2024-05-01) -15.00 of 4/4 less -15.00",
                        "spend basic×40 [2024-04-01, 2024-05-01) 60.00 less 18.00");
        assertSound(5, "18.00");
    }

    @Test
    void comes_back_once_where_it_comes_back_with_its_own_line() {
        credited();
        ledger.used(GENERATED, at("2024-04-20"), "50").correct();

        // 100.01 at 0.10 are 10.00 again, so that the same 20.00 are missing, with their own 18.00
        InvoiceDraft again = ledger.used(GENERATED, at("2024-04-20"), "-49.99").correct();
        assertThat(shownWithDiscounts(again))
                .contains(
                        "tokens basic×150 [2024-04-01, 2024-05-01) -15.00 of 4/3 less -3.00",
                        "spend basic×80 [2024-04-01, 2024-05-01) 20.00 of 4/2 less 18.00",
                        "tokens basic×100.01 [2024-04-01, 2024-05-01) 10.00");
        assertSound(5, "18.00");
    }

    @Test
    void goes_over_to_a_fee_of_the_same_time_that_has_taken_its_place() {
        Ledger both = ledger(PLAN, priced("pro", "90", terms("100", "1.5", "150")));
        both.bill(0);
        both.bill(1);
        both.credit(2, CreditAmount.ofLines(Map.of(1, Money.parse("USD 60.00"))));

        // Of 70 that were missing 10 are, and 60 more are the fee of April: 10.00 and 50.00 find room
        InvoiceDraft dearer = both.known(april(plan("2024-04-01", PRO))).correct();
        assertThat(shownWithDiscounts(dearer))
                .containsExactly(
                        "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                        "fee pro×1 [2024-04-01, 2024-05-01) 90.00 less 50.00",
                        "spend basic×30 [2024-04-01, 2024-05-01) -70.00 of 3/2 less -60.00",
                        "spend pro×90 [2024-04-01, 2024-05-01) 10.00 less 10.00",
                        "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/2",
                        "fee pro×1 [2024-05-01, 2024-06-01) 90.00");
        assertThat(InvoiceVerifier.STANDARD.verify(both.document(4))).isEmpty();
    }

    @Test
    void is_there_once_after_the_document_that_moved_it_was_made_again() {
        credited();
        ledger.used(CREDITABLE, at("2024-04-20"), "5").correct();
        ledger.voided(4, VoidIntent.REISSUE);

        assertThat(shownWithDiscounts(
                        ledger.used(CREDITABLE, at("2024-04-20"), "1").correct()))
                .contains(
                        "calls basic×46 [2024-04-01, 2024-05-01) 46.00 less 4.00",
                        "spend basic×86 [2024-04-01, 2024-05-01) 14.00 less 14.00");
        assertSound(5, "18.00");
    }

    /** 18.00 of the 20.00 that are missing. */
    private void credited() {
        billed("40", "100");
        ledger.credit(2, CreditAmount.ofLines(Map.of(3, Money.parse("USD 18.00"))));
    }

    /** All lines that stand are credited by so much together. */
    private void assertSound(int number, String credited) {
        assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(number))).isEmpty();
        assertThat(ledger.lines(0).stream()
                        .map(billed -> billed.line().discount())
                        .reduce(Money.zero(CurrencyUnit.USD), Money::plus))
                .isEqualTo(Money.parse("USD " + credited));
    }

    private void billed(String calls, String tokens) {
        ledger.used(CREDITABLE, at("2024-04-10"), calls).used(GENERATED, at("2024-04-10"), tokens);
        ledger.bill(0);
        ledger.bill(1);
        assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(2))).isEmpty();
    }
}
