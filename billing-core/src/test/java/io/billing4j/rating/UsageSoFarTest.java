package io.billing4j.rating;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Usage that is priced before its period ends: of November, counted until the 16th, which is half of it. */
class UsageSoFarTest {
    private static final Instant UNTIL = Instant.parse("2023-11-16T00:00:00Z");
    private static final BillingPeriod NOVEMBER =
            BillingPeriod.ofDates(LocalDate.parse("2023-11-01"), LocalDate.parse("2023-12-01"), ZoneOffset.UTC);

    private final ChargeRater rater = new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE);

    @Test
    void counts_flat_fees_of_tiers_as_in_the_whole_period() {
        // 5.00 + 80 × 1.00; half of November would have 2.50 + 80.00
        PriceModel tiers = PriceModel.graduated(
                List.of(new Tier(new BigDecimal(100), usd("1"), usd("5")), Tier.beyond(usd("0.50"))));

        assertThat(soFar(tiers, PriceTerms.NONE, "80")).containsExactly("CHARGE USD 85.00");
    }

    @Test
    void is_bounded_by_the_maximum_of_the_whole_period() {
        // 80 × 1.00 of at most 100.00; half of November would have at most 50.00
        assertThat(soFar(PriceModel.perUnit(usd("1")), PriceTerms.NONE.withMaximum(usd("100")), "80"))
                .containsExactly("CHARGE USD 80.00");
    }

    @Test
    void asks_for_nothing_that_is_missing_to_a_commitment() {
        // 20.00 are missing to 100.00 by now, and may still be used
        assertThat(soFar(PriceModel.perUnit(usd("1")), PriceTerms.NONE.withMinimum(usd("100")), "80"))
                .containsExactly("CHARGE USD 80.00");
    }

    @Test
    void says_until_when_it_was_counted() {
        Derivation midnight = rated(PriceModel.perUnit(usd("1")), PriceTerms.NONE, "80", UNTIL)
                .get(0);
        Derivation later = rated(PriceModel.perUnit(usd("1")), PriceTerms.NONE, "80", UNTIL.plusNanos(1000))
                .get(0);

        assertThat(midnight.explain())
                .containsExactly(
                        "80 context-tokens: the sum of 3 reports from 2023-11-01 to 2023-11-30 (UTC), so far, counted until"
                                + " 2023-11-16.",
                        "80 × 1 = 80",
                        "80 USD, rounded half up: 80.00 USD.");
        assertThat(later.explain().get(0)).endsWith("so far, counted until 2023-11-16T00:00:00.000001.");
    }

    @Test
    void is_taken_back_as_it_was_counted() {
        Derivation early = rated(PriceModel.perUnit(usd("1")), PriceTerms.NONE.withMinimum(usd("100")), "80", UNTIL)
                .get(0);

        Derivation back = early.reverse(NOVEMBER);

        assertThat(back.amount()).hasToString("USD -80.00");
        assertThat(back.countedUntil()).isEqualTo(UNTIL);
        assertThat(back.holds(CustomPrices.NONE)).isTrue();
    }

    @Test
    void is_no_fee() {
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.perUnit(usd("1")));
        RatingBasis basis =
                rater.fee(fee, BigDecimal.ONE, NOVEMBER, NOVEMBER).get(0).basis();

        assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> basis.countedUntil(UNTIL));
    }

    private List<String> soFar(PriceModel price, PriceTerms terms, String quantity) {
        List<Derivation> derivations = rated(price, terms, quantity, UNTIL);
        assertThat(derivations).allSatisfy(one -> {
            assertThat(one.service()).isEqualTo(NOVEMBER);
            assertThat(one.holds(CustomPrices.NONE)).isTrue();
        });
        return derivations.stream().map(one -> one.part() + " " + one.amount()).toList();
    }

    private List<Derivation> rated(PriceModel price, PriceTerms terms, String quantity, Instant until) {
        Charge charge = Charge.usage(ChargeId.of("context"), "Context", price, CONTEXT.id())
                .withTerms(terms);
        return rater.usageSoFar(
                charge, CONTEXT, UsageSummary.of(new BigDecimal(quantity), 3), NOVEMBER, NOVEMBER, until);
    }
}
