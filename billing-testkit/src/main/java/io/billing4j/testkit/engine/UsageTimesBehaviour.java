package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Usage that lies too far in the past or ahead, for a tenant that expects it from ten days ago to a day ahead; on 1 November 2023
 * that is from 22 October to 2 November.
 */
abstract class UsageTimesBehaviour extends EngineBooks {
    private static final String OLD = "2023-10-21T23:59:59.999999Z";
    private static final String OLDEST = "2023-10-22T00:00:00Z";
    private static final String FARTHEST = "2023-11-02T00:00:00Z";
    private static final String FAR = "2023-11-02T00:00:00.000001Z";

    UsageTimesBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings().withUsage(policy(OutOfRangeUsage.REFUSE));
    }

    @Test
    void is_refused_with_the_whole_batch() {
        for (String occurredAt : List.of(OLD, FAR)) {
            assertRefused(
                    ErrorCode.EVENT_OUT_OF_RANGE,
                    "events[1].occurredAt",
                    () -> engine().usage()
                            .record(List.of(event("timely", ADA, "1", OLDEST), event("other", ADA, "1", occurredAt))));
        }
        assertThat(engine().usage()
                        .record(List.of(event("timely", ADA, "1", OLDEST), event("ahead", ADA, "1", FARTHEST))))
                .isEqualTo(new UsageReceipt(2, 0));
        assertThat(findings()).containsOnly(FindingReason.USAGE_WITHOUT_CHARGE);
    }

    @Test
    void is_refused_by_the_clock_of_its_tenant() {
        report("e1", ADA, "1", OLDEST);
        clock.advance(Duration.ofSeconds(1));

        assertRefused(ErrorCode.EVENT_OUT_OF_RANGE, "events[0].occurredAt", () -> report("e1", ADA, "1", OLDEST));
        report("e2", ADA, "1", "2023-11-02T00:00:01Z");
    }

    @Test
    void is_recorded_and_billed_with_a_finding_where_the_tenant_accepts_it() {
        engine().settings().update(present -> present.withUsage(policy(OutOfRangeUsage.ACCEPT_WITH_FINDING)));
        subscribe(ADA, "2023-10-01");
        report("old", ADA, "1500", OLD);
        report("old-too", ADA, "100", "2023-10-21T00:00:00Z");
        report("far", ADA, "1700", "2023-11-30T00:00:00Z");
        assertThat(engine().usage().record(List.of(event("old", ADA, "1500", OLD))))
                .isEqualTo(new UsageReceipt(0, 1));

        assertThat(findings()).containsExactly(FindingReason.USAGE_TOO_OLD, FindingReason.USAGE_FAR_AHEAD);
        assertThat(found(FindingReason.USAGE_TOO_OLD).detail())
                .containsEntry("firstEventId", "old")
                .containsEntry("day", "2023-10-21T00:00:00Z");
        run("2023-12-01");
        // 600 of 1,600 calls in October, 700 of 1,700 in November
        assertThat(amounts(invoices().get(1))).containsExactly("6.00", "20.00");
        assertThat(amounts(invoices().get(2))).containsExactly("7.00", "20.00");
    }

    @Test
    void says_so_beside_what_else_there_is_to_say() {
        engine().settings().update(present -> present.withUsage(policy(OutOfRangeUsage.ACCEPT_WITH_FINDING)));
        report("nobodys", ADA, "1", OLD);

        assertThat(findings()).containsExactly(FindingReason.USAGE_TOO_OLD, FindingReason.USAGE_WITHOUT_CHARGE);
    }

    @Test
    void is_refused_in_any_case_where_its_period_could_not_be_counted() {
        // 400 days less a year: 34 days before 1 November is 28 September.
        engine().settings()
                .update(present -> present.withUsage(
                        policy(OutOfRangeUsage.ACCEPT_WITH_FINDING).keptFor(Duration.ofDays(400))));
        assertRefused(
                ErrorCode.EVENT_OUT_OF_RANGE,
                "events[0].occurredAt",
                () -> report("e1", ADA, "1", "2023-09-27T23:59:59.999999Z"));
        report("e1", ADA, "1", "2023-09-28T00:00:00Z");
    }

    private static UsagePolicy policy(OutOfRangeUsage beyond) {
        return UsagePolicy.DEFAULT.ahead(Duration.ofDays(1), beyond).aged(Duration.ofDays(10), beyond);
    }

    private Finding found(FindingReason reason) {
        return engine().listFindings(null, reason, Page.first(1)).get(0);
    }
}
