package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
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
