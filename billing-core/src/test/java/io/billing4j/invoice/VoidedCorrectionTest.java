package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Changes.withdrawn;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.subscription.Subscription;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Documents that are void, drafts and corrections between them. Document 1 bills April with 30.00, document 2 corrects it by an
 * upgrade on the 16th, known since: line 1 takes back 15.00, line 2 asks for 30.00.
 */
class VoidedCorrectionTest {
    private final Subscription basic = subscribed("2024-04-01", BASIC, 1);
    private final Subscription upgraded = basic.with(plan("2024-04-16", PRO));
    private final Ledger ledger = new Ledger(basic, flat("basic", "30.00"), flat("pro", "60.00"));

    @Nested
    class ADocumentThatIsMadeAgain {
        @Test
        void bills_what_is_known_by_then() {
            ledger.bill(0);
            ledger.voided(1, VoidIntent.REISSUE);

            assertThat(shown(ledger.known(upgraded).bill(0)))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-04-16) 15.00", "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
        }

        @Test
        void takes_back_the_correction_of_the_line_that_is_no_more() {
            ledger.bill(0);
            ledger.known(upgraded).correct();
            ledger.voided(1, VoidIntent.REISSUE);

            assertThat(shown(ledger.bill(0)))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) 15.00 of 2/1",
                            "fee basic×1 [2024-04-01, 2024-04-16) 15.00");
            // 15.00 of the old fee and 30.00 of the new one.
            assertThat(sum()).isEqualTo(Money.parse("USD 45.00"));
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void has_its_own_correction_of_a_correction_taken_back_when_that_goes_as_well() {
            ledger.bill(0);
            ledger.known(upgraded).correct();
            ledger.voided(1, VoidIntent.REISSUE);
            ledger.bill(0);
            ledger.voided(2, VoidIntent.REISSUE);

            assertThat(shown(ledger.correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 3/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
            assertThat(sum()).isEqualTo(Money.parse("USD 45.00"));
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void that_was_a_correction_is_made_again_as_it_was() {
            ledger.bill(0);
            List<String> lines = shown(ledger.known(upgraded).correct());
            ledger.voided(2, VoidIntent.REISSUE);

            assertThat(shown(ledger.correct())).isEqualTo(lines);
        }

        @Test
        void asks_for_nothing_of_a_period_whose_document_is_still_void() {
            ledger.bill(0);
            ledger.bill(1);
            ledger.voided(1, VoidIntent.REISSUE);

            assertThat(shown(ledger.known(upgraded).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/1",
                            "fee pro×1 [2024-05-01, 2024-06-01) 60.00");
        }
    }

    @Nested
    class ADocumentThatIsNotMadeAgain {
        @Test
        void has_what_was_given_back_of_it_taken_back() {
            // May was billed, then it turned out that all had ended in April, and the final document gave it back.
            ledger.bill(0);
            ledger.bill(1);
            ledger.known(basic.with(canceled("2024-05-01")));
            assertThat(shown(ledger.bill(1))).containsExactly("fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/1");
            ledger.voided(2, VoidIntent.REISSUE);

            assertThat(shown(ledger.correct())).containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 30.00 of 3/1");
            assertThat(sum()).isEqualTo(Money.parse("USD 30.00"));
            assertThat(ledger.correct().lines()).isEmpty();
        }
    }

    @Nested
    class AWaivedDocument {
        @Test
        void keeps_its_lines_and_asks_for_nothing_more() {
            ledger.bill(0);
            ledger.voided(1, VoidIntent.WAIVE);

            InvoiceDraft corrected = ledger.known(upgraded).correct();

            assertThat(corrected.lines()).isEmpty();
            assertThat(corrected.places().get(0).left())
                    .extracting(WindowFinding::kind)
                    .containsExactly(WindowFinding.Kind.WAIVED);
        }

        @Test
        void leaves_the_periods_around_it_alone() {
            ledger.bill(0);
            ledger.bill(1);
            ledger.voided(1, VoidIntent.WAIVE);

            assertThat(shown(ledger.known(upgraded).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/1",
                            "fee pro×1 [2024-05-01, 2024-06-01) 60.00");
        }

        @Test
        void has_what_was_given_back_of_it_taken_back() {
            // 15.00 of it were given back, but it is not asked for any more.
            ledger.bill(0);
            ledger.known(upgraded).correct();
            ledger.voided(1, VoidIntent.WAIVE);

            assertThat(shown(ledger.correct())).containsExactly("fee basic×1 [2024-04-16, 2024-05-01) 15.00 of 2/1");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void that_was_a_correction_counts_as_billed() {
            ledger.bill(0);
            ledger.known(upgraded).correct();
            ledger.voided(2, VoidIntent.WAIVE);

            assertThat(ledger.correct().lines()).isEmpty();
        }
    }

    @Nested
    class ADraft {
        @Test
        void settles_what_stands_on_it_itself() {
            ledger.draft(0);

            InvoiceDraft beside = ledger.known(upgraded).correct();

            assertThat(beside.lines()).isEmpty();
            assertThat(beside.places().get(0).left())
                    .extracting(WindowFinding::kind)
                    .containsExactly(WindowFinding.Kind.LEFT_TO_DRAFT);
            assertThat(shown(ledger.refresh(1)))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-04-16) 15.00", "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void leaves_to_a_later_one_what_stands_on_that() {
            ledger.draft(0);
            ledger.draft(1);

            InvoiceDraft april = ledger.known(upgraded).refresh(1);

            assertThat(shown(april))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-04-16) 15.00", "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
            assertThat(april.places().get(0).left())
                    .extracting(WindowFinding::kind)
                    .containsExactly(WindowFinding.Kind.LEFT_TO_DRAFT);
            assertThat(shown(ledger.refresh(2))).containsExactly("fee pro×1 [2024-05-01, 2024-06-01) 60.00");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void that_is_made_anew_without_news_has_the_same_lines() {
            InvoiceDraft first = ledger.draft(0);

            assertThat(ledger.refresh(1)).isEqualTo(first);
        }

        @Test
        void of_corrections_has_none_left_where_the_change_is_withdrawn() {
            ledger.bill(0);
            ledger.known(upgraded).draft(1);

            assertThat(shown(ledger.known(upgraded.with(withdrawn(2))).refresh(2)))
                    .containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        }
    }

    private Money sum() {
        return ledger.lines(0).stream()
                .map(billed -> billed.line().amount())
                .reduce(Money.zero(CurrencyUnit.USD), Money::plus);
    }
}
