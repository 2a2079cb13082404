package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.CustomPrice;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.PricedPart;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.SpendLeft;
import io.billing4j.price.Tier;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.rating.RatingBasis;
import io.billing4j.rating.SpentCharge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How the proof of a line is stored. The texts here stand in books that are kept for years: they are never changed. */
class DerivationJsonTest {
    private static final PriceTerms TERMS = new PriceTerms(
            new QuantityConversion(BigDecimal.TEN, RoundingMode.CEILING),
            new BigDecimal("2.5"),
            new BigDecimal("12.5"),
            new Commitment(dollars("100"), new BigDecimal("1.5"), true),
            dollars("500"));

    @Nested
    class WrittenByAnEarlierVersion {
        @Test
        void usage_is_still_read_and_still_holds() {
            Derivation read = read(golden("derivation-v1-usage"));

            assertThat(read).isEqualTo(usage(PriceTerms.NONE).get(0));
            assertThat(read.holds(CustomPrices.NONE)).isTrue();
        }

        @Test
        void a_prorated_fee_is_still_read_and_still_holds() {
            Derivation read = read(golden("derivation-v1-fee"));

            assertThat(read).isEqualTo(fee());
            assertThat(read.holds(CustomPrices.NONE)).isTrue();
        }
    }

    @Nested
    class WrittenToday {
        @Test
        void usage_is_in_version_2() {
            assertThat(write(usage(PriceTerms.NONE).get(0))).isEqualTo(golden("derivation-v2-usage"));
        }

        @Test
        void a_prorated_fee_is_in_version_2() {
            assertThat(write(fee())).isEqualTo(golden("derivation-v2-fee"));
        }

        @Test
        void a_true_up_has_its_terms() {
            assertThat(write(usage(TERMS).get(1))).isEqualTo(golden("derivation-v2-true-up"));
        }
    }

    @Nested
    class Reversed {
        /** 21 of 31 days of 3100 JPY are 2100; ten of those days, 100 each, are taken back. */
        @Test
        void a_part_of_a_fee_is_in_version_3() {
            Derivation reversed = tenDaysBack();

            assertThat(reversed.amount()).isEqualTo(Money.ofMinor(CurrencyUnit.JPY, -1000));
            assertThat(write(reversed)).isEqualTo(golden("derivation-v3-reversed-fee"));
            assertThat(read(golden("derivation-v3-reversed-fee"))).isEqualTo(reversed);
            assertThat(reversed.holds(CustomPrices.NONE)).isTrue();
        }

        @Test
        void a_true_up_comes_back_as_it_was() {
            Derivation asked = usage(TERMS).get(1);
            Derivation reversed = asked.reverse(asked.service());

            assertThat(read(write(reversed))).isEqualTo(reversed);
            assertThat(write(reversed.reverse(asked.service()))).isEqualTo(write(asked));
        }

        @Test
        void is_not_known_to_earlier_versions() {
            String reversed = golden("derivation-v3-reversed-fee");

            assertThatThrownBy(() -> read(reversed.replace("\"v\":3", "\"v\":2")))
                    .hasMessageContaining("'reversed'");
            assertThatThrownBy(() -> read(reversed.replace("\"reversed\":true,", "")))
                    .hasMessageContaining("'reversed'");
        }
    }

    @Nested
    class CountedUntilAnInstant {
        private final Derivation soFar = Derivation.of(
                        usage(PriceTerms.NONE)
                                .get(0)
                                .basis()
                                .countedUntil(Instant.parse("2023-11-20T12:00:00.000001Z")),
                        CustomPrices.NONE)
                .get(0);

        @Test
        void usage_is_in_version_6() {
            assertThat(write(soFar)).isEqualTo(golden("derivation-v6-usage-so-far"));
            assertThat(read(golden("derivation-v6-usage-so-far"))).isEqualTo(soFar);
        }

        @Test
        void usage_comes_back_reversed_and_adjusted_as_it_was() {
            Derivation reversed = soFar.reverse(soFar.service());
            LineAdjustments discounted = AdjustmentsJsonTest.DISCOUNTED.adjustments();
            DerivationJson adjusted = new DerivationJson(soFar, discounted);

            assertThat(read(write(reversed))).isEqualTo(reversed);
            assertThat(DerivationJson.read(adjusted.write())).isEqualTo(adjusted);
        }

        @Test
        void is_not_known_to_earlier_versions() {
            String text = golden("derivation-v6-usage-so-far");

            for (int version = 1; version < 6; version++) {
                String older = text.replace("\"v\":6", "\"v\":" + version);
                assertThatThrownBy(() -> read(older)).hasMessageContaining("'until'");
            }
            assertThatThrownBy(() -> read(text.replace("\"until\":\"2023-11-20T12:00:00.000001Z\",", "")))
                    .hasMessageContaining("'until'");
        }
    }

    @Nested
    class UnderTermsOfAPlan {
        private final Derivation left = usage(PriceTerms.NONE)
                .get(0)
                .leaving(new SpendLeft(Money.parse("USD 10.00"), new BigDecimal("1.5"), Money.parse("USD 39.00")));

        @Test
        void usage_is_in_version_7() {
            assertThat(write(left)).isEqualTo(golden("derivation-v7-left"));
            assertThat(read(golden("derivation-v7-left"))).isEqualTo(left);
            assertThat(left.amount()).hasToString("USD 39.00");
        }

        @Test
        void usage_comes_back_reversed_adjusted_and_so_far_as_it_was() {
            Derivation reversed = left.reverse(left.service());
            DerivationJson adjusted = new DerivationJson(left, AdjustmentsJsonTest.DISCOUNTED.adjustments());
            Derivation soFar = Derivation.of(
                            left.basis().countedUntil(Instant.parse("2023-11-20T12:00:00.000001Z")), CustomPrices.NONE)
                    .get(0);

            assertThat(read(write(reversed))).isEqualTo(reversed);
            assertThat(DerivationJson.read(adjusted.write())).isEqualTo(adjusted);
            assertThat(read(write(soFar))).isEqualTo(soFar);
        }

        @Test
        void usage_below_one_of_them_says_the_other_alone() {
            for (SpendLeft one : List.of(
                    new SpendLeft(Money.parse("USD 10.00"), new BigDecimal("1.5"), null),
                    new SpendLeft(null, BigDecimal.ONE, Money.parse("USD 39.00")))) {
                Derivation of = usage(PriceTerms.NONE).get(0).leaving(one);

                assertThat(read(write(of))).isEqualTo(of);
            }
        }

        @Test
        void is_not_known_to_earlier_versions() {
            String text = golden("derivation-v7-left");

            for (int version = 1; version < 7; version++) {
                String older = text.replace("\"v\":7", "\"v\":" + version);
                assertThatThrownBy(() -> read(older)).hasMessageContaining("'left'");
            }
            assertThatThrownBy(() -> read(text.replaceAll("\"left\":[^}]*},", "")))
                    .hasMessageContaining("'left'");
        }

        @Test
        void what_is_missing_comes_back_as_it_was() {
            Charge spend = Charge.spend(
                    ChargeId.of("spend"),
                    "Spend",
                    CurrencyUnit.USD,
                    PriceTerms.NONE.withMinimum(BigMoney.parse("USD 100")));
            Derivation missing = new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE)
                    .missing(
                            spend,
                            Money.parse("USD 100.00"),
                            new TreeMap<>(Map.of(
                                    new SpentCharge(new PlanVersionRef(PlanId.of("pro"), 2), ChargeId.of("calls")),
                                    Money.parse("USD 40.10"))),
                            left.service(),
                            left.window())
                    .get(0);

            assertThat(write(missing)).isEqualTo(golden("derivation-v2-missing"));
            assertThat(read(golden("derivation-v2-missing"))).isEqualTo(missing);
            assertThat(read(write(missing.reverse(missing.service())))).isEqualTo(missing.reverse(missing.service()));
        }
    }

    @Test
    void that_does_not_hold_comes_back_as_one_that_does_not_hold() {
        Derivation sound = fee();
        Derivation altered =
                new Derivation(sound.basis(), sound.part(), sound.price(), Money.ofMinor(CurrencyUnit.JPY, 1));

        assertThat(read(write(altered))).isEqualTo(altered);
        assertThat(altered.holds(CustomPrices.NONE)).isFalse();
    }

    @Test
    void is_not_read_where_it_says_what_is_not_known() {
        String usage = golden("derivation-v2-usage");

        assertThatThrownBy(() -> read(usage.replace("\"v\":2", "\"v\":8")))
                .hasMessageContaining("versions 1 to 7 but found 8");
        assertThatThrownBy(() -> read(usage.replace("\"price\":", "\"tax\":\"1\",\"price\":")))
                .hasMessageContaining("'tax'");
        assertThatThrownBy(() -> read(usage.replace("\"67.62\"", "\"67.621\"")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Property
    void comes_back_as_it_was(
            @ForAll("models") PriceModel model,
            @ForAll("terms") PriceTerms terms,
            @ForAll("quantities") RatedQuantity quantity,
            @ForAll("services") BillingPeriod service,
            @ForAll("hoursBefore") int hoursBefore,
            @ForAll ProrationPolicy proration,
            @ForAll("roundings") RoundingPolicy rounding) {
        BillingPeriod window = new BillingPeriod(
                service.startInclusive().minus(hoursBefore, ChronoUnit.HOURS), service.endExclusive(), service.zone());
        RatingBasis basis = new RatingBasis(
                model, fits(model) ? terms : PriceTerms.NONE, quantity, service, window, proration, rounding);

        assertThat(Derivation.of(basis, CustomPrices.NONE))
                .allSatisfy(derivation -> assertThat(read(write(derivation))).isEqualTo(derivation));
    }

    /** Whether any of the generated terms can go around the model. */
    private static boolean fits(PriceModel model) {
        return model.currency().equals(CurrencyUnit.USD)
                && model.usesQuantity()
                && model.partsNeeded() == PartsNeeded.NONE;
    }

    /** 21 of 31 days of 3100 JPY. */
    static Derivation fee() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        RatingBasis basis = new RatingBasis(
                PriceModel.flat(BigMoney.of(CurrencyUnit.JPY, 3100)),
                PriceTerms.NONE,
                RatedQuantity.subscribed(new BigDecimal(3)),
                BillingPeriod.ofDates(LocalDate.of(2023, 10, 11), LocalDate.of(2023, 11, 1), berlin),
                BillingPeriod.ofDates(LocalDate.of(2023, 10, 1), LocalDate.of(2023, 11, 1), berlin),
                ProrationPolicy.BY_DAY,
                new RoundingPolicy(RoundingMode.DOWN));
        return Derivation.of(basis, CustomPrices.NONE).get(0);
    }

    static Derivation tenDaysBack() {
        return fee().reverse(BillingPeriod.ofDates(
                LocalDate.of(2023, 10, 22), LocalDate.of(2023, 11, 1), ZoneId.of("Europe/Berlin")));
    }

    static List<Derivation> usage(PriceTerms terms) {
        BillingPeriod november =
                BillingPeriod.ofDates(LocalDate.of(2023, 11, 1), LocalDate.of(2023, 12, 1), ZoneId.of("UTC"));
        RatingBasis basis = new RatingBasis(
                PriceModel.graduated(List.of(
                        Tier.upTo(new BigDecimal(100_000), dollars("0")),
                        new Tier(new BigDecimal(500_000), dollars("0.00015"), dollars("1.5")),
                        Tier.beyond(dollars("0.0001")))),
                terms,
                new RatedQuantity(
                        new BigDecimal(561_200), MeterId.of("context-tokens"), MeterAggregation.SUM, 485, List.of()),
                november,
                november,
                ProrationPolicy.BY_SECOND,
                RoundingPolicy.HALF_UP);
        return Derivation.of(basis, CustomPrices.NONE);
    }

    private static String write(Derivation derivation) {
        return new DerivationJson(derivation, LineAdjustments.NONE).write();
    }

    private static Derivation read(String text) {
        DerivationJson read = DerivationJson.read(text);
        assertThat(read.adjustments()).isEqualTo(LineAdjustments.NONE);
        return read.derivation();
    }

    static String golden(String name) {
        try (InputStream in =
                Objects.requireNonNull(DerivationJsonTest.class.getResourceAsStream(name + ".json"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BigMoney dollars(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    @Provide
    Arbitrary<PriceModel> models() {
        return Prices.models()
                .filter(model -> model.partsNeeded() == PartsNeeded.NONE && !(model instanceof CustomPrice));
    }

    @Provide
    Arbitrary<RatedQuantity> quantities() {
        Arbitrary<BigDecimal> values =
                Arbitraries.oneOf(Prices.decimals(0), Prices.decimals(0).map(BigDecimal::negate));
        return Arbitraries.oneOf(
                values.map(RatedQuantity::subscribed),
                Combinators.combine(
                                values,
                                Arbitraries.of(MeterAggregation.values()),
                                Arbitraries.longs().greaterOrEqual(0),
                                parts().list().ofMaxSize(4))
                        .as((value, aggregation, events, parts) ->
                                new RatedQuantity(value, MeterId.of("a.meter"), aggregation, events, parts)));
    }

    private static Arbitrary<PricedPart> parts() {
        return Combinators.combine(
                        Arbitraries.of(
                                Map.<String, String>of(),
                                Map.of("model", "a \"ü\""),
                                Map.of("model", "b", "region", "")),
                        Prices.decimals(0),
                        Arbitraries.longs().between(1, 5))
                .as(PricedPart::new);
    }

    @Provide
    Arbitrary<PriceTerms> terms() {
        return Arbitraries.of(
                PriceTerms.NONE,
                TERMS,
                PriceTerms.NONE.withMinimum(dollars("0.01")),
                PriceTerms.NONE.withMaximum(dollars("7")).withDiscountPercent(BigDecimal.ONE),
                PriceTerms.NONE.withIncludedUnits(BigDecimal.ONE));
    }

    @Provide
    Arbitrary<BillingPeriod> services() {
        return Combinators.combine(
                        Arbitraries.longs().between(-1_000_000_000_000_000L, 3_000_000_000_000_000L),
                        Arbitraries.longs().between(1, 100_000_000_000L),
                        Arbitraries.of("UTC", "Z", "+05:45", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"))
                .as((start, length, zone) -> new BillingPeriod(
                        Instant.EPOCH.plus(start, ChronoUnit.MICROS),
                        Instant.EPOCH.plus(start + length, ChronoUnit.MICROS),
                        ZoneId.of(zone)));
    }

    @Provide
    Arbitrary<Integer> hoursBefore() {
        return Arbitraries.integers().between(0, 1000);
    }

    @Provide
    Arbitrary<RoundingPolicy> roundings() {
        return Arbitraries.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(RoundingPolicy::new);
    }
}
