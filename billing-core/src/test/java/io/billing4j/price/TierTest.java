package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.beyond;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.tier;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TierTest {
    @Nested
    class ATier {
        @Test
        void has_a_bound_above_zero() {
            assertRefused(ErrorCode.INVALID_TIERS, "upTo", () -> tier("0", "1"));
            assertRefused(ErrorCode.INVALID_TIERS, "upTo", () -> tier("-1", "1"));
            assertRefused(ErrorCode.INVALID_NUMBER, "upTo", () -> tier("1E+24", "1"));
        }

        @Test
        void has_no_negative_amount() {
            assertRefused(ErrorCode.INVALID_TIERS, "unitAmount", () -> tier("1", "-0.1"));
            assertRefused(ErrorCode.INVALID_TIERS, "flatAmount", () -> tier("1", "0.1", "-1"));
        }

        @Test
        void has_one_currency() {
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH, "flatAmount", () -> new Tier(null, usd("1"), BigMoney.parse("EUR 1")));
        }

        @Test
        void is_canonical() {
            assertThat(tier("1E+2", "0.10", "3.00")).isEqualTo(tier("100", "0.1", "3"));
        }
    }

    @Nested
    class Tiers {
        static Stream<Named<Function<List<Tier>, PriceModel>>> models() {
            return Stream.of(Named.of("graduated", PriceModel::graduated), Named.of("volume", PriceModel::volume));
        }

        @ParameterizedTest
        @MethodSource("models")
        void are_required(Function<List<Tier>, PriceModel> model) {
            assertRefused(ErrorCode.INVALID_TIERS, "tiers", () -> model.apply(List.of()));
        }

        @ParameterizedTest
        @MethodSource("models")
        void rise(Function<List<Tier>, PriceModel> model) {
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[1].upTo",
                    () -> model.apply(List.of(tier("100", "1"), tier("99.99", "1"), beyond("1"))));
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[2].upTo",
                    () -> model.apply(List.of(tier("1", "1"), tier("2", "1"), tier("2.0", "1"), beyond("1"))));
        }

        @ParameterizedTest
        @MethodSource("models")
        void end_with_the_one_that_is_open(Function<List<Tier>, PriceModel> model) {
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[1].upTo",
                    () -> model.apply(List.of(tier("1", "1"), tier("2", "1"))));
            assertRefused(
                    ErrorCode.INVALID_TIERS, "tiers[0].upTo", () -> model.apply(List.of(beyond("1"), tier("2", "1"))));
            assertRefused(
                    ErrorCode.INVALID_TIERS, "tiers[0].upTo", () -> model.apply(List.of(beyond("1"), beyond("1"))));
        }

        @ParameterizedTest
        @MethodSource("models")
        void share_one_currency(Function<List<Tier>, PriceModel> model) {
            Tier euro = Tier.beyond(BigMoney.parse("EUR 1"));

            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "tiers[1].unitAmount",
                    () -> model.apply(List.of(tier("1", "1"), euro)));
        }

        @ParameterizedTest
        @MethodSource("models")
        void are_copied(Function<List<Tier>, PriceModel> model) {
            List<Tier> tiers = new ArrayList<>(List.of(tier("10", "1"), beyond("2")));
            PriceModel before = model.apply(List.copyOf(tiers));
            PriceModel held = model.apply(tiers);

            tiers.set(0, tier("5", "9"));

            assertThat(held).isEqualTo(before);
            assertThat(held.price(number("10"))).isEqualTo(before.price(number("10")));
        }

        @Test
        void of_different_models_differ_in_their_content() {
            List<Tier> tiers = List.of(tier("10", "1", "3"), beyond("2"));

            assertThat(PriceModel.graduated(tiers).content())
                    .containsExactly("GRADUATED", "10", "USD 1", "USD 3", "", "USD 2", "USD 0");
            assertThat(PriceModel.volume(tiers).content())
                    .containsExactly("VOLUME", "10", "USD 1", "USD 3", "", "USD 2", "USD 0");
        }
    }
}
