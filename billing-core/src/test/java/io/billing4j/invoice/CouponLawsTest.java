package io.billing4j.invoice;

import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.ChargeId;
import io.billing4j.invoice.CorrectionHistory.Kind;
import io.billing4j.invoice.CorrectionHistory.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.Money;

/** What holds of coupons however often the past of a subscription changes while it is billed. */
class CouponLawsTest {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    @Property
    void whatIsAllDiscountedIsNeverPaidForNorPaidOut(@ForAll("steps") List<Step> steps, @ForAll DiscountOrder order) {
        CorrectionHistory history = settled(steps, order, granted("all", percent("100"), CouponScope.document(), null));

        assertThat(history.lines()).allMatch(line -> line.discount().equals(line.amount()));
    }

    @Property
    void nothingTakesMoreOffAPlaceThanItsAmountOrLessThanNothing(
            @ForAll("steps") List<Step> steps, @ForAll DiscountOrder order) {
        CouponScope flat = CouponScope.charges(Set.of(ChargeId.of("second"), ChargeId.of("fee")));
        CorrectionHistory history = settled(
                steps,
                order,
                granted("a", Discount.fixed(Money.parse("USD 25.00")), CouponScope.document(), null),
                granted("b", percent("12.5"), CouponScope.document(), null),
                granted("c", Discount.fixed(Money.parse("USD 20.01")), flat, 2));

        Map<String, Money> taken = new HashMap<>();
        for (InvoiceLine line : history.lines()) {
            assertThat(line.discount().abs().isGreaterThan(line.amount().abs())).isFalse();
            line.adjustments()
                    .discounts()
                    .forEach(share -> taken.merge(share.grant() + " " + share.slot(), share.amount(), Money::plus));
        }
        taken.forEach((place, amount) -> {
            assertThat(amount.isNegative()).as(place + " " + amount).isFalse();
            // What a document gave back may have been used by another one by the time that it is void.
            if (!place.startsWith("b") && steps.stream().noneMatch(step -> step.kind() == Kind.VOID)) {
                Money most = Money.parse(place.startsWith("a") ? "USD 25.00" : "USD 20.01");
                assertThat(amount.isGreaterThan(most)).as(place + " " + amount).isFalse();
            }
        });
        assertThat(taken.keySet().stream().filter(place -> place.startsWith("c")))
                .hasSizeLessThanOrEqualTo(2);
        Statistics.label("with discounts taken back")
                .collect(history.lines().stream()
                        .anyMatch(line -> line.adjustments().discounts().stream()
                                .anyMatch(share -> share.amount().isNegative())))
                .coverage(checker -> checker.check(true).percentage(share -> share > 40));
    }

    /** Each share is within a cent and a half of its exact one: half from rounding the discount, one from sharing it out. */
    @Property
    void aPercentageOfAllLinesIsThatOfWhatStands(@ForAll("steps") List<Step> steps, @ForAll DiscountOrder order) {
        CorrectionHistory history =
                settled(steps, order, granted("part", percent("33.3"), CouponScope.document(), null));

        BigDecimal off = BigDecimal.ZERO;
        BigDecimal exact = BigDecimal.ZERO;
        for (InvoiceLine line : history.lines()) {
            off = off.add(line.discount().getAmount());
            exact = exact.add(line.amount().getAmount().multiply(new BigDecimal("0.333")));
        }
        assertThat(off.subtract(exact).abs())
                .isLessThanOrEqualTo(
                        CENT.multiply(BigDecimal.valueOf(2L * history.lines().size())));
    }

    private static CorrectionHistory settled(List<Step> steps, DiscountOrder order, CouponGrant... grants) {
        CorrectionHistory history =
                new CorrectionHistory().granted(order, grants).begun();
        steps.forEach(history::take);
        history.settle();
        history.assertNothingMoreIsCorrected();
        history.assertEveryDocumentProvesItself();
        return history;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CorrectionLawsTest.random();
    }
}
