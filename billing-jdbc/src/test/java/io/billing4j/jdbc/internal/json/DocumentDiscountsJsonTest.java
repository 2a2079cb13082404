package io.billing4j.jdbc.internal.json;

import static io.billing4j.jdbc.internal.json.DerivationJsonTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.invoice.DocumentDiscount;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** How discounts of documents are stored. The text here stands in books that are kept for years: it is never changed. */
class DocumentDiscountsJsonTest {
    private static final DocumentDiscounts DISCOUNTS = new DocumentDiscounts(
            DiscountOrder.PERCENTAGES_FIRST,
            new RoundingPolicy(RoundingMode.HALF_EVEN),
            List.of(
                    new DocumentDiscount(
                            CouponGrantId.of("TEN.2023"),
                            CouponId.of("TEN"),
                            "Ten \"percent\" \\ ü",
                            Level.LINE,
                            Discount.percentage(new BigDecimal("12.5")),
                            1,
                            List.of(1, 3),
                            dollars("6.76")),
                    new DocumentDiscount(
                            CouponGrantId.of("five"),
                            CouponId.of("FIVE"),
                            "Five",
                            Level.DOCUMENT,
                            Discount.fixed(dollars("5.00")),
                            0,
                            List.of(2),
                            dollars("3.00"))));

    @Test
    void are_in_version_1() {
        assertThat(DocumentDiscountsJson.write(DISCOUNTS)).isEqualTo(golden("discounts-v1"));
        assertThat(DocumentDiscountsJson.read(golden("discounts-v1"), CurrencyUnit.USD))
                .isEqualTo(DISCOUNTS);
    }

    @Test
    void are_no_document_where_there_are_none() {
        assertThat(DocumentDiscountsJson.write(DocumentDiscounts.NONE)).isNull();
        assertThat(DocumentDiscountsJson.read(null, CurrencyUnit.USD)).isEqualTo(DocumentDiscounts.NONE);
    }

    @Test
    void are_not_read_where_they_say_what_is_not_known_or_too_little() {
        assertRefused("\"v\":1", "\"v\":2", "version 1 but found 2");
        assertRefused("\"order\":", "\"tax\":1,\"order\":", "'tax'");
        assertRefused("\"slot\":1", "\"slot\":1,\"tax\":\"1\"", "'tax'");
        assertRefused("\"percent\":\"12.5\",", "", "either 'percent' or 'fixed'");
        assertRefused("\"percent\":\"12.5\"", "\"percent\":\"12.5\",\"fixed\":\"1.00\"", "either 'percent' or 'fixed'");
        assertRefused("[1,3]", "[\"1\"]", "'lines'");
        assertThatThrownBy(() -> DocumentDiscountsJson.read(
                        "{\"v\":1,\"order\":\"AS_GIVEN\",\"rounding\":\"HALF_UP\",\"list\":[]}", CurrencyUnit.USD))
                .hasMessageContaining("'list'");
        assertThatThrownBy(() -> DocumentDiscountsJson.read(golden("discounts-v1"), CurrencyUnit.JPY))
                .isInstanceOf(ArithmeticException.class);
    }

    private static void assertRefused(String part, String instead, String message) {
        String text = golden("discounts-v1");
        assertThat(text).contains(part);
        assertThatThrownBy(() -> DocumentDiscountsJson.read(text.replace(part, instead), CurrencyUnit.USD))
                .hasMessageContaining(message);
    }

    private static Money dollars(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }
}
