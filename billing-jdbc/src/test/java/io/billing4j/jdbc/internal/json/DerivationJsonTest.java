package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.usage.UsageTotal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** How the proof of a line is stored. The texts here stand in books that are kept for years: they are never changed. */
class DerivationJsonTest {
    private static final String USAGE =
            "{\"v\":1,\"model\":{\"kind\":\"GRADUATED\",\"currency\":\"USD\",\"tiers\":[{\"upTo\":\"100000\",\"unit\":\"0\"},"
                    + "{\"upTo\":\"500000\",\"unit\":\"0.00015\",\"flat\":\"1.5\"},{\"unit\":\"0.0001\"}]},"
                    + "\"quantity\":{\"value\":\"561200\",\"meter\":\"context-tokens\",\"aggregation\":\"SUM\",\"events\":485},"
                    + "\"service\":[\"2023-11-01T00:00:00Z\",\"2023-12-01T00:00:00Z\",\"UTC\"],"
                    + "\"proration\":\"BY_SECOND\",\"rounding\":\"HALF_UP\","
                    + "\"steps\":[[\"100000\",\"0\"],[\"400000\",\"0.00015\",\"1.5\"],[\"61200\",\"0.0001\"]],"
                    + "\"price\":\"67.62000\",\"amount\":\"67.62\"}";
    private static final String FEE = "{\"v\":1,\"model\":{\"kind\":\"FLAT\",\"currency\":\"JPY\",\"amount\":\"3100\"},"
            + "\"quantity\":{\"value\":\"3\"},"
            + "\"service\":[\"2023-10-10T22:00:00Z\",\"2023-10-31T23:00:00Z\",\"Europe/Berlin\"],"
            + "\"window\":[\"2023-09-30T22:00:00Z\",\"2023-10-31T23:00:00Z\",\"Europe/Berlin\"],"
            + "\"proration\":\"BY_DAY\",\"rounding\":\"DOWN\","
            + "\"steps\":[[\"1\",\"3100\"]],\"price\":\"3100\",\"amount\":\"2100\"}";

    @Test
    void of_usage_is_written_as_it_always_was() {
        Derivation usage = usage();

        assertThat(DerivationJson.write(usage)).isEqualTo(USAGE);
        assertThat(DerivationJson.read(USAGE)).isEqualTo(usage);
    }

    @Test
    void of_a_prorated_fee_is_written_as_it_always_was() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Derivation fee = Derivation.of(
                PriceModel.flat(BigMoney.of(CurrencyUnit.JPY, 3100)),
                RatedQuantity.subscribed(new BigDecimal(3)),
                BillingPeriod.ofDates(LocalDate.of(2023, 10, 11), LocalDate.of(2023, 11, 1), berlin),
                BillingPeriod.ofDates(LocalDate.of(2023, 10, 1), LocalDate.of(2023, 11, 1), berlin),
                ProrationPolicy.BY_DAY,
                new RoundingPolicy(RoundingMode.DOWN));

        assertThat(DerivationJson.write(fee)).isEqualTo(FEE);
        assertThat(DerivationJson.read(FEE)).isEqualTo(fee);
    }

    @Test
    void that_does_not_hold_comes_back_as_one_that_does_not_hold() {
        Derivation sound = usage();
        Derivation altered = new Derivation(
                sound.model(),
                sound.quantity(),
                sound.service(),
                sound.window(),
                sound.proration(),
                sound.rounding(),
                sound.price(),
                Money.of(CurrencyUnit.USD, 1));

        assertThat(DerivationJson.read(DerivationJson.write(altered))).isEqualTo(altered);
        assertThat(altered.holds()).isFalse();
    }

    @Test
    void is_not_read_in_a_version_that_is_not_known() {
        assertThatThrownBy(() -> DerivationJson.read(USAGE.replace("\"v\":1", "\"v\":2")))
                .hasMessageContaining("version 1 but found 2");
        assertThatThrownBy(() -> DerivationJson.read(USAGE.replace("\"price\":", "\"tax\":\"1\",\"price\":")))
                .hasMessageContaining("'tax'");
        assertThatThrownBy(() -> DerivationJson.read(USAGE.replace("\"67.62\"", "\"67.621\"")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Property
    void comes_back_as_it_was(
            @ForAll("models") PriceModel model,
            @ForAll("quantities") RatedQuantity quantity,
            @ForAll("services") BillingPeriod service,
            @ForAll("hoursBefore") int hoursBefore,
            @ForAll ProrationPolicy proration,
            @ForAll("roundings") RoundingPolicy rounding) {
        BillingPeriod window = new BillingPeriod(
                service.startInclusive().minus(hoursBefore, ChronoUnit.HOURS), service.endExclusive(), service.zone());
        Derivation derivation = Derivation.of(model, quantity, service, window, proration, rounding);

        assertThat(DerivationJson.read(DerivationJson.write(derivation))).isEqualTo(derivation);
    }

    private static Derivation usage() {
        Meter meter = new Meter(
                MeterId.of("context-tokens"), MeterAggregation.SUM, false, Instant.parse("2023-11-01T00:00:00Z"));
        BillingPeriod november =
                BillingPeriod.ofDates(LocalDate.of(2023, 11, 1), LocalDate.of(2023, 12, 1), ZoneId.of("UTC"));
        return Derivation.of(
                PriceModel.graduated(List.of(
                        Tier.upTo(new BigDecimal(100_000), dollars("0")),
                        new Tier(new BigDecimal(500_000), dollars("0.00015"), dollars("1.5")),
                        Tier.beyond(dollars("0.0001")))),
                RatedQuantity.metered(meter, new UsageTotal(new BigDecimal(561_200), 485)),
                november,
                november,
                ProrationPolicy.BY_SECOND,
                RoundingPolicy.HALF_UP);
    }

    private static BigMoney dollars(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    @Provide
    Arbitrary<PriceModel> models() {
        return Prices.models();
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
                                Arbitraries.longs().greaterOrEqual(0))
                        .as((value, aggregation, events) ->
                                new RatedQuantity(value, MeterId.of("a.meter"), aggregation, events)));
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
