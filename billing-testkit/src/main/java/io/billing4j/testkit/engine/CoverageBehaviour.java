package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CoverageProblem;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which times of a subscription have documents. */
abstract class CoverageBehaviour extends EngineBooks {
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of("ada");
    private static final Instant NOVEMBER = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2023-12-01T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2024-01-01T00:00:00Z");

    CoverageBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void is_whole_as_far_as_it_is_billed() {
        subscribe(ADA, "2023-11-01");
        run("2023-12-01");

        assertThat(engine().validateCoverage(SUBSCRIPTION, NOVEMBER, DECEMBER)).isEmpty();
        assertThat(engine().validateCoverage(SUBSCRIPTION, NOVEMBER, JANUARY.plusSeconds(1)))
                .containsExactly(new CoverageProblem(CoverageProblem.Kind.GAP, JANUARY, JANUARY.plusSeconds(1)));
    }

    /** To say that nothing is wrong with it would be an answer to another question. */
    @Test
    void is_of_a_stretch_that_has_its_end_after_its_start() {
        subscribe(ADA, "2023-11-01");
        assertRefused(
                ErrorCode.INVALID_PERIOD,
                "endExclusive",
                () -> engine().validateCoverage(SUBSCRIPTION, DECEMBER, NOVEMBER));
        assertRefused(
                ErrorCode.INVALID_PERIOD,
                "endExclusive",
                () -> engine().validateCoverage(SUBSCRIPTION, DECEMBER, DECEMBER));
    }
}
