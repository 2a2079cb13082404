package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceInputTest {
    @ParameterizedTest
    @ValueSource(strings = {"1E+48", "1E+30000000", "1E+1000000000", "1E+2147483647", "1E-151", "1E-2147483647"})
    @Timeout(5)
    void is_refused_at_once_where_its_quantity_is_beyond_any_use(String quantity) {
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "quantity",
                () -> PriceModel.perUnit(usd("1.5")).price(number(quantity)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0E+2147483647", "0E-2147483647"})
    @Timeout(5)
    void of_nothing_is_zero_however_it_is_written(String quantity) {
        assertThat(PriceInput.of(number(quantity))).isEqualTo(PriceInput.ZERO);
    }

    @Test
    void has_at_most_48_digits_before_the_point_and_150_behind() {
        String largest = "9".repeat(48);

        assertThat(PriceModel.perUnit(usd("1")).price(number(largest)).amount().getAmount())
                .isEqualByComparingTo(largest);
        assertThat(PriceInput.of(number("1E-150")).quantity()).isEqualByComparingTo("1E-150");
    }

    @Test
    void holds_the_quotient_with_the_most_decimals_that_a_conversion_gives() {
        // The largest power of two in 24 and 18 digits is 2^139 at 18 decimals; 1E-18 / (2^139 x 1E-18) = 0.5^139.
        BigDecimal divisor = number("2").pow(139).movePointLeft(18);
        PriceTerms terms = PriceTerms.NONE.withConversion(new QuantityConversion(divisor, RoundingMode.UNNECESSARY));

        Price price = terms.price(PriceModel.perUnit(usd("1")), PriceInput.of(number("1E-18")), CustomPrices.NONE);

        assertThat(price.amount().getAmount())
                .isEqualByComparingTo(number("0.5").pow(139));
    }
}
