package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final BillingPeriod NOVEMBER = period(1);

    @Test
    void tells_a_fee_in_two_steps_and_a_result() {
        assertThat(Explanation.of(derivation(PriceModel.flat(usd("20")), NOVEMBER)))
                .containsExactly(
                        "3 subscribed in [2023-11-01, 2023-12-01) Z",
                        "1 × 20 = 20",
                        "20 USD, rounded half up: 20.00 USD");
    }

    @Test
    void tells_a_part_of_a_period_and_a_tiers_fee() {
        PriceModel model = PriceModel.volume(List.of(new Tier(null, usd("1.005"), usd("0.5"))));
        assertThat(Explanation.of(derivation(model, period(16))))
                .containsExactly(
                        "3 subscribed in [2023-11-16, 2023-12-01) Z",
                        "3 × 1.005 + 0.5 = 3.515",
                        "of [2023-11-01, 2023-12-01) Z the part [2023-11-16, 2023-12-01) Z, by second",
                        "3.515 USD, rounded half up: 1.76 USD");
    }

    private static Derivation derivation(PriceModel model, BillingPeriod service) {
        return Derivation.of(
                model,
                RatedQuantity.subscribed(BigDecimal.valueOf(3)),
                service,
                NOVEMBER,
                ProrationPolicy.BY_SECOND,
                RoundingPolicy.HALF_UP);
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }

    private static BillingPeriod period(int day) {
        return BillingPeriod.ofDates(LocalDate.of(2023, 11, day), LocalDate.of(2023, 12, 1), ZoneOffset.UTC);
    }
}
