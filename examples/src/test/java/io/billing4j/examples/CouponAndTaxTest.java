package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CouponAndTaxTest {
    @Test
    void prints_a_discount_and_the_tax_on_what_is_left() {
        // 20.00 less 2.00: 18.00 * 0.19 = 3.42. Of 20.00 the first 6.67 keep 0.67 of 2.00 and 6.00 / 18.00 of 3.42,
        // 1.14.
        // 50.00 * 20 / 30 = 33.33 less 3.33: 30.00 * 0.19 = 5.70.
        assertThat(Printed.by(CouponAndTax::bill))
                .containsExactly(
                        "Ada",
                        "    Basic 20.00 less 2.00, tax 3.42",
                        "  20.00 - 2.00 + 3.42 = 21.42",
                        "    Basic -13.33 less -1.33, tax -2.28",
                        "    Pro 33.33 less 3.33, tax 5.70",
                        "  20.00 - 2.00 + 3.42 = 21.42",
                        "Bob",
                        "    Basic 20.00 less 0.00, tax 0.00",
                        "  20.00 - 0.00 + 0.00 = 20.00");
    }
}
