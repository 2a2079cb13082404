package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Usage billed before its period ends where an outside service says 19 %. */
abstract class ExternalTaxThresholdBehaviour extends ThresholdBooks {
    ExternalTaxThresholdBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return taxedBySandbox(super.settings());
    }

    @Test
    void has_its_taxes_and_gives_them_back_with_it() {
        begun();
        use("2023-11-10T00:00:00Z", "100");
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);
        // 100.00 and 19.00
        assertThat(total(last())).isEqualTo("119.00");

        taxService.rate("10");
        use("2023-11-12T00:00:00Z", "120");
        assertThat(billReachedAt("2023-11-12T01:00:00Z")).isEqualTo(1);
        // 160.00 and 16.00, less 119.00
        assertThat(total(last())).isEqualTo("57.00");
    }

    @Test
    void is_looked_at_again_once_the_service_answers() {
        begun();
        use("2023-11-10T00:00:00Z", "100");
        taxService.before(questions -> {
            throw ErrorCode.TAX_UNAVAILABLE.because("out of order");
        });
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isZero();
        assertThat(marked()).containsExactly(ADA);

        taxService.before(questions -> {});
        assertThat(billReachedAt("2023-11-10T02:00:00Z")).isEqualTo(1);
        assertThat(marked()).isEmpty();
        assertThat(total(last())).isEqualTo("119.00");
    }

    @Test
    void is_what_was_used_when_it_was_looked_at_though_more_keeps_coming() {
        begun();
        use("2023-11-10T00:00:00Z", "100");
        AtomicInteger calls = new AtomicInteger();
        taxService.before(questions -> use(
                Instant.parse("2023-11-10T01:00:00Z")
                        .plusSeconds(calls.incrementAndGet())
                        .toString(),
                "1"));
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);

        assertThat(total(last())).isEqualTo("119.00");
        assertThat(calls).hasValue(1);
        assertThat(marked()).containsExactly(ADA);
    }

    @Test
    void is_left_alone_by_a_process_that_cannot_ask() {
        begun();
        use("2023-11-10T00:00:00Z", "100");
        BillingEngine without = Billing4J.builder(store()).clock(clock).build().forTenant(tenant);
        assertRefused(
                ErrorCode.TAX_CALCULATOR_UNKNOWN,
                "calculator",
                () -> without.runs().billReached());

        assertThat(marked()).containsExactly(ADA);
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);
    }
}
