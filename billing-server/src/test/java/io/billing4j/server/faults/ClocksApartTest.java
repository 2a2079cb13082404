package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.PriceModel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes whose clocks are a quarter of an hour apart share runs, and report usage meanwhile. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class ClocksApartTest {
    private static final Instant NOW = FaultBooks.CUT_OFF.plus(Duration.ofMinutes(10));
    private static final Instant FAST = NOW.plus(Duration.ofMinutes(7));
    private static final Instant SLOW = NOW.minus(Duration.ofMinutes(7));
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    /** From 10 October to 1 February, both included: 22 + 30 + 31 + 31 + 1. */
    private static final int DAYS = 115;

    private static final List<String> DAILY = List.of("a-daily", "b-daily");

    private final FaultServer server;
    private final FaultDatabase books;

    ClocksApartTest(FaultServer server) {
        this.server = server;
        this.books = server.books();
    }

    @Test
    void bill_everything_once_and_in_order() {
        ThisJvm.on(books).at(FaultBooks.CUT_OFF).with(this::subscribeDaily);
        Worker fast = server.worker()
                .begin(Order.of(books, Work.BOTH)
                        .upTo(FaultBooks.CUT_OFF)
                        .batches(0, 2)
                        .by(FAST)
                        .stoppingAt(Failpoint.AFTER_COMMIT, 1));
        fast.awaitFailpoint();
        // The first hundred days of each daily customer, by the fast clock: the slow one has to go on from there.
        assertThat(documents("recorded_at >= '" + FAST + "' AND customer_id LIKE '%-daily'"))
                .isEqualTo(200);
        Worker slow = server.worker()
                .begin(Order.of(books, Work.BOTH)
                        .upTo(FaultBooks.CUT_OFF)
                        .batches(1, 4)
                        .by(SLOW)
                        .stoppingAt(Failpoint.AFTER_COMMIT, 1));
        slow.awaitFailpoint();
        assertThat(documents("customer_id LIKE '%-daily'")).isEqualTo(2L * DAYS);
        fast.goOn();
        slow.goOn();

        assertThat(fast.awaitDone()).contains("RAN COMPLETED");
        assertThat(slow.awaitDone()).contains("RAN COMPLETED");
        assertThat(documents("recorded_at < '" + NOW + "'"))
                .as("by the slow clock")
                .isPositive();
        assertThat(documents("true")).isEqualTo(FaultBooks.DOCUMENTS + 2L * DAYS);
        FaultUsage.assertOnce(books, 4);

        // What was reported meanwhile is billed a month later, by a clock that lags once more.
        ThisJvm.on(books)
                .at(MARCH.plus(Duration.ofMinutes(14)))
                .with(engine -> engine.runs().run(MARCH));
        BooksCheck.assertSound(books, FaultBooks.ALPHA);
        assertThat(books.number(
                        "SELECT sum(quantity) FROM invoice_line WHERE tenant_id = 'alpha' AND plan_id = 'metered'"
                                + " AND charge_id = 'calls'"))
                // 36 and 7 of each of 400 customers, and 3,000 of each of 4 batches.
                .isEqualTo(400 * (36 + 7) + 4 * 3_000);
    }

    private long documents(String condition) {
        return books.number("SELECT count(*) FROM invoice WHERE tenant_id = 'alpha' AND " + condition);
    }

    /** More days of arrears than one transaction takes, of customers before all others. */
    private boolean subscribeDaily(BillingEngine engine) {
        PlanId plan = PlanId.of("daily");
        Charge fee = Charge.fee(ChargeId.of("fee"), "Day", PriceModel.flat(BigMoney.parse("USD 1")));
        engine.catalog()
                .createPlan(plan, "Daily", CurrencyUnit.USD, new BillingInterval(IntervalUnit.DAY, 1), List.of(fee));
        for (String key : DAILY) {
            engine.customers().create(NewCustomer.of(CustomerId.of(key), key));
            engine.subscriptions()
                    .create(NewSubscription.of(CustomerId.of(key), plan, LocalDate.parse("2025-10-10"))
                            .withId(SubscriptionId.of(key)));
        }
        return true;
    }
}
