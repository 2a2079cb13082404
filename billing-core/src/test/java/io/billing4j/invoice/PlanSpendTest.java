package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.inArrears;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.spend;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A commitment, a factor and a maximum of a whole plan: of April, on the document of May. */
class PlanSpendTest {
    private final Ledger ledger = ledger(PLAN);

    @Nested
    class AWholePeriod {
        @Test
        void that_stays_below_the_commitment_has_the_rest_asked_for() {
            // 30 + 40 + 10 = 80, and 20 are missing to 100
            assertThat(shown(billed("40", "100")))
                    .containsExactly(
                            "calls basic×40 [2024-04-01, 2024-05-01) 40.00",
                            "tokens basic×100 [2024-04-01, 2024-05-01) 10.00",
                            "spend basic×80 [2024-04-01, 2024-05-01) 20.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void that_goes_beyond_it_costs_more_from_the_charge_on_that_does() {
            // 30 + 60 = 90: 10 are left of the commitment, so 30 of tokens are 10 + 20 × 1.5 = 40
            assertThat(shown(billed("60", "300")))
                    .containsExactly(
                            "calls basic×60 [2024-04-01, 2024-05-01) 60.00",
                            "tokens basic×300 [2024-04-01, 2024-05-01) 40.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void costs_no_more_than_the_maximum() {
            // 70 are left of the commitment: 70 + 30 × 1.5 = 115; with the fee 145, so 5 are left of the maximum
            assertThat(shown(billed("100", "300")))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-05-01) 115.00",
                            "tokens basic×300 [2024-04-01, 2024-05-01) 5.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void has_no_line_for_what_the_maximum_leaves_no_room_for() {
            // 70 + 60 × 1.5 = 160, of which the fee leaves 120
            assertThat(shown(billed("130", "300")))
                    .containsExactly(
                            "calls basic×130 [2024-04-01, 2024-05-01) 120.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void without_any_usage_is_asked_for_as_promised() {
            assertThat(shown(billed("0", "0")))
                    .containsExactly(
                            "spend basic×30 [2024-04-01, 2024-05-01) 70.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void that_comes_to_the_commitment_exactly_is_asked_for_nothing_more() {
            assertThat(shown(billed("50", "200")))
                    .containsExactly(
                            "calls basic×50 [2024-04-01, 2024-05-01) 50.00",
                            "tokens basic×200 [2024-04-01, 2024-05-01) 20.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void whose_fees_are_above_the_maximum_has_them_and_nothing_else() {
            Ledger dear = ledger(priced("basic", terms("10", "2", "20")));
            dear.used(CREDITABLE, at("2024-04-10"), "5").bill(0);

            assertThat(shown(dear.bill(1))).containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void with_a_commitment_alone_has_usage_at_its_price() {
            Ledger minimum = ledger(priced("basic", PriceTerms.NONE.withMinimum(usd("100"))));
            minimum.used(CREDITABLE, at("2024-04-10"), "500").bill(0);

            assertThat(shown(minimum.bill(1)))
                    .containsExactly(
                            "calls basic×500 [2024-04-01, 2024-05-01) 500.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void counts_fees_in_arrears_as_well() {
            // 30 in advance and 25 in arrears: 45 are missing
            PlanVersion arrears = DemoBooks.plan(
                    "basic",
                    Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("30"))),
                    inArrears("25"),
                    spend(PriceTerms.NONE.withMinimum(usd("100"))));
            Ledger both = ledger(arrears);
            both.bill(0);

            assertThat(shown(both.bill(1)))
                    .containsExactly(
                            "support basic×1 [2024-04-01, 2024-05-01) 25.00",
                            "spend basic×55 [2024-04-01, 2024-05-01) 45.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }
    }

    @Nested
    class UsageSoFar {
        @Test
        void has_overage_and_maximum_as_of_now_and_nothing_made_up() {
            ledger.used(CREDITABLE, at("2024-04-10"), "60").used(GENERATED, at("2024-04-10"), "300");
            ledger.bill(0);

            assertThat(shown(Objects.requireNonNull(ledger.progress(at("2024-04-16")))))
                    .containsExactly(
                            "calls basic×60 [2024-04-01, 2024-05-01) 60.00",
                            "tokens basic×300 [2024-04-01, 2024-05-01) 40.00");
            assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(2))).isEmpty();
        }

        @Test
        void is_taken_back_by_the_document_that_ends_the_period_and_makes_up() {
            ledger.used(CREDITABLE, at("2024-04-10"), "40").bill(0);
            ledger.progress(at("2024-04-16"));

            // 30 + 40 + 10: 20 are missing
            assertThat(shown(ledger.used(GENERATED, at("2024-04-20"), "100").bill(1)))
                    .containsExactly(
                            "calls basic×40 [2024-04-01, 2024-05-01) -40.00 of 2/1",
                            "calls basic×40 [2024-04-01, 2024-05-01) 40.00",
                            "tokens basic×100 [2024-04-01, 2024-05-01) 10.00",
                            "spend basic×80 [2024-04-01, 2024-05-01) 20.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
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
