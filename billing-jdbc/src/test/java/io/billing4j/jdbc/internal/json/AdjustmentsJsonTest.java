package io.billing4j.jdbc.internal.json;

import static io.billing4j.jdbc.internal.json.DerivationJsonTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.id.CouponGrantId;
import io.billing4j.invoice.DiscountShare;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.price.PriceTerms;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** How what is taken off a line is stored beside its derivation. The texts are never changed. */
class AdjustmentsJsonTest {
    /** 12.5 % of 54.08 and 5.00. */
    static final DerivationJson DISCOUNTED = new DerivationJson(
            DerivationJsonTest.usage(PriceTerms.NONE).get(0),
            new LineAdjustments(
                    List.of(
                            share("TEN.2023", 1, Money.of(CurrencyUnit.USD, 6.76)),
                            share("five", 1, Money.of(CurrencyUnit.USD, 5))),
                    null));

    /** Of 2100 JPY, of which 210 were taken off, the last 1000 are given back, and 100 of what was taken off. */
    private static final DerivationJson GIVEN_BACK = new DerivationJson(
            DerivationJsonTest.tenDaysBack(),
            new LineAdjustments(
                    List.of(share("welcome", 0, yen(-100))),
                    new LinePiece(yen(2100), yen(1100), yen(2100), List.of(share("welcome", 0, yen(210))))));

    @Test
    void are_in_version_4() {
        assertThat(DISCOUNTED.write()).isEqualTo(golden("derivation-v4-discounted-usage"));
        assertThat(DerivationJson.read(golden("derivation-v4-discounted-usage")))
                .isEqualTo(DISCOUNTED);
    }

    @Test
    void of_what_is_given_back_have_the_piece() {
        assertThat(GIVEN_BACK.write()).isEqualTo(golden("derivation-v4-adjusted-reversed-fee"));
        assertThat(DerivationJson.read(golden("derivation-v4-adjusted-reversed-fee")))
                .isEqualTo(GIVEN_BACK);
    }

    @Test
    void may_be_a_piece_alone() {
        LinePiece nothing = new LinePiece(yen(2100), yen(2100), yen(2100), List.of(share("welcome", 0, yen(210))));
        DerivationJson line = new DerivationJson(GIVEN_BACK.derivation(), new LineAdjustments(List.of(), nothing));

        assertThat(DerivationJson.read(line.write())).isEqualTo(line);
    }

    /** What they do not know they refuse: they would ask for too much. */
    @Test
    void are_not_known_to_earlier_versions() {
        String discounted = golden("derivation-v4-discounted-usage");

        for (int before : List.of(1, 2, 3)) {
            assertThatThrownBy(() -> DerivationJson.read(discounted.replace("\"v\":4", "\"v\":" + before)))
                    .hasMessageContaining("'adjustments'");
        }
    }

    @Test
    void are_not_missing_from_version_4() {
        assertThatThrownBy(
                        () -> DerivationJson.read(golden("derivation-v2-usage").replace("\"v\":2", "\"v\":4")))
                .hasMessageContaining("'adjustments'");
    }

    @Test
    void are_not_read_where_they_say_what_is_not_known() {
        String back = golden("derivation-v4-adjusted-reversed-fee");

        assertThatThrownBy(() -> DerivationJson.read(back.replace("\"piece\":", "\"tax\":[],\"piece\":")))
                .hasMessageContaining("'tax'");
        assertThatThrownBy(() -> DerivationJson.read(back.replace("\"whole\":", "\"part\":\"1\",\"whole\":")))
                .hasMessageContaining("'part'");
        assertThatThrownBy(() -> DerivationJson.read(back.replace("[\"welcome\",0,\"-100\"]", "[\"welcome\",0]")))
                .hasMessageContaining("'discounts'");
        assertThatThrownBy(() -> DerivationJson.read(back.replace("\"-100\"", "\"-100.5\"")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(
                        () -> DerivationJson.read(back.replace("\"welcome\",0,\"210\"", "\"welcome\",\"0\",\"210\"")))
                .hasMessageContaining("whole number in 'shares'");
    }

    private static DiscountShare share(String grant, int slot, Money amount) {
        return new DiscountShare(CouponGrantId.of(grant), slot, amount);
    }

    private static Money yen(long amount) {
        return Money.ofMinor(CurrencyUnit.JPY, amount);
    }
}
