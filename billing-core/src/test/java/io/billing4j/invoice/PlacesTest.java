package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.withdrawn;
import static io.billing4j.invoice.Slots.invoiced;
import static io.billing4j.invoice.Slots.start;
import static io.billing4j.invoice.Slots.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import io.billing4j.subscription.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Places beside those of one period after the other. */
class PlacesTest {
    private final PeriodManager periods = new PeriodManager();

    @Nested
    class AChangeThatIsSettledAtOnce {
        private final Subscription settled =
                basic(quantity("2024-01-16", 3), new SettledAtOnce(at("2024-01-16"), RECORDED, 2));
        private final List<InvoiceSlot> january = filled(settled, List.of(), "2024-01-01");

        @Test
        void has_a_place_in_the_period_that_was_opened_last_from_its_instant_on() {
            assertThat(cursor(settled, january).nextDueAt()).isEqualTo(at("2024-01-16"));
            assertThat(due(settled, january, at("2024-01-15"))).isEmpty();
            assertThat(due(settled, january, at("2024-01-16")))
                    .containsExactly("IMMEDIATE 1/2 [2024-01-01, 2024-02-01) Z");
            assertThat(filled(settled, january, "2024-01-16").get(1).place().change())
                    .isEqualTo(2);
        }

        @Test
        void comes_before_the_next_period_and_takes_its_sequence() {
            assertThat(due(settled, january, at("2024-02-01")))
                    .containsExactly(
                            "IMMEDIATE 1/2 [2024-01-01, 2024-02-01) Z", "CYCLE 1/3 [2024-02-01, 2024-03-01) Z");
        }

        @Test
        void has_one_place_and_no_other() {
            List<InvoiceSlot> both = filled(settled, january, "2024-01-16");

            assertThat(cursor(settled, both).nextDueAt()).isEqualTo(at("2024-02-01"));
            assertThat(due(settled, both, at("2024-01-31"))).isEmpty();
        }

        @Test
        void has_none_while_no_period_was_opened() {
            assertThat(due(settled, List.of(), at("2023-12-31"))).isEmpty();
        }

        /** Documents that were made before have seen what was recorded before them, and nothing of their own instant. */
        @Test
        void has_one_unless_it_was_recorded_before_the_documents_that_settled_all() {
            BillingCursor cursor = cursor(settled, january);

            assertThat(periods.next(settled, cursor.settledUntil(at("2024-01-16")), january))
                    .hasToString("CYCLE 1/2 [2024-02-01, 2024-03-01) Z");
            Subscription sameInstant =
                    basic(quantity("2024-01-16", 3), new SettledAtOnce(at("2024-01-16"), at("2024-01-16"), 2));
            assertThat(periods.next(sameInstant, cursor.settledUntil(at("2024-01-16")), january))
                    .hasToString("IMMEDIATE 1/2 [2024-01-01, 2024-02-01) Z");
            assertThat(periods.next(
                            sameInstant, cursor.settledUntil(at("2024-01-16").plusNanos(1000)), january))
                    .hasToString("CYCLE 1/2 [2024-02-01, 2024-03-01) Z");
        }

        @Test
        void has_none_once_it_is_withdrawn() {
            assertThat(due(settled.with(withdrawn(2)), january, at("2024-01-20")))
                    .isEmpty();
        }

        @Test
        void whose_document_is_void_is_made_again_before_anything_else() {
            List<InvoiceSlot> both = filled(settled, january, "2024-01-16");
            List<InvoiceSlot> voided = with(both, 1, both.get(1).voided(VoidIntent.REISSUE));

            assertThat(due(settled, voided, at("2024-02-01")))
                    .containsExactly(
                            "IMMEDIATE 1/2 revision 1 [2024-01-01, 2024-02-01) Z",
                            "CYCLE 1/3 [2024-02-01, 2024-03-01) Z");
            assertThat(filled(settled, voided, "2024-01-16").get(2).place().change())
                    .isEqualTo(2);
            assertThat(due(settled, with(both, 1, both.get(1).voided(VoidIntent.WAIVE)), at("2024-01-31")))
                    .isEmpty();
        }
    }

    @Nested
    class ACorrection {
        private final Subscription ended = basic(canceled("2024-02-01"));
        private final List<InvoiceSlot> all = filled(ended, List.of(), "2024-02-01");

        @Test
        void has_a_place_once_all_is_billed_and_something_has_come_out_otherwise() {
            BillingCursor done = cursor(ended, all);
            assertThat(periods.next(ended, done, all)).isNull();

            assertThat(periods.next(ended, done.touched(at("2024-01-10")), all))
                    .hasToString("CORRECTION 1/3 [2024-01-01, 2024-02-01) Z");
        }

        @Test
        void has_none_while_a_period_is_still_to_be_billed() {
            Subscription open = basic();
            List<InvoiceSlot> january = filled(open, List.of(), "2024-01-01");
            BillingCursor touched = cursor(open, january).touched(at("2024-01-10"));

            assertThat(periods.next(open, touched, january)).hasToString("CYCLE 1/2 [2024-02-01, 2024-03-01) Z");
        }

        @Test
        void may_be_followed_by_another() {
            List<InvoiceSlot> corrected = new ArrayList<>(all);
            SlotPlace first = periods.next(ended, cursor(ended, all).touched(at("2024-01-10")), all);
            corrected.add(invoiced(ended, Objects.requireNonNull(first)));

            assertThat(periods.next(ended, cursor(ended, corrected).touched(at("2024-01-12")), corrected))
                    .hasToString("CORRECTION 1/4 [2024-01-01, 2024-02-01) Z");
        }
    }

    @Nested
    class Terms {
        private final Term twoMonths = Term.renewing(new BillingInterval(IntervalUnit.MONTH, 2));

        @Test
        void count_their_documents_each_from_1() {
            assertThat(due(basic(null, twoMonths), List.of(), at("2024-05-01")))
                    .containsExactly(
                            "CYCLE 1/1 [2024-01-01, 2024-02-01) Z",
                            "CYCLE 1/2 [2024-02-01, 2024-03-01) Z",
                            "CYCLE 2/1 [2024-03-01, 2024-04-01) Z",
                            "CYCLE 2/2 [2024-04-01, 2024-05-01) Z",
                            "CYCLE 3/1 [2024-05-01, 2024-06-01) Z");
        }

        @Test
        void go_on_where_the_cursor_stands() {
            Subscription renewing = basic(null, twoMonths);
            List<InvoiceSlot> three = filled(renewing, List.of(), "2024-03-01");

            assertThat(cursor(renewing, three).term()).isEqualTo(2);
            assertThat(cursor(renewing, three).nextSequence()).isEqualTo(2);
            assertThat(due(renewing, three, at("2024-04-01"))).containsExactly("CYCLE 2/2 [2024-04-01, 2024-05-01) Z");
        }

        @Test
        void end_with_a_final_document_of_the_last_one() {
            Term once = Term.fixed(new BillingInterval(IntervalUnit.MONTH, 2));

            assertThat(due(basic(null, once), List.of(), at("2024-12-01")))
                    .containsExactly(
                            "CYCLE 1/1 [2024-01-01, 2024-02-01) Z",
                            "CYCLE 1/2 [2024-02-01, 2024-03-01) Z",
                            "FINAL 1/3 [2024-02-01, 2024-03-01) Z");
        }
    }

    @Nested
    class TheCursor {
        @Test
        void is_billed_until_the_end_of_the_whole_window_of_a_cut_period() {
            // What comes out otherwise in the rest of January was billed with it, and given back.
            Subscription ended = basic(canceled("2024-01-16"));

            assertThat(cursor(ended, filled(ended, List.of(), "2024-01-16")).billedUntil())
                    .isEqualTo(at("2024-02-01"));
        }

        @Test
        void keeps_the_earlier_due_date_where_a_later_place_is_opened_again() {
            Subscription open = basic();
            List<InvoiceSlot> three = filled(open, List.of(), "2024-03-01");
            BillingCursor first =
                    periods.reopened(cursor(open, three), three.get(0).place());

            assertThat(first.nextDueAt()).isEqualTo(at("2024-01-01"));
            assertThat(periods.reopened(first, three.get(2).place())).isEqualTo(first);
        }

        @Test
        void is_touched_from_the_earliest_instant_until_that_is_settled() {
            BillingCursor cursor = start(basic()).touched(at("2024-02-01"));

            assertThat(cursor.touched(at("2024-01-10")).touchedFrom()).isEqualTo(at("2024-01-10"));
            assertThat(cursor.touched(at("2024-03-10")).touchedFrom()).isEqualTo(at("2024-02-01"));
            assertThat(cursor.settled()).isEqualTo(start(basic()));
        }
    }

    private BillingCursor cursor(Subscription subscription, List<InvoiceSlot> slots) {
        return periods.advanced(subscription, start(subscription), slots);
    }

    private List<String> due(Subscription subscription, List<InvoiceSlot> slots, Instant cutOff) {
        return periods.due(subscription, cursor(subscription, slots), slots, cutOff).stream()
                .map(SlotPlace::toString)
                .toList();
    }

    /** The slots, and those of all places that are due by then. */
    private List<InvoiceSlot> filled(Subscription subscription, List<InvoiceSlot> slots, String cutOff) {
        List<InvoiceSlot> filled = new ArrayList<>(slots);
        periods.due(subscription, cursor(subscription, slots), slots, at(cutOff))
                .forEach(place -> filled.add(invoiced(subscription, place)));
        return filled;
    }
}
