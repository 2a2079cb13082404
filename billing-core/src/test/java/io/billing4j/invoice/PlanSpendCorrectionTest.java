package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Terms of a whole plan where what they counted comes out otherwise. */
class PlanSpendCorrectionTest {
    private final Ledger ledger = ledger(PLAN);

    @Nested
    class LateUsage {
        @Test
        void lowers_what_is_missing() {
            billed("40", "100");

            assertThat(shown(ledger.used(CREDITABLE, at("2024-04-20"), "5").correct()))
                    .containsExactly(
                            "calls basic×40 [2024-04-01, 2024-05-01) -40.00 of 2/1",
                            "spend basic×80 [2024-04-01, 2024-05-01) -20.00 of 2/3",
                            "calls basic×45 [2024-04-01, 2024-05-01) 45.00",
                            "spend basic×85 [2024-04-01, 2024-05-01) 15.00");
        }

        @Test
        void beyond_the_commitment_changes_the_charges_behind_it() {
            // 30 + 70 = 100: nothing is left of the commitment, so 10 of tokens are 15
            billed("40", "100");

            assertThat(shown(ledger.used(CREDITABLE, at("2024-04-20"), "30").correct()))
                    .containsExactly(
                            "calls basic×40 [2024-04-01, 2024-05-01) -40.00 of 2/1",
                            "tokens basic×100 [2024-04-01, 2024-05-01) -10.00 of 2/2",
                            "spend basic×80 [2024-04-01, 2024-05-01) -20.00 of 2/3",
                            "calls basic×70 [2024-04-01, 2024-05-01) 70.00",
                            "tokens basic×100 [2024-04-01, 2024-05-01) 15.00");
        }

        @Test
        void of_a_charge_leaves_those_before_it_alone() {
            billed("60", "300");

            assertThat(shown(ledger.used(GENERATED, at("2024-04-20"), "10").correct()))
                    .containsExactly(
                            "tokens basic×300 [2024-04-01, 2024-05-01) -40.00 of 2/2",
                            "tokens basic×310 [2024-04-01, 2024-05-01) 41.50");
        }
    }

    @Nested
    class AFeeThatChangesLater {
        @Test
        void is_made_up_for_and_nothing_is_given_back_below_the_commitment() {
            // Pro has the same terms and a fee of 10: of Basic's month 30 − 0 − 10 … the whole month is Pro's by now.
            Ledger both = ledger(PLAN, priced("pro", "10", terms("100", "1.5", "150")));
            both.used(CREDITABLE, at("2024-04-10"), "40").bill(0);
            both.bill(1);

            assertThat(shown(both.known(april(plan("2024-04-01", PRO))).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                            "fee pro×1 [2024-04-01, 2024-05-01) 10.00",
                            "calls basic×40 [2024-04-01, 2024-05-01) -40.00 of 2/1",
                            "spend basic×70 [2024-04-01, 2024-05-01) -30.00 of 2/2",
                            "calls pro×40 [2024-04-01, 2024-05-01) 40.00",
                            "spend pro×50 [2024-04-01, 2024-05-01) 50.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/3",
                            "fee pro×1 [2024-05-01, 2024-06-01) 10.00");
        }
    }

    @Nested
    class AVoidDocument {
        @Test
        void is_made_again_with_the_same_lines() {
            List<String> before = shown(billed("60", "300"));
            ledger.voided(2, VoidIntent.REISSUE);

            assertThat(shown(ledger.bill(1))).isEqualTo(before);
        }

        @Test
        void that_is_waived_asks_for_nothing_more() {
            billed("40", "100");
            ledger.voided(2, VoidIntent.WAIVE);

            assertThat(shown(ledger.used(CREDITABLE, at("2024-04-20"), "5").correct()))
                    .isEmpty();
        }
    }

    private InvoiceDraft billed(String calls, String tokens) {
        ledger.used(CREDITABLE, at("2024-04-10"), calls).used(GENERATED, at("2024-04-10"), tokens);
        ledger.bill(0);
        InvoiceDraft draft = ledger.bill(1);
        assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(2))).isEmpty();
        return draft;
    }
}
