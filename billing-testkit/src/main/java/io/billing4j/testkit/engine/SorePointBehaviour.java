package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories at which other billing systems are known to stumble, each by name. */
abstract class SorePointBehaviour extends ChangeBooks {
    SorePointBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void an_anchor_on_the_31st_through_february_and_leap_years_for_twenty_years() {
        start(BASIC, "2024-01-31");
        billAt("2044-01-31T00:00:00Z");

        List<Invoice> all = invoices();
        assertThat(all).hasSize(20 * 12 + 1);
        YearMonth month = YearMonth.of(2024, 1);
        for (Invoice invoice : all) {
            LocalDate start = month.atEndOfMonth();
            assertThat(invoice.period().startDate()).isEqualTo(start);
            assertThat(total(invoice)).isEqualTo("30.00");
            month = month.plusMonths(1);
        }
        assertThat(all.get(1).period()).hasToString("[2024-02-29, 2024-03-31) UTC");
        assertThat(all.get(13).period()).hasToString("[2025-02-28, 2025-03-31) UTC");
    }

    @Test
    void an_add_on_on_the_last_day_of_the_month() {
        start(BASIC, "2024-01-31");
        billAt("2024-01-31T00:00:00Z");
        at(
                "2024-02-28T00:00:00Z",
                new SubscriptionCommand.SetAddOn(BACKUP, null, BigDecimal.ONE, ChangeTiming.now(), null));
        billAt("2024-02-29T00:00:00Z");
        // One day of the 29 from 31 January to 29 February: 31.00 / 29 = 1.0690.
        assertThat(lastLines())
                .containsExactly(
                        "backup [2024-02-28, 2024-02-29) 1.07",
                        "basic [2024-02-29, 2024-03-31) 30.00",
                        "backup [2024-02-29, 2024-03-31) 31.00");
    }

    @Test
    void an_account_created_before_a_clock_change_and_one_created_after_it() {
        clock.set("2024-03-01T00:00:00Z");
        CustomerId berlin = customerIn("Europe/Berlin");
        // The clock went ahead on 31 March 2024: 1 April begins at 22:00 in UTC.
        engine().subscriptions().create(NewSubscription.of(berlin, BASIC, LocalDate.parse("2024-03-15")));
        engine().subscriptions().create(NewSubscription.of(berlin, PRO, LocalDate.parse("2024-04-15")));
        billAt("2024-06-15T00:00:00Z");

        assertThat(invoices()).hasSize(4 + 3);
        assertThat(invoices()).allMatch(invoice -> List.of("30.00", "60.00").contains(total(invoice)));
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(invoices())
                .allMatch(invoice -> invoice.period()
                        .startInclusive()
                        .atZone(zone)
                        .toLocalDate()
                        .atStartOfDay(zone)
                        .toInstant()
                        .equals(invoice.period().startInclusive()));
    }

    @Test
    void an_extended_trial_across_a_month() {
        clock.set("2024-01-20T00:00:00Z");
        start(NewSubscription.of(ADA, BASIC, LocalDate.parse("2024-01-20")).withTrialDays(7));
        at("2024-01-25T00:00:00Z", new SubscriptionCommand.ExtendTrial(Instant.parse("2024-02-10T00:00:00Z")));
        billAt("2024-02-09T23:59:59Z");
        assertThat(invoices()).isEmpty();
        billAt("2024-02-10T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2024-02-10, 2024-03-10) 30.00");
        billAt("2024-03-10T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2024-03-10, 2024-04-10) 30.00");
    }

    @Test
    void blocked_and_unblocked_in_one_day_ten_times() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        for (int hour = 0; hour < 20; hour += 2) {
            at(
                    "2023-11-10T%02d:00:00Z".formatted(hour),
                    new SubscriptionCommand.Pause(ChangeTiming.now(), PausedFees.STOP, null));
            at("2023-11-10T%02d:00:00Z".formatted(hour + 1), new SubscriptionCommand.Resume(ChangeTiming.now(), null));
        }
        billAt("2023-12-01T00:00:00Z");

        // Ten of the month's 720 hours: 30.00 * 10 / 720 = 0.4167. Each hour is 0.04 or 0.05, and all of them add up.
        assertThat(last().lines()).hasSize(11);
        assertThat(last().totals().subtotal().getAmount()).isBetween(new BigDecimal("29.54"), new BigDecimal("29.62"));
        assertThat(naivePausedSum())
                .isEqualByComparingTo(new BigDecimal("30.00")
                        .subtract(last().totals().subtotal().getAmount()));
    }

    /** What ten hours come to, each the difference of two rounded cumulative amounts. */
    private static BigDecimal naivePausedSum() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int hour = 9 * 24; hour < 9 * 24 + 20; hour += 2) {
            sum = sum.add(cumulative(hour + 1)).subtract(cumulative(hour));
        }
        return sum;
    }

    private static BigDecimal cumulative(int hours) {
        return new BigDecimal("30.00")
                .multiply(BigDecimal.valueOf(hours))
                .divide(BigDecimal.valueOf(720), 2, RoundingMode.HALF_UP);
    }

    @Test
    void downgraded_and_upgraded_again_within_an_hour() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T10:00:00Z", plan(BASIC));
        at("2023-11-16T11:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");

        // One hour of 720: 60.00 / 720 = 0.0833 and 30.00 / 720 = 0.0417; the cumulative amounts at 370 and 371 hours
        // are
        // 30.83 and 30.92, and 15.42 and 15.46.
        assertThat(amounts(last())).containsExactly("-0.09", "0.04", "60.00");
    }

    @Test
    void downgraded_and_upgraded_again_at_one_instant_is_nothing() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T10:00:00Z", plan(BASIC));
        at("2023-11-16T10:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
    }

    @Test
    void cancelled_before_it_starts() {
        Subscription subscription = start(BASIC, "2023-12-01");
        assertThat(subscription.statusAt(clock.now(tenant))).isEqualTo(SubscriptionStatus.PENDING);
        Subscription canceled = at("2023-11-10T00:00:00Z", cancel());
        assertThat(canceled.statusAt(Instant.parse("2023-12-15T00:00:00Z"))).isEqualTo(SubscriptionStatus.CANCELED);
        billAt("2024-02-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
    }

    @Test
    void changed_on_the_boundary_instant_before_it_is_billed() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-12-01T00:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
    }

    @Test
    void changed_on_the_boundary_instant_after_it_is_billed() {
        start(BASIC, "2023-11-01");
        billAt("2023-12-01T00:00:00Z");
        at("2023-12-01T00:00:00Z", plan(PRO));
        billAt("2024-01-01T00:00:00Z");
        assertThat(lastLines())
                .containsExactly(
                        "basic [2023-12-01, 2024-01-01) -30.00",
                        "pro [2023-12-01, 2024-01-01) 60.00",
                        "pro [2024-01-01, 2024-02-01) 60.00");
    }

    @Test
    void moved_to_another_zone() {
        clock.set("2023-11-01T00:00:00Z");
        CustomerId berlin = customerIn("Europe/Berlin");
        engine().subscriptions()
                .create(NewSubscription.of(berlin, BASIC, LocalDate.parse("2023-11-01"))
                        .withId(SUB));
        billAt("2023-11-02T00:00:00Z");
        at("2023-11-10T00:00:00Z", new SubscriptionCommand.ChangeZone(ZoneId.of("America/New_York")));
        billAt("2024-01-02T00:00:00Z");

        assertThat(invoices()).hasSize(3);
        // 1 December begins in Berlin an hour before UTC, 1 January in New York five hours after it.
        assertThat(invoices().get(1).period().startInclusive()).isEqualTo(Instant.parse("2023-11-30T23:00:00Z"));
        assertThat(invoices().get(2).period().startInclusive()).isEqualTo(Instant.parse("2024-01-01T05:00:00Z"));
        assertThat(invoices()).allMatch(invoice -> total(invoice).equals("30.00"));
    }
}
