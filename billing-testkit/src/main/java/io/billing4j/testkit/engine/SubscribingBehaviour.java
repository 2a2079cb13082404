package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Taking a plan. */
abstract class SubscribingBehaviour extends EngineBooks {
    SubscribingBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void to_a_plan_in_another_currency_is_refused() {
        CustomerId jo = CustomerId.of("jo");
        engine().customers().create(new NewCustomer(jo, "Jo", CurrencyUnit.JPY, null));
        assertRefused(ErrorCode.CURRENCY_MISMATCH, "planId", () -> subscribe(jo, "2023-11-01"));
    }

    @Test
    void twice_to_the_same_meter_is_ambiguous_unless_the_first_has_ended() {
        subscribe(ADA, "2023-11-01");
        NewSubscription second = NewSubscription.of(ADA, API, LocalDate.parse("2023-12-01"));
        assertRefused(
                ErrorCode.AMBIGUOUS_CHARGE,
                "planId",
                () -> engine().subscriptions().create(second));

        engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
        assertThat(engine().subscriptions().create(second).startInclusive())
                .isEqualTo(Instant.parse("2023-12-01T00:00:00Z"));
    }

    @Test
    void under_a_key_that_is_taken_is_refused_as_that() {
        subscribe(ADA, "2023-11-01");
        assertRefused(ErrorCode.SUBSCRIPTION_EXISTS, "subscriptionId", () -> subscribe(ADA, "2023-11-01"));
    }

    @Test
    void for_an_unknown_customer_is_refused() {
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND, "customerId", () -> subscribe(CustomerId.of("nobody"), "2023-11-01"));
    }

    @Test
    void in_the_past_is_billed_from_then_on_oldest_first() {
        subscribe(ADA, "2023-08-31");
        run("2023-11-01");
        // Anchored on the 31st: 31 August, 30 September, 31 October.
        assertThat(invoices())
                .extracting(invoice -> invoice.period().toString())
                .containsExactly(
                        "[2023-08-31, 2023-09-30) UTC", "[2023-09-30, 2023-10-31) UTC", "[2023-10-31, 2023-11-30) UTC");
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202311-00002", "INV-202311-00003");
    }

    @Test
    void with_another_anchor_prorates_the_short_first_period() {
        engine().subscriptions()
                .create(new NewSubscription(
                        null, ADA, API, LocalDate.parse("2023-11-10"), LocalDate.parse("2023-11-01"), BigDecimal.ONE));
        clock.set("2023-12-01T00:00:00Z");
        run("2023-12-01");
        // 21 of November's 30 days: 20.00 - R(20.00 * 9/30) = 20.00 - 6.00 = 14.00; then December whole.
        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("14.00", "20.00");
    }

    @Test
    void follows_the_dates_of_the_customers_zone() {
        CustomerId bea = CustomerId.of("bea");
        engine().customers().create(new NewCustomer(bea, "Bea", null, ZoneId.of("Europe/Berlin")));
        Subscription subscription = subscribe(bea, "2023-03-01");
        // Summer time begins on 26 March 2023: the first period is an hour short of 31 days.
        assertThat(subscription.schedule().period(0).startInclusive()).isEqualTo(Instant.parse("2023-02-28T23:00:00Z"));
        assertThat(subscription.schedule().period(0).endExclusive()).isEqualTo(Instant.parse("2023-03-31T22:00:00Z"));
    }
}
