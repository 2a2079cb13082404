package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A commitment, a factor and a maximum of a whole plan: of April, on the document of May. */
class PlanSpendTest {
    /** 30.00 in advance; calls at 1.00, tokens at 0.10; at least 100.00, beyond that 1.5 times, at most 150.00. */
    private static final PlanVersion PLAN = priced("basic", terms("100", "1.5", "150"));

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
    class APartOfAPeriod {
        @Test
        void has_its_share_of_all_terms() {
            // Half, fees given back: fee 15, commitment 50, maximum 75. 35 are left: 40 are 35 + 5 × 1.5 = 42.50; 10 ×
            // 1.5 = 15; together 72.50
            Ledger half = ledger(PLAN).known(april(canceled("2024-04-16")));
            half.used(CREDITABLE, at("2024-04-10"), "40").used(GENERATED, at("2024-04-10"), "100");
            half.bill(0);

            assertThat(shown(half.bill(1)))
                    .containsExactly(
                            "calls basic×40 [2024-04-01, 2024-04-16) 42.50",
                            "tokens basic×100 [2024-04-01, 2024-04-16) 15.00");
        }

        @Test
        void of_another_plan_adds_its_share_to_what_is_promised() {
            // Half of 100 and half of 400 are 250, less both halves of fees, 30
            Ledger both = ledger(PLAN, priced("pro", terms("400", "1", "900")));
            both.known(april(plan("2024-04-16", PRO))).bill(0);

            assertThat(shown(both.bill(1)))
                    .containsExactly(
                            "spend pro×30 [2024-04-16, 2024-05-01) 220.00", "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void that_comes_back_is_promised_for_the_whole_period() {
            // 10 days each: 33.333… + 133.333… + 33.333… = 200.00, less 30 of fees
            Ledger both = ledger(PLAN, priced("pro", terms("400", "1", "900")));
            both.known(april(plan("2024-04-11", PRO), plan("2024-04-21", BASIC)))
                    .bill(0);

            assertThat(shown(both.bill(1)))
                    .containsExactly(
                            "spend basic×30 [2024-04-21, 2024-05-01) 170.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void is_promised_where_fees_stop_for_the_rest() {
            // Half of the fee, and half of the commitment: 50 − 15
            ledger.known(april(paused("2024-04-16", PausedFees.STOP))).bill(0);

            assertThat(shown(ledger.bill(1))).containsExactly("spend basic×15 [2024-04-01, 2024-05-01) 35.00");
        }

        @Test
        void is_not_where_they_go_on() {
            ledger.known(april(paused("2024-04-16", PausedFees.CONTINUE))).bill(0);

            assertThat(shown(ledger.bill(1)))
                    .containsExactly(
                            "spend basic×30 [2024-04-01, 2024-05-01) 70.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void is_paid_for_by_a_fee_that_is_not_given_back() {
            // Service ends on the 16th, the fee of 30 is kept: 30 + 20 meet 50, and of 75 it leaves 45 for usage.
            Ledger kept = ledger(PLAN).known(april(new Canceled(at("2024-04-16"), RECORDED, at("2024-05-01"))));
            kept.used(CREDITABLE, at("2024-04-10"), "20").bill(0);

            assertThat(shown(kept.bill(1))).containsExactly("calls basic×20 [2024-04-01, 2024-04-16) 20.00");
            assertThat(shown(kept.used(CREDITABLE, at("2024-04-11"), "80").correct()))
                    .containsExactly(
                            "calls basic×20 [2024-04-01, 2024-04-16) -20.00 of 2/1",
                            "calls basic×100 [2024-04-01, 2024-04-16) 45.00");
        }

        @Test
        void is_paid_for_by_a_fee_of_a_version_that_is_not_held_any_more() {
            // April is Pro's, and its fee Basic's: 70 are left, so that 90 are 70 + 20 × 1.5
            assertThat(shown(replacedSinceTheStart("90")))
                    .containsExactly(
                            "calls pro×90 [2024-04-01, 2024-05-01) 100.00", "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
        }

        @Test
        void has_no_more_than_the_maximum_beside_such_a_fee() {
            // 70 + 130 × 1.5 = 265, of which the fee leaves 150 − 30
            assertThat(shown(replacedSinceTheStart("200")))
                    .containsExactly(
                            "calls pro×200 [2024-04-01, 2024-05-01) 120.00",
                            "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
        }

        /** From 1 April on, with its fees from 1 May on. */
        private InvoiceDraft replacedSinceTheStart(String calls) {
            Ledger both = ledger(PLAN, priced("pro", terms("100", "1.5", "150")));
            both.bill(0);
            both.known(april(plan("2024-04-01", "2024-05-01", PRO))).used(CREDITABLE, at("2024-04-10"), calls);
            return both.bill(1);
        }

        @Test
        void of_a_version_without_terms_counts_towards_what_the_other_has_promised() {
            // Half of 100; 15 of fees and 40 of usage of the other plan meet it
            Ledger both = ledger(PLAN, DemoBooks.plan("pro", calls()));
            both.known(april(plan("2024-04-16", PRO))).used(CREDITABLE, at("2024-04-20"), "20");
            both.bill(0);

            // 50 − 15 − 20
            assertThat(shown(both.bill(1)))
                    .containsExactly(
                            "calls pro×20 [2024-04-16, 2024-05-01) 20.00",
                            "spend basic×35 [2024-04-01, 2024-04-16) 15.00");
            assertThat(shown(both.used(CREDITABLE, at("2024-04-21"), "20").correct()))
                    .containsExactly(
                            "calls pro×20 [2024-04-16, 2024-05-01) -20.00 of 2/1",
                            "spend basic×35 [2024-04-01, 2024-04-16) -15.00 of 2/2",
                            "calls pro×40 [2024-04-16, 2024-05-01) 40.00");
        }

        @Test
        void has_its_own_overage_and_all_of_it_meets_the_commitment() {
            // 10 of 30 days: fee 10, commitment 33.33, maximum 50
            Ledger both = ledger(PLAN, priced("pro", terms("100", "1.5", "150")));
            both.known(april(plan("2024-04-11", PRO)))
                    .used(CREDITABLE, at("2024-04-05"), "10")
                    .used(CREDITABLE, at("2024-04-20"), "20");
            both.bill(0);

            // 30 + 10 + 20 = 60; 40 are missing to 100
            assertThat(shown(both.bill(1)))
                    .containsExactly(
                            "calls basic×10 [2024-04-01, 2024-04-11) 10.00",
                            "calls pro×20 [2024-04-11, 2024-05-01) 20.00",
                            "spend pro×60 [2024-04-11, 2024-05-01) 40.00",
                            "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
            // 23.33 + 36.67 × 1.5 = 78.34 are cut to what the maximum leaves, 50 − 10 = 40, and 100 − 30 − 40 − 20 are
            // missing
            assertThat(shown(both.used(CREDITABLE, at("2024-04-06"), "50").correct()))
                    .containsExactly(
                            "calls basic×10 [2024-04-01, 2024-04-11) -10.00 of 2/1",
                            "spend pro×60 [2024-04-11, 2024-05-01) -40.00 of 2/3",
                            "calls basic×60 [2024-04-01, 2024-04-11) 40.00",
                            "spend pro×90 [2024-04-11, 2024-05-01) 10.00");
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

    @Nested
    class ADocument {
        @Test
        void whose_usage_asks_for_more_than_what_is_missing_counts_is_a_fault() {
            billed("40", "100");
            Invoice sound = ledger.document(2);
            List<InvoiceLine> lines = new ArrayList<>(sound.lines());
            InvoiceLine missing = lines.get(2);
            InvoiceDraft other =
                    ledger(PLAN).used(CREDITABLE, at("2024-04-10"), "41").bill(1);
            InvoiceLine more = other.lines().get(0);
            assertThat(more.amount()).hasToString("USD 41.00");
            lines.set(0, more);

            assertThat(SpendVerifier.verify(lines))
                    .extracting(InvoiceFault::kind, InvoiceFault::line)
                    .containsExactly(tuple(InvoiceFault.Kind.PARTS_DISAGREE, missing.number()));
            assertThat(SpendVerifier.verify(sound.lines())).isEmpty();
        }
    }

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
    class ACreditNote {
        @Test
        void of_what_is_missing_goes_with_it_and_then_with_the_usage_in_its_place() {
            billed("40", "100");
            ledger.credit(2, CreditAmount.ofLines(Map.of(3, Money.parse("USD 18.00"))));

            // 15 of 20 are missing by now; 3.00 of the 18.00 find room in the usage only
            InvoiceDraft corrected =
                    ledger.used(CREDITABLE, at("2024-04-20"), "5").correct();
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

    @Nested
    class UsagePastItsRetention {
        @Test
        void counts_as_it_was_billed() {
            // 10 of the fee by now and 40 of calls that stand: 50 are missing

            Ledger both = ledger(PLAN, priced("pro", "10", terms("100", "1.5", "150")));
            both.used(CREDITABLE, at("2024-04-10"), "40").bill(0);
            both.bill(1);

            assertThat(shown(both.usageKeptFrom(at("2024-04-20"))
                            .known(april(plan("2024-04-01", PRO)))
                            .correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                            "fee pro×1 [2024-04-01, 2024-05-01) 10.00",
                            "spend basic×70 [2024-04-01, 2024-05-01) -30.00 of 2/2",
                            "spend pro×50 [2024-04-01, 2024-05-01) 50.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/3",
                            "fee pro×1 [2024-05-01, 2024-06-01) 10.00");
            assertThat(both.correct().lines()).isEmpty();
        }

        @Test
        void of_a_period_that_nobody_has_billed_is_missed() {
            ledger.used(CREDITABLE, at("2024-04-10"), "40").bill(0);

            assertThat(shown(ledger.usageKeptFrom(at("2024-04-20")).bill(1)))
                    .containsExactly(
                            "spend basic×30 [2024-04-01, 2024-05-01) 70.00",
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

    private static Charge inArrears(String amount) {
        return new Charge(
                ChargeId.of("support"),
                "Support",
                PriceModel.flat(usd(amount)),
                BillingTiming.IN_ARREARS,
                null,
                ProrationPolicy.BY_SECOND,
                false);
    }

    static PriceTerms terms(String commitment, String factor, String maximum) {
        return PriceTerms.NONE
                .withCommitment(new Commitment(usd(commitment), new BigDecimal(factor), true))
                .withMaximum(usd(maximum));
    }

    static Charge calls() {
        return Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("1")), CREDITABLE.id());
    }

    static Charge spend(PriceTerms terms) {
        return Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, terms);
    }

    static PlanVersion priced(String id, PriceTerms terms) {
        return priced(id, "30", terms);
    }

    static PlanVersion priced(String id, String fee, PriceTerms terms) {
        return DemoBooks.plan(
                id,
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd(fee))),
                calls(),
                Charge.usage(ChargeId.of("tokens"), "Tokens", PriceModel.perUnit(usd("0.10")), GENERATED.id()),
                spend(terms));
    }

    static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }

    static Ledger ledger(PlanVersion... plans) {
        return new Ledger(april(), List.of(CREDITABLE, GENERATED), plans);
    }
}
