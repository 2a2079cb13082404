package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How price models are stored. The texts here stand in books that are kept for years: they are never changed. */
class PriceModelJsonTest {
    @TestFactory
    Stream<DynamicTest> is_written_as_it_always_was() {
        Map<PriceModel, String> golden = new LinkedHashMap<>();
        golden.put(
                PriceModel.flat(dollars("20.00")),
                "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\"}");
        golden.put(
                PriceModel.perUnit(dollars("0.0006")),
                "{\"v\":1,\"kind\":\"PER_UNIT\",\"currency\":\"USD\",\"unit\":\"0.0006\"}");
        golden.put(
                PriceModel.graduated(List.of(
                        Tier.upTo(new BigDecimal(100_000), dollars("0")),
                        new Tier(new BigDecimal("500000.5"), dollars("0.00015"), dollars("1.5")),
                        Tier.beyond(dollars("0.0001")))),
                "{\"v\":1,\"kind\":\"GRADUATED\",\"currency\":\"USD\",\"tiers\":[{\"upTo\":\"100000\",\"unit\":\"0\"},"
                        + "{\"upTo\":\"500000.5\",\"unit\":\"0.00015\",\"flat\":\"1.5\"},{\"unit\":\"0.0001\"}]}");
        golden.put(
                PriceModel.volume(List.of(Tier.beyond(dollars("0.00009")))),
                "{\"v\":1,\"kind\":\"VOLUME\",\"currency\":\"USD\",\"tiers\":[{\"unit\":\"0.00009\"}]}");
        golden.put(
                PriceModel.packaged(new BigDecimal(1000), dollars("0.50"), BigDecimal.ZERO),
                "{\"v\":1,\"kind\":\"PACKAGE\",\"currency\":\"USD\",\"size\":\"1000\",\"amount\":\"0.5\",\"free\":\"0\"}");
        golden.put(
                PriceModel.graduated(List.of(Tier.beyond(dollars("2")).withMaximum(dollars("9"))), FirstFlatFee.ALWAYS),
                "{\"v\":1,\"kind\":\"GRADUATED\",\"currency\":\"USD\",\"tiers\":[{\"unit\":\"2\",\"most\":\"9\"}],"
                        + "\"firstFlatFee\":\"ALWAYS\"}");
        golden.put(
                PriceModel.volume(
                        List.of(Tier.beyond(dollars("2"))), TierBound.LOWER_INCLUSIVE, FirstFlatFee.WHEN_ENTERED),
                "{\"v\":1,\"kind\":\"VOLUME\",\"currency\":\"USD\",\"tiers\":[{\"unit\":\"2\"}],"
                        + "\"bound\":\"LOWER_INCLUSIVE\"}");
        golden.put(
                PriceModel.packaged(new BigDecimal(10), dollars("1"), BigDecimal.ONE, PackageRounding.DOWN),
                "{\"v\":1,\"kind\":\"PACKAGE\",\"currency\":\"USD\",\"size\":\"10\",\"amount\":\"1\",\"free\":\"1\","
                        + "\"rounding\":\"DOWN\"}");
        golden.put(
                PriceModel.stairstep(
                        List.of(new PriceBand(new BigDecimal(100), dollars("10")), new PriceBand(null, dollars("18")))),
                "{\"v\":1,\"kind\":\"STAIRSTEP\",\"currency\":\"USD\",\"bands\":[{\"upTo\":\"100\",\"amount\":\"10\"},"
                        + "{\"amount\":\"18\"}]}");
        golden.put(
                PriceModel.percentage(CurrencyUnit.USD, new BigDecimal("2.9"))
                        .withFreeEvents(3)
                        .withFreeAmount(dollars("500"))
                        .withFixedPerEvent(dollars("0.3"))
                        .withBoundsPerEvent(dollars("0.5"), dollars("12")),
                "{\"v\":1,\"kind\":\"PERCENTAGE\",\"currency\":\"USD\",\"percent\":\"2.9\",\"freeEvents\":3,"
                        + "\"freeAmount\":\"500\",\"fixed\":\"0.3\",\"least\":\"0.5\",\"most\":\"12\"}");
        golden.put(
                PriceModel.graduatedPercentage(List.of(new PercentageTier(null, new BigDecimal("1.5"), dollars("3")))),
                "{\"v\":1,\"kind\":\"GRADUATED_PERCENTAGE\",\"currency\":\"USD\","
                        + "\"tiers\":[{\"percent\":\"1.5\",\"flat\":\"3\"}]}");
        golden.put(
                PriceModel.dynamic(CurrencyUnit.USD, new BigDecimal("1.2")),
                "{\"v\":1,\"kind\":\"DYNAMIC\",\"currency\":\"USD\",\"multiplier\":\"1.2\"}");
        golden.put(
                PriceModel.matrix(
                        List.of("region", "size"),
                        List.of(new MatrixCell(List.of("eu", "xl"), PriceModel.perUnit(dollars("2")))),
                        PriceModel.flat(dollars("5"))),
                "{\"v\":1,\"kind\":\"MATRIX\",\"currency\":\"USD\",\"dimensions\":[\"region\",\"size\"],\"cells\":["
                        + "{\"values\":[\"eu\",\"xl\"],\"price\":{\"kind\":\"PER_UNIT\",\"currency\":\"USD\",\"unit\":\"2\"}}],"
                        + "\"otherwise\":{\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"5\"}}");
        golden.put(
                PriceModel.bucketed(PriceModel.perUnit(dollars("2"))),
                "{\"v\":1,\"kind\":\"BUCKETED\",\"currency\":\"USD\","
                        + "\"inner\":{\"kind\":\"PER_UNIT\",\"currency\":\"USD\",\"unit\":\"2\"}}");
        golden.put(
                PriceModel.blocks(
                        BlockPolicy.TOP_TIER,
                        List.of(
                                new BlockTier(new BigDecimal(100), 10L, dollars("1")),
                                new BlockTier(new BigDecimal(1000), null, dollars("0.5")))),
                "{\"v\":1,\"kind\":\"BLOCKS\",\"currency\":\"USD\",\"policy\":\"TOP_TIER\",\"tiers\":["
                        + "{\"size\":\"100\",\"blocks\":10,\"amount\":\"1\"},{\"size\":\"1000\",\"amount\":\"0.5\"}]}");
        golden.put(
                PriceModel.capacity(
                        "unit", List.of(new CapacityTier(Map.of("members", BigDecimal.TEN), dollars("20")))),
                "{\"v\":1,\"kind\":\"CAPACITY\",\"currency\":\"USD\",\"dimension\":\"unit\",\"tiers\":["
                        + "{\"amount\":\"20\",\"most\":{\"members\":\"10\"}}]}");
        golden.put(PriceModel.spend(CurrencyUnit.USD), "{\"v\":1,\"kind\":\"SPEND\",\"currency\":\"USD\"}");
        golden.put(
                PriceModel.custom("squared", 2, CurrencyUnit.USD, Map.of("unit", "0.5")),
                "{\"v\":1,\"kind\":\"CUSTOM\",\"currency\":\"USD\",\"name\":\"squared\",\"version\":2,"
                        + "\"parameters\":{\"unit\":\"0.5\"}}");
        return golden.entrySet().stream()
                .flatMap(entry -> Stream.of(
                        DynamicTest.dynamicTest(
                                "written " + entry.getKey(),
                                () -> assertThat(PriceModelJson.write(entry.getKey()))
                                        .isEqualTo(entry.getValue())),
                        DynamicTest.dynamicTest(
                                "read " + entry.getKey(),
                                () -> assertThat(PriceModelJson.read(entry.getValue()))
                                        .isEqualTo(entry.getKey()))));
    }

    @Property
    void comes_back_as_it_was(@ForAll("models") PriceModel model) {
        assertThat(PriceModelJson.read(PriceModelJson.write(model))).isEqualTo(model);
    }

    @Provide
    Arbitrary<PriceModel> models() {
        return Prices.models();
    }

    @TestFactory
    Stream<DynamicTest> is_not_read_where_it_makes_no_sense() {
        return Stream.of(
                        "",
                        "7",
                        "{",
                        "{\"v\":1}",
                        "{\"v\":2,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\"}",
                        "{\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\"}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":20}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\",\"discount\":\"5\"}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\",\"amount\":\"5\"}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"XXZ\",\"amount\":\"20\"}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"twenty\"}",
                        "{\"v\":1,\"kind\":\"FLAT\",\"currency\":\"USD\",\"amount\":\"20\"} 1",
                        "{\"v\":1,\"kind\":\"FREE\",\"currency\":\"USD\"}",
                        "{\"v\":1,\"kind\":\"VOLUME\",\"currency\":\"USD\",\"tiers\":[]}",
                        "{\"v\":1,\"kind\":\"VOLUME\",\"currency\":\"USD\",\"tiers\":[1]}")
                .map(text -> DynamicTest.dynamicTest(
                        text.isEmpty() ? "nothing" : text,
                        () -> assertThatThrownBy(() -> PriceModelJson.read(text))
                                .isInstanceOf(RuntimeException.class)));
    }

    private static BigMoney dollars(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }
}
