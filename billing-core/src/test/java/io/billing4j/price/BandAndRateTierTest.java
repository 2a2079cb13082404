package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.assertPrice;
import static io.billing4j.price.PriceTable.beyond;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.tier;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in tiers whose policies or prices are not the plain ones. */
class BandAndRateTierTest {
    @Nested
    class AStairstep {
        private final List<PriceBand> bands =
                List.of(new PriceBand(number("100"), usd("10")), new PriceBand(null, usd("18")));

        @ParameterizedTest
        @CsvSource({"0, 0", "0.001, 10", "100, 10", "100.001, 18", "1000000000000000000, 18"})
        void has_one_price_for_the_band(String quantity, String amount) {
            assertPrice(PriceModel.stairstep(bands), quantity, amount);
        }

        @Test
        void may_give_a_bound_to_the_next_band() {
            assertPrice(new StairstepPrice(bands, TierBound.LOWER_INCLUSIVE), "100", "18");
            assertPrice(new StairstepPrice(bands, TierBound.LOWER_INCLUSIVE), "99.999", "10");
        }

        @Test
        void is_a_fixed_amount() {
            Price price = PriceModel.stairstep(bands).price(number("50"));

            assertThat(price.fixed()).isEqualTo(usd("10"));
            assertThat(price.variable().isZero()).isTrue();
        }

        @Test
        void has_bands_that_rise_and_no_negative_price() {
            assertRefused(ErrorCode.INVALID_TIERS, "bands[0].upTo", () -> PriceModel.stairstep(List.of(bands.get(0))));
            assertRefused(ErrorCode.INVALID_TIERS, "amount", () -> new PriceBand(null, usd("-1")));
            assertRefused(ErrorCode.INVALID_TIERS, "upTo", () -> new PriceBand(number("0"), usd("1")));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "bands[1].amount",
                    () -> PriceModel.stairstep(List.of(bands.get(0), new PriceBand(null, BigMoney.parse("EUR 1")))));
        }
    }

    @Nested
    class GraduatedRates {
        private final List<PercentageTier> tiers = List.of(
                new PercentageTier(number("10"), number("1"), usd("200")),
                new PercentageTier(number("20"), number("2"), usd("300")),
                new PercentageTier(null, number("3"), usd("400")));

        @ParameterizedTest
        @CsvSource({"0, 0", "10, 200.10", "11, 500.12", "20, 500.30", "21, 900.33"}) // 11: as Lago has it
        void take_their_rate_of_their_part(String amount, String price) {
            assertPrice(PriceModel.graduatedPercentage(tiers), amount, price);
        }

        @Test
        void may_ask_for_the_first_fee_where_nothing_was_used() {
            PriceModel model = new GraduatedPercentagePrice(tiers, FirstFlatFee.ALWAYS);

            assertPrice(model, "0", "200");
            assertPrice(model, "11", "500.12");
        }

        @Test
        void are_not_above_100_percent() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "ratePercent", () -> new PercentageTier(null, number("100.1"), usd("0")));
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[1].upTo",
                    () -> PriceModel.graduatedPercentage(List.of(tiers.get(1), tiers.get(0), tiers.get(2))));
        }
    }

    @Nested
    class Policies {
        private final List<Tier> tiers = List.of(tier("10", "2", "5"), beyond("1", "3"));

        @Test
        void may_give_a_bound_to_the_next_tier_of_a_volume() {
            PriceModel model = PriceModel.volume(tiers, TierBound.LOWER_INCLUSIVE, FirstFlatFee.WHEN_ENTERED);

            assertPrice(model, "9.999", "24.998");
            assertPrice(model, "10", "13"); // 10 x 1 + 3
        }

        @Test
        void may_ask_for_the_first_fee_where_nothing_was_used() {
            PriceModel volume = PriceModel.volume(tiers, TierBound.UPPER_INCLUSIVE, FirstFlatFee.ALWAYS);
            PriceModel graduated = PriceModel.graduated(tiers, FirstFlatFee.ALWAYS);

            for (PriceModel model : List.of(volume, graduated)) {
                assertPrice(model, "0", "5");
                assertPrice(model, "1", "7");
            }
        }

        @ParameterizedTest
        @CsvSource({"2, 9", "3, 11", "4, 12", "10, 12", "12, 17"}) // 5 + 2 x 4 = 13, at most 12; then 3 + 2 x 1
        void may_bound_what_a_tier_asks_for_its_fee_included(String quantity, String amount) {
            assertPrice(
                    PriceModel.graduated(List.of(tiers.get(0).withMaximum(usd("12")), tiers.get(1))), quantity, amount);
        }

        @Test
        void of_tiers_change_the_content_and_usual_ones_do_not() {
            assertThat(PriceModel.graduated(tiers, FirstFlatFee.WHEN_ENTERED).content())
                    .isEqualTo(PriceModel.graduated(tiers).content());
            assertThat(PriceModel.graduated(tiers, FirstFlatFee.ALWAYS).content())
                    .startsWith("GRADUATED+", "ALWAYS");
        }
    }

    @Nested
    class ADynamicPrice {
        @Test
        void is_a_multiple_of_the_amount() {
            PriceModel model = PriceModel.dynamic(CurrencyUnit.USD, number("1.33333"));

            assertPrice(model, "10", "13.3333");
            assertPrice(model, "0", "0");
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "multiplier", () -> PriceModel.dynamic(CurrencyUnit.USD, number("-1")));
        }
    }

    @Nested
    class Packages {
        @ParameterizedTest
        @CsvSource({"UP, 250, 3", "DOWN, 250, 2", "DOWN, 99, 0", "DOWN, 100, 1", "UP, 0, 0"})
        void may_count_only_where_they_are_full(PackageRounding rounding, String quantity, String amount) {
            assertPrice(PriceModel.packaged(number("100"), usd("1"), number("0"), rounding), quantity, amount);
        }
    }
}
