package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.PlanOffer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingInterval;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is held while a caller looks at it and changes it. */
abstract class HoldBehaviour extends TogetherBooks {
    private static final int THREADS = 8;

    HoldBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_customer_that_is_held_keeps_what_was_seen_of_them() throws Exception {
        SubscriptionId id = subscribe(ADA, "2023-11-01").id();
        engine().subscriptions().setGroup(id, "0");

        inParallel(
                THREADS,
                () -> together(engine -> {
                    CustomerId held = engine.customers().hold(ADA).id();
                    String seen = Objects.requireNonNull(engine.subscriptions()
                            .find(id)
                            .orElseThrow()
                            .subscription()
                            .group());
                    return held
                            + engine.subscriptions()
                                    .setGroup(id, Integer.toString(Integer.parseInt(seen) + 1))
                                    .group();
                }));

        assertThat(engine().subscriptions()
                        .find(id)
                        .orElseThrow()
                        .subscription()
                        .group())
                .isEqualTo("8");
    }

    @Test
    void settings_that_are_held_keep_what_was_seen_of_them() throws Exception {
        inParallel(
                THREADS,
                () -> together(engine -> {
                    Duration seen = engine.settings().hold().grace();
                    return engine.settings().update(present -> present.withGrace(seen.plusHours(1)));
                }));

        assertThat(engine().settings().get()).extracting(TenantSettings::grace).isEqualTo(Duration.ofHours(THREADS));
    }

    @Test
    void a_plan_that_is_held_keeps_what_was_seen_of_it() throws Exception {
        List<Integer> ahead = inParallel(
                THREADS,
                () -> together(engine -> {
                    PlanOffer seen = engine.catalog().hold(API);
                    return engine.catalog()
                                    .addVersion(API, BillingInterval.MONTHLY, List.of(fee()))
                                    .ref()
                                    .version()
                            - seen.latest().ref().version();
                }));

        assertThat(ahead).hasSize(THREADS).containsOnly(1);
        assertThat(engine().catalog().findPlan(API).orElseThrow().latest().ref().version())
                .isEqualTo(1 + THREADS);
    }

    @Test
    void what_there_is_not_is_not_held() {
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND,
                "customerId",
                () -> together(engine -> engine.customers().hold(BOB)));
        assertRefused(
                ErrorCode.PLAN_NOT_FOUND,
                "planId",
                () -> together(engine -> engine.catalog().hold(PlanId.of("none"))));
    }

    @Test
    void nothing_is_held_by_a_call_that_is_a_transaction_of_its_own() {
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION,
                null,
                () -> engine().customers().hold(ADA));
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION, null, () -> engine().catalog().hold(API));
        assertRefused(
                ErrorCode.UNSUITABLE_TRANSACTION,
                null,
                () -> engine().settings().hold());
    }
}
