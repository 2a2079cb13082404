package io.billing4j.discount;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedemptionPositionTest {
    private static final InvoiceId FIRST = InvoiceId.parse("7fffffff-7c00-7000-8000-000000000000");
    private static final InvoiceId LAST = InvoiceId.parse("80000000-7c00-7000-8000-000000000000");

    @Test
    void is_a_text_that_can_be_read_again() {
        Redemption redemption = new Redemption(
                CouponGrantId.of("g"), SubscriptionId.of("A-Z.a_z:0"), 12, FIRST, Money.zero(CurrencyUnit.USD));

        assertThat(redemption.position()).hasToString("A-Z.a_z:0/12/7fffffff-7c00-7000-8000-000000000000");
        assertThat(RedemptionPosition.parse(redemption.position().toString())).isEqualTo(redemption.position());
    }

    /** The first bit of a UUID is no sign. */
    @Test
    void is_ordered_by_subscription_then_place_then_document() {
        List<RedemptionPosition> sorted =
                List.of(at("B", 9, LAST), at("a", 2, FIRST), at("a", 2, LAST), at("a", 10, FIRST), at("a-b", 0, FIRST));

        assertThat(sorted).isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a/1",
                "a/1/x",
                "/1/",
                "a/x/7fffffff-7c00-7000-8000-000000000000",
                "a/+1/7fffffff-7c00-7000-8000-000000000000",
                "a/-1/7fffffff-7c00-7000-8000-000000000000",
                "a/\u0661/7fffffff-7c00-7000-8000-000000000000",
                "a/9999999999/7fffffff-7c00-7000-8000-000000000000",
                "a/1/7fffffff-7c00-7000-8000-000000000000/b"
            })
    void is_not_made_of_another_text(String text) {
        assertRefused(ErrorCode.INVALID_KEY, "after", () -> RedemptionPosition.parse(text));
    }

    private static RedemptionPosition at(String subscription, int slot, InvoiceId invoice) {
        return new RedemptionPosition(SubscriptionId.of(subscription), slot, invoice);
    }
}
