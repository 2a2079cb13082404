package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.before;
import static io.billing4j.fixture.Changes.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.Changes;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.RenewalStopped;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import java.time.ZoneId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Contracts from 1 January 2024 on. */
class TermsTest {
    private static final BillingInterval YEAR = BillingInterval.YEARLY;

    @Nested
    class NoTerm {
        @Test
        void is_one_without_an_end() {
            Terms terms = basic().terms();

            assertThat(terms.expiresAt()).isNull();
            assertThat(terms.endOfTermAt(at("2024-01-01"))).isNull();
            assertThat(terms.numberAt(at("2050-01-01"))).isEqualTo(1);
        }
    }

    @Nested
    class AFixedTerm {
        private final Subscription year = basic(null, Term.fixed(YEAR));

        @Test
        void ends_and_the_subscription_with_it() {
            assertThat(year.terms().expiresAt()).isEqualTo(at("2025-01-01"));
            assertThat(year.endExclusive()).isEqualTo(at("2025-01-01"));
            assertThat(year.feesEndExclusive()).isEqualTo(at("2025-01-01"));
            assertThat(year.lastIndex()).isEqualTo(11);
        }

        @Test
        void is_the_only_one_before_and_after() {
            assertThat(year.terms().numberAt(at("2023-01-01"))).isEqualTo(1);
            assertThat(year.terms().numberAt(at("2025-01-01"))).isEqualTo(1);
            assertThat(year.terms().endOfTermAt(before("2025-01-01"))).isEqualTo(at("2025-01-01"));
            assertThat(year.terms().endOfTermAt(at("2025-01-01"))).isNull();
        }

        @Test
        void begins_with_the_first_paid_instant() {
            assertThat(basic("2024-01-15", Term.fixed(YEAR)).terms().expiresAt())
                    .isEqualTo(at("2025-01-15"));
        }

        @Test
        void ends_with_the_period_that_holds_its_last_day() {
            // 45 days from 1 January are over on 15 February; the month ends on 1 March.
            Term days = Term.fixed(new BillingInterval(IntervalUnit.DAY, 45));

            assertThat(basic(null, days).terms().expiresAt()).isEqualTo(at("2024-03-01"));
        }

        @Test
        void that_is_renewed_is_followed_by_another_of_any_length() {
            Subscription renewed = year.with(new Renewed(
                    at("2025-01-01"), RECORDED, Term.fixed(new BillingInterval(IntervalUnit.HALF_YEAR, 1)), 1));

            assertThat(renewed.terms().expiresAt()).isEqualTo(at("2025-07-01"));
            assertThat(renewed.terms().numberAt(before("2025-01-01"))).isEqualTo(1);
            assertThat(renewed.terms().numberAt(at("2025-01-01"))).isEqualTo(2);
            assertThat(renewed.terms().endOfTermAt(at("2025-01-01"))).isEqualTo(at("2025-07-01"));
            assertThat(renewed.with(withdrawn(2)).terms().expiresAt()).isEqualTo(at("2025-01-01"));
        }

        @Test
        void that_is_renewed_twice_has_three_terms() {
            Subscription renewed = year.with(new Renewed(at("2025-01-01"), RECORDED, Term.fixed(YEAR), 1))
                    .with(new Renewed(at("2026-01-01"), RECORDED, Term.fixed(YEAR), 2));

            assertThat(renewed.terms().expiresAt()).isEqualTo(at("2027-01-01"));
            assertThat(renewed.terms().numberAt(at("2026-06-01"))).isEqualTo(3);
        }

        @Test
        void may_be_followed_by_one_that_renews_itself() {
            Subscription renewed = year.with(new Renewed(at("2025-01-01"), RECORDED, Term.renewing(YEAR), 1));

            assertThat(renewed.terms().expiresAt()).isNull();
            assertThat(renewed.endExclusive()).isNull();
            assertThat(renewed.terms().numberAt(at("2027-01-01"))).isEqualTo(4);
        }
    }

    @Nested
    class ATermThatRenewsItself {
        private final Subscription years = basic(null, Term.renewing(YEAR));

        @Test
        void is_followed_by_the_next_without_an_end() {
            assertThat(years.terms().expiresAt()).isNull();
            assertThat(years.terms().numberAt(before("2025-01-01"))).isEqualTo(1);
            assertThat(years.terms().numberAt(at("2025-01-01"))).isEqualTo(2);
            assertThat(years.terms().endOfTermAt(at("2025-01-01"))).isEqualTo(at("2026-01-01"));
        }

        @Test
        void is_counted_from_the_first_day_and_not_from_the_end_before() {
            // 45 days each: over on 15 February, 31 March and 15 May, so that they end on 1 March, 1 April and 1 June.
            Terms terms = basic(null, Term.renewing(new BillingInterval(IntervalUnit.DAY, 45)))
                    .terms();

            assertThat(terms.endOfTermAt(at("2024-01-01"))).isEqualTo(at("2024-03-01"));
            assertThat(terms.endOfTermAt(at("2024-03-01"))).isEqualTo(at("2024-04-01"));
            assertThat(terms.endOfTermAt(at("2024-04-01"))).isEqualTo(at("2024-06-01"));
        }

        @Test
        void that_is_stopped_ends_with_the_term_it_was_stopped_for() {
            Subscription stopped = years.with(new RenewalStopped(at("2026-01-01"), RECORDED, 2));

            assertThat(stopped.terms().expiresAt()).isEqualTo(at("2026-01-01"));
            assertThat(stopped.terms().numberAt(at("2030-01-01"))).isEqualTo(2);
            assertThat(stopped.statusAt(at("2026-01-01"))).isEqualTo(SubscriptionStatus.EXPIRED);
            assertThat(stopped.with(withdrawn(2)).terms().expiresAt()).isNull();
        }

        @Test
        void that_was_stopped_can_be_renewed_all_the_same() {
            Subscription renewed = years.with(new RenewalStopped(at("2025-01-01"), RECORDED, 1))
                    .with(new Renewed(at("2025-01-01"), RECORDED, Term.fixed(YEAR), 1));

            assertThat(renewed.terms().expiresAt()).isEqualTo(at("2026-01-01"));
        }
    }

    /** New York is five hours behind, so that 1 January begins there at 05:00Z. */
    @Nested
    class ATermWhosePeriodsAreCountedAnew {
        private final ZoneChanged toNewYork =
                new ZoneChanged(at("2024-06-01"), RECORDED, ZoneId.of("America/New_York"));
        private final PlanChanged toWeeks = new PlanChanged(
                at("2024-06-03"), RECORDED, at("2024-06-03"), Changes.PRO, new BillingInterval(IntervalUnit.WEEK, 1));

        @Test
        void ends_with_a_boundary_of_the_new_periods() {
            Subscription year = basic(null, Term.fixed(YEAR));

            assertThat(year.with(toNewYork).terms().expiresAt()).isEqualTo(at("2025-01-01T05:00:00Z"));
            // Mondays: 3 June and 31 weeks is 6 January 2025.
            assertThat(year.with(toWeeks).terms().expiresAt()).isEqualTo(at("2025-01-06"));
        }

        @Test
        void is_renewed_although_its_end_has_moved_since() {
            Subscription renewed =
                    basic(null, Term.fixed(YEAR)).with(new Renewed(at("2025-01-01"), RECORDED, Term.fixed(YEAR), 1));

            assertThat(renewed.with(toNewYork).terms().expiresAt()).isEqualTo(at("2026-01-01T05:00:00Z"));
            assertThat(renewed.with(toWeeks).terms().numberAt(at("2025-06-01"))).isEqualTo(2);
        }

        @Test
        void is_stopped_although_its_end_has_moved_since() {
            Subscription stopped =
                    basic(null, Term.renewing(YEAR)).with(new RenewalStopped(at("2025-01-01"), RECORDED, 1));

            assertThat(stopped.with(toNewYork).terms().expiresAt()).isEqualTo(at("2025-01-01T05:00:00Z"));
            assertThat(stopped.with(toWeeks).terms().expiresAt()).isEqualTo(at("2025-01-06"));
        }
    }
}
