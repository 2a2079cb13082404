package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.id.TaxCategory;
import io.billing4j.price.Commitment;
import io.billing4j.price.LineConversion;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** How what goes around a price is stored. The texts here stand in books: they are never changed. */
class ChargeTermsJsonTest {
    private static final Map<PriceTerms, String> GOLDEN = Map.of(
            PriceTerms.NONE.withIncludedUnits(BigDecimal.TEN).withDiscountPercent(new BigDecimal("12.5")),
            "{\"v\":1,\"included\":\"10\",\"discount\":\"12.5\"}",
            PriceTerms.NONE
                    .withCommitment(new Commitment(dollars("100"), new BigDecimal("1.5"), false))
                    .withMaximum(dollars("250")),
            "{\"v\":1,\"commitment\":\"100\",\"overage\":\"1.5\",\"trueUp\":false,\"maximum\":\"250\"}",
            PriceTerms.NONE.withConversion(
                    new QuantityConversion(BigDecimal.TEN, RoundingMode.UP, LineConversion.EACH_LINE)),
            "{\"v\":1,\"divisor\":\"10\",\"rounding\":\"UP\",\"lines\":\"EACH_LINE\"}",
            PriceTerms.NONE.withConversion(new QuantityConversion(BigDecimal.TEN, RoundingMode.UNNECESSARY)),
            "{\"v\":1,\"divisor\":\"10\",\"rounding\":\"UNNECESSARY\"}");

    @Test
    void are_written_and_read_as_they_always_were() {
        GOLDEN.forEach((terms, text) -> {
            assertThat(new ChargeTermsJson(terms, ChargeTax.DEFAULT).write()).isEqualTo(text);
            assertThat(ChargeTermsJson.read(text, CurrencyUnit.USD))
                    .isEqualTo(new ChargeTermsJson(terms, ChargeTax.DEFAULT));
        });
    }

    @Test
    void are_nothing_where_there_are_none() {
        ChargeTermsJson none = new ChargeTermsJson(PriceTerms.NONE, ChargeTax.DEFAULT);

        assertThat(none.write()).isNull();
        assertThat(ChargeTermsJson.read(null, CurrencyUnit.USD)).isEqualTo(none);
    }

    @Test
    void have_how_a_charge_is_taxed_where_that_is_not_as_usual() {
        PriceTerms ten = PriceTerms.NONE.withDiscountPercent(BigDecimal.TEN);
        Map.of(
                        new ChargeTermsJson(PriceTerms.NONE, new ChargeTax(TaxCategory.of("books"), null)),
                        "{\"v\":1,\"tax\":{\"category\":\"books\"}}",
                        new ChargeTermsJson(
                                PriceTerms.NONE, new ChargeTax(TaxCategory.STANDARD, TaxBehavior.EXCLUSIVE)),
                        "{\"v\":1,\"tax\":{\"category\":\"standard\",\"behavior\":\"EXCLUSIVE\"}}",
                        new ChargeTermsJson(ten, new ChargeTax(TaxCategory.of("books"), TaxBehavior.INCLUSIVE)),
                        "{\"v\":1,\"discount\":\"10\",\"tax\":{\"category\":\"books\",\"behavior\":\"INCLUSIVE\"}}")
                .forEach((terms, text) -> {
                    assertThat(terms.write()).isEqualTo(text);
                    assertThat(ChargeTermsJson.read(text, CurrencyUnit.USD)).isEqualTo(terms);
                });
    }

    @Test
    void are_not_read_where_they_make_no_sense() {
        for (String text : List.of(
                "1",
                "{\"v\":1,\"discount\":\"101\"}",
                "{\"v\":1,\"rebate\":\"1\"}",
                "{\"v\":1,\"tax\":\"books\"}",
                "{\"v\":1,\"tax\":{\"behavior\":\"EXCLUSIVE\"}}",
                "{\"v\":1,\"tax\":{\"category\":\"books\",\"rate\":\"7\"}}",
                "{\"v\":1,\"commitment\":\"1\",\"overage\":\"1\",\"trueUp\":\"yes\"}",
                "{\"v\":1,\"commitment\":\"1\",\"overage\":\"1\"}",
                "{\"v\":1,\"divisor\":\"3\",\"rounding\":\"UNNECESSARY\"}")) {
            assertThatThrownBy(() -> ChargeTermsJson.read(text, CurrencyUnit.USD))
                    .as(text)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private static BigMoney dollars(String amount) {
        return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
    }
}
