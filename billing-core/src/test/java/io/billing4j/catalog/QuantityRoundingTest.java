package io.billing4j.catalog;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class QuantityRoundingTest {
    @Test
    void gives_something_that_fits_and_is_not_always_zero() {
        BigDecimal rounded = new QuantityRounding(-23, RoundingMode.UP).round(BigDecimal.ONE);

        assertThat(Inputs.decimal("quantity", rounded)).isEqualByComparingTo("1E+23"); // 24 digits
        assertRefused(ErrorCode.INVALID_METER, "rounding.scale", () -> new QuantityRounding(-24, RoundingMode.UP));
        assertRefused(ErrorCode.INVALID_METER, "rounding.scale", () -> new QuantityRounding(19, RoundingMode.UP));
    }
}
