package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.on;
import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.invoice.Slots.billed;
import static io.billing4j.invoice.Slots.day;
import static io.billing4j.invoice.Slots.due;
import static io.billing4j.invoice.Slots.invoiced;
import static io.billing4j.invoice.Slots.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BillingCursorTest {
    private static final Instant NOVEMBER = DemoBooks.NOVEMBER;

    private final PeriodManager periods = new PeriodManager();
    private final Subscription open = on(monthlyFromNovember());
    private final Subscription ended = endedAt(open, day("2024-02-01"));

    @Nested
    class AVoidedDocument {
        private final List<InvoiceSlot> three = billed(open, 3);
        private final BillingCursor cursor = periods.advanced(open, BillingCursor.start(NOVEMBER), three);

        @Test
        void to_be_made_again_is_due_first_with_its_sequence_and_the_next_revision() {
            List<InvoiceSlot> slots = with(three, 1, three.get(1).voided(VoidIntent.REISSUE));
            BillingCursor reopened = periods.reopened(cursor, three.get(1).place());

            assertThat(reopened.nextIndex()).isEqualTo(1);
            assertThat(reopened.nextDueAt()).isEqualTo(day("2023-12-01"));
            assertThat(periods.due(open, reopened, slots, day("2024-02-01")))
                    .extracting(SlotPlace::toString)
                    .containsExactly(
                            "CYCLE 1/2 revision 1 [2023-12-01, 2024-01-01) Z", "CYCLE 1/4 [2024-02-01, 2024-03-01) Z");
            assertThat(periods.next(open, reopened, slots))
                    .hasToString("CYCLE 1/2 revision 1 [2023-12-01, 2024-01-01) Z");
        }

        @Test
        void made_again_twice_has_two_revisions() {
            InvoiceSlot first = three.get(1).voided(VoidIntent.REISSUE);
            SlotPlace again = periods.placeFor(open, cursor, with(three, 1, first), 1);
            List<InvoiceSlot> slots = new ArrayList<>(with(three, 1, first));
            slots.add(invoiced(open, again).voided(VoidIntent.REISSUE));

            assertThat(periods.placeFor(open, cursor, slots, 1).revision()).isEqualTo(2);
        }

        @Test
        void that_is_waived_counts_as_billed() {
            List<InvoiceSlot> slots = with(three, 1, three.get(1).voided(VoidIntent.WAIVE));

            assertThat(due(open, slots, day("2024-01-31"))).isEmpty();
            assertRefused(
                    ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> periods.placeFor(open, cursor, slots, 1));
        }

        @Test
        void that_was_the_final_one_is_due_again() {
            List<InvoiceSlot> all = billed(ended, 4);
            BillingCursor done = periods.advanced(ended, BillingCursor.start(NOVEMBER), all);
            InvoiceSlot last = all.get(3);

            BillingCursor reopened = periods.reopened(done, last.place());

            assertThat(done.nextDueAt()).isNull();
            assertThat(reopened.nextDueAt()).isEqualTo(day("2024-02-01"));
            assertThat(periods.due(ended, reopened, with(all, 3, last.voided(VoidIntent.REISSUE)), day("2024-02-01")))
                    .extracting(SlotPlace::toString)
                    .containsExactly("FINAL 1/4 revision 1 [2024-01-01, 2024-02-01) Z");
        }

        @Test
        void later_than_the_cursor_does_not_move_it() {
            BillingCursor atNovember = BillingCursor.start(NOVEMBER);

            assertThat(periods.reopened(atNovember, three.get(2).place())).isEqualTo(atNovember);
        }
    }

    @Nested
    class TheCursor {
        @Test
        void stands_at_the_first_period_at_first() {
            assertThat(BillingCursor.start(NOVEMBER)).isEqualTo(new BillingCursor(0, NOVEMBER, 1, 1, null, null, null));
        }

        @Test
        void moves_past_what_is_billed_and_seals_the_arrears() {
            BillingCursor afterOne = periods.advanced(open, BillingCursor.start(NOVEMBER), billed(open, 1));
            BillingCursor afterThree = periods.advanced(open, BillingCursor.start(NOVEMBER), billed(open, 3));

            // November's document bills no usage; January's bills December's.
            assertThat(afterOne)
                    .isEqualTo(new BillingCursor(1, day("2023-12-01"), 1, 2, day("2023-12-01"), null, null));
            assertThat(afterThree)
                    .isEqualTo(
                            new BillingCursor(3, day("2024-02-01"), 1, 4, day("2024-02-01"), day("2024-01-01"), null));
            assertThat(afterThree.sealed(day("2024-01-01").minusNanos(1000))).isTrue();
            assertThat(afterThree.sealed(day("2024-01-01"))).isFalse();
            assertThat(afterOne.sealed(NOVEMBER)).isFalse();
        }

        @Test
        void has_nowhere_to_go_after_the_final_document() {
            BillingCursor done = periods.advanced(ended, BillingCursor.start(NOVEMBER), billed(ended, 4));

            assertThat(done.nextDueAt()).isNull();
            assertThat(done.usageSealedUntil()).isEqualTo(day("2024-02-01"));
            assertThat(periods.due(ended, done, billed(ended, 4), day("2030-01-01")))
                    .isEmpty();
            assertThat(periods.next(ended, done, billed(ended, 4))).isNull();
        }

        @Test
        void moves_past_a_slot_that_was_skipped() {
            InvoiceSlot skipped =
                    InvoiceSlot.skipped(open.id(), periods.placeFor(open, BillingCursor.start(NOVEMBER), List.of(), 0));

            assertThat(periods.advanced(open, BillingCursor.start(NOVEMBER), List.of(skipped))
                            .nextIndex())
                    .isEqualTo(1);
        }
    }

    @Nested
    class TheBillingSequence {
        @Test
        void begins_at_1_and_goes_on_after_the_highest_of_the_term() {
            assertThat(periods.nextSequence(1, List.of())).isEqualTo(1);
            assertThat(periods.nextSequence(1, billed(open, 3))).isEqualTo(4);
            assertThat(periods.nextSequence(2, billed(open, 3))).isEqualTo(1);
        }
    }

    @Nested
    class UsageAtAnInstant {
        private final List<InvoiceSlot> two = billed(open, 2); // December's document bills November's usage

        @Test
        void is_billed_once_the_document_after_its_period_is_there() {
            assertThat(periods.arrearsBilled(open, two, NOVEMBER)).isTrue();
            assertThat(periods.arrearsBilled(open, two, day("2023-12-01").minusNanos(1000)))
                    .isTrue();
            assertThat(periods.arrearsBilled(open, two, day("2023-12-01"))).isFalse();
        }

        @Test
        void is_open_again_while_that_document_is_void() {
            assertThat(periods.arrearsBilled(open, with(two, 1, two.get(1).voided(VoidIntent.REISSUE)), NOVEMBER))
                    .isFalse();
            assertThat(periods.arrearsBilled(open, with(two, 1, two.get(1).voided(VoidIntent.WAIVE)), NOVEMBER))
                    .isTrue();
        }

        @Test
        void of_the_last_period_is_billed_by_the_final_document() {
            assertThat(periods.arrearsBilled(ended, billed(ended, 3), day("2024-01-31")))
                    .isFalse();
            assertThat(periods.arrearsBilled(ended, billed(ended, 4), day("2024-01-31")))
                    .isTrue();
        }
    }
}
