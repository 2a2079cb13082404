package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthly;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.on;
import static io.billing4j.invoice.Slots.billed;
import static io.billing4j.invoice.Slots.day;
import static io.billing4j.invoice.Slots.invoiced;
import static io.billing4j.invoice.Slots.start;
import static io.billing4j.invoice.Slots.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.DemoBooks;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
    private static final Instant NOVEMBER = DemoBooks.NOVEMBER;

    private final PeriodManager periods = new PeriodManager();
    private final Subscription open = on(monthlyFromNovember());

    @Nested
    class Coverage {
        /** Slots are dates of start and end; the subscription starts on 1 November 2023 and ends, if at all, as given. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    // slots                                        | ends       | from       | to         | problems
                    "11-01/12-01 12-01/12-31                        |            | 2023-11-01 | 2023-12-31 | ''",
                    "''                                             |            | 2023-11-01 | 2023-12-31 | GAP 11-01/12-31",
                    "11-01/12-01                                    |            | 2023-11-01 | 2023-12-31 | GAP 12-01/12-31",
                    "12-01/12-31                                    |            | 2023-11-01 | 2023-12-31 | GAP 11-01/12-01",
                    "11-01/11-10 11-20/12-01                        |            | 2023-11-01 | 2023-12-01 | GAP 11-10/11-20",
                    "11-01/12-01 11-01/12-01                        |            | 2023-11-01 | 2023-12-01 | OVERLAP 11-01/12-01",
                    "11-01/12-01 11-20/12-31                        |            | 2023-11-01 | 2023-12-31 | OVERLAP 11-20/12-01",
                    "11-01/12-31 11-10/11-20                        |            | 2023-11-01 | 2023-12-31 | OVERLAP 11-10/11-20",
                    "11-01/12-01 11-15/12-01                        |            | 2023-11-01 | 2023-12-01 | OVERLAP 11-15/12-01",
                    // only what lies in the window is looked at
                    "11-01/12-01                                    |            | 2023-11-10 | 2023-11-20 | ''",
                    "11-01/11-05 11-03/11-08                        |            | 2023-11-06 | 2023-11-10 | GAP 11-08/11-10",
                    "11-01/11-20 11-15/11-30                        |            | 2023-11-16 | 2023-11-18 | OVERLAP 11-16/11-18",
                    "11-01/12-01 12-01/12-31                        |            | 2023-11-10 | 2023-12-01 | ''",
                    // nothing is missed before the start or after the end
                    "''                                             |            | 2023-01-01 | 2023-11-01 | ''",
                    "''                                             |            | 2023-01-01 | 2023-11-02 | GAP 11-01/11-02",
                    "11-01/12-01                                    | 2023-12-01 | 2023-11-01 | 2023-12-31 | ''",
                    "''                                             | 2023-12-01 | 2023-11-01 | 2023-12-31 | GAP 11-01/12-01",
                    "11-01/12-01 12-01/12-31                        | 2023-12-01 | 2023-11-01 | 2023-12-31 | BEYOND_END 12-01/12-31",
                    "11-01/12-01                                    | 2023-11-20 | 2023-11-01 | 2023-12-31 | BEYOND_END 11-20/12-01",
                })
        void has_gaps_and_overlaps_and_slots_beyond_the_end(
                String slots, String ends, String from, String to, String problems) {
            Subscription subscription = ends == null ? open : endedAt(open, day(ends));

            List<String> found = periods.validateCoverage(subscription, slots(slots), day(from), day(to)).stream()
                    .map(Coverage::shown)
                    .toList();

            assertThat(String.join(", ", found)).isEqualTo(problems);
        }

        @Test
        void does_not_look_at_final_documents_and_at_those_to_be_made_again() {
            Subscription ended = endedAt(open, day("2024-01-01"));
            List<InvoiceSlot> all = billed(ended, 3);
            List<InvoiceSlot> voided = with(all, 1, all.get(1).voided(VoidIntent.REISSUE));
            List<InvoiceSlot> waived = with(all, 1, all.get(1).voided(VoidIntent.WAIVE));

            assertThat(all.get(2).place().reason()).isEqualTo(SlotReason.FINAL);
            assertThat(periods.validateCoverage(ended, all, NOVEMBER, day("2024-01-01")))
                    .isEmpty();
            assertThat(periods.validateCoverage(ended, waived, NOVEMBER, day("2024-01-01")))
                    .isEmpty();
            assertThat(periods.validateCoverage(ended, voided, NOVEMBER, day("2024-01-01")))
                    .extracting(Coverage::shown)
                    .containsExactly("GAP 12-01/01-01");
        }

        @Test
        void is_that_of_the_period_as_it_is_by_now_where_its_end_has_moved() {
            // Opened for [11-01, 11-20) because an end was known then; that end is gone, and the next document bills
            // the rest.
            BillingPeriod november = open.schedule().period(0);
            BillingPeriod cut = new BillingPeriod(NOVEMBER, day("2023-11-20"), ZoneOffset.UTC);
            InvoiceSlot slot = invoiced(open, new SlotPlace(1, 1, 0, 0, SlotReason.CYCLE, cut, november));

            assertThat(periods.validateCoverage(open, List.of(slot), NOVEMBER, day("2023-12-01")))
                    .isEmpty();
        }

        @Test
        void ends_where_periods_are_counted_anew_from() {
            // Opened for all of November; since then periods are counted from the 16th on, so that the rest is another
            // period.
            BillingSchedule weeks = BillingSchedule.anniversary(
                    day("2023-11-16"), new BillingInterval(IntervalUnit.WEEK, 1), ZoneOffset.UTC);
            Subscription weekly = new Subscription(
                    open.id(), open.customer(), open.currency(), open.schedule().followedBy(weeks), open.changes());
            InvoiceSlot november = billed(open, 1).get(0);

            assertThat(periods.validateCoverage(weekly, List.of(november), NOVEMBER, day("2023-12-01")))
                    .extracting(Coverage::shown)
                    .containsExactly("GAP 11-16/12-01");
        }

        private static String shown(CoverageProblem problem) {
            return problem.kind() + " " + date(problem.startInclusive()) + "/" + date(problem.endExclusive());
        }

        private static String date(Instant instant) {
            return instant.toString().substring(5, 10);
        }

        private List<InvoiceSlot> slots(String text) {
            List<InvoiceSlot> slots = new ArrayList<>();
            for (String bounds : text.isEmpty() ? new String[0] : text.split(" ")) {
                BillingPeriod period = new BillingPeriod(
                        day("2023-" + bounds.substring(0, 5)), day("2023-" + bounds.substring(6)), ZoneOffset.UTC);
                // Of no period that the schedule has by now: then a slot covers what it was opened for.
                slots.add(0, invoiced(open, new SlotPlace(1, 1, 0, 99, SlotReason.CYCLE, period)));
            }
            return slots;
        }
    }

    @Nested
    class StoredBoundaries {
        private final ZoneId berlin = ZoneId.of("Europe/Berlin");
        private final Subscription computed = on(monthly("2026-01-01", "2026-01-01", berlin));

        @Test
        void of_live_slots_win_over_computed_ones() {
            // Stored while the table said that summer time had been given up: April begins an hour later.
            Instant stored = Instant.parse("2026-03-31T23:00:00Z");
            BillingPeriod march = new BillingPeriod(computed.schedule().boundary(2), stored, berlin);
            InvoiceSlot slot = invoiced(computed, new SlotPlace(1, 3, 0, 2, SlotReason.CYCLE, march));

            Subscription kept = periods.onStoredBoundaries(computed, List.of(slot));

            assertThat(computed.schedule().boundary(3)).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
            assertThat(kept.period(2)).isEqualTo(march);
            assertThat(kept.schedule().boundary(3)).isEqualTo(stored);
            assertThat(kept.schedule().boundary(4))
                    .isEqualTo(computed.schedule().boundary(4));
        }

        @Test
        void of_an_end_within_a_period_are_none_of_the_schedules() {
            // The nominal window of the last period stays whole: its fee is shared out over it.
            Subscription ended = endedAt(computed, Instant.parse("2026-03-15T12:00:00Z"));
            List<InvoiceSlot> slots = billed(ended, 4);
            assertThat(slots.get(2).period().endExclusive()).isEqualTo(ended.endExclusive());

            Subscription kept = periods.onStoredBoundaries(ended, slots);

            assertThat(kept.schedule().nominal(2)).isEqualTo(computed.schedule().nominal(2));
            assertThat(kept.lastIndex()).isEqualTo(2);
        }

        @Test
        void of_a_short_first_period_leave_its_nominal_window_whole() {
            Subscription shortFirst = on(monthly("2026-01-20", "2026-02-01", berlin));

            Subscription kept = periods.onStoredBoundaries(shortFirst, billedFirst(shortFirst));

            assertThat(kept.schedule().nominal(0).startDate()).hasToString("2026-01-01");
            assertThat(kept.period(0)).isEqualTo(shortFirst.period(0));
        }

        @Test
        void of_a_void_document_win_too() {
            Instant stored = Instant.parse("2026-01-31T22:00:00Z");
            BillingPeriod january = new BillingPeriod(computed.schedule().boundary(0), stored, berlin);
            InvoiceSlot slot = invoiced(computed, new SlotPlace(1, 1, 0, 0, SlotReason.CYCLE, january));

            assertThat(periods.onStoredBoundaries(computed, List.of(slot.voided(VoidIntent.REISSUE)))
                            .period(0))
                    .isEqualTo(january);
        }

        @Test
        void of_the_end_of_a_subscription_survive_a_changed_table_without_a_sliver_of_a_period() {
            // It ended with March, an hour later than March ends by now: that hour is no period of its own.
            Instant stored = Instant.parse("2026-03-31T23:00:00Z");
            BillingPeriod march = new BillingPeriod(computed.schedule().boundary(2), stored, berlin);
            InvoiceSlot slot = invoiced(computed, new SlotPlace(1, 3, 0, 2, SlotReason.CYCLE, march));

            Subscription kept = periods.onStoredBoundaries(endedAt(computed, stored), List.of(slot));

            assertThat(kept.lastIndex()).isEqualTo(2);
            assertThat(kept.period(2)).isEqualTo(march);
        }

        @Test
        void are_none_where_no_period_was_opened() {
            assertThat(periods.onStoredBoundaries(computed, List.of())).isSameAs(computed);
        }

        private List<InvoiceSlot> billedFirst(Subscription subscription) {
            SlotPlace first = periods.placeFor(subscription, start(subscription), List.of(), 0);
            return List.of(invoiced(subscription, first));
        }
    }
}
