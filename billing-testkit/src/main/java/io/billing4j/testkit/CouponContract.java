package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.FIVE;
import static io.billing4j.testkit.CouponSamples.TEN;
import static io.billing4j.testkit.CouponSamples.coupon;
import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponId;
import io.billing4j.id.PlanId;
import io.billing4j.store.Page;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class CouponContract extends StoreContract {
    private static final Instant LATEST = Instant.parse("9998-12-31T23:59:59.999999Z");

    CouponContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        Set<ChargeId> hundred =
                IntStream.range(0, 100).mapToObj(i -> ChargeId.of("c:" + i)).collect(Collectors.toSet());
        return Stream.of(
                        TEN,
                        FIVE,
                        coupon("c".repeat(64), percent("100"), CouponScope.document()),
                        coupon("A-Z.a_z:0", percent("0.0000000000000001"), CouponScope.charges(hundred)),
                        coupon("jpy", fixed("JPY", "500"), CouponScope.charges(Set.of(ChargeId.of("base")))),
                        coupon("kwd", fixed("KWD", "0.001"), CouponScope.plans(Set.of(PlanId.of("b"), PlanId.of("a")))),
                        limited("once", 1, at(1).plusNanos(1000), 1, null),
                        limited("long", 1_000, LATEST, Integer.MAX_VALUE, null),
                        limited("archived", null, null, null, LATEST))
                .map(coupon -> dynamicTest(coupon.id().value(), () -> {
                    write(unit -> unit.coupons().insert(coupon));
                    assertOptional(unit -> unit.coupons().find(coupon.id())).contains(coupon);
                }));
    }

    @Test
    void exist_once() {
        write(unit -> unit.coupons().insert(TEN));

        assertThat(refusal(
                                ErrorCode.COUPON_EXISTS,
                                unit -> unit.coupons().insert(coupon("TEN", percent("5"), CouponScope.document())))
                        .field())
                .isEqualTo("couponId");
        assertOptional(unit -> unit.coupons().find(TEN.id())).contains(TEN);
    }

    @Test
    void are_told_apart_by_case() {
        Coupon small = coupon("ten", percent("5"), CouponScope.document());
        write(unit -> List.of(TEN, small).forEach(unit.coupons()::insert));

        assertOptional(unit -> unit.coupons().find(small.id())).contains(small);
        assertOptional(unit -> unit.coupons().find(CouponId.of("Ten"))).isEmpty();
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(
                key -> unit.coupons().insert(coupon(key, percent("5"), CouponScope.document()))));

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.coupons().list(page)),
                            coupon -> coupon.id().value()))
                    .extracting(coupon -> coupon.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
        assertList(unit -> unit.coupons().list(Page.first(1).after("ZZ")))
                .containsExactly(coupon("Za", percent("5"), CouponScope.document()));
    }

    @Test
    void are_archived_at_an_instant() {
        write(unit -> List.of(TEN, FIVE).forEach(unit.coupons()::insert));
        write(unit -> unit.coupons().archive(TEN.id(), at(7).plusNanos(1000)));

        assertList(unit -> unit.coupons().list(Page.first(10)))
                .containsExactly(FIVE, TEN.archived(at(7).plusNanos(1000)));
    }

    @Test
    void are_archived_once() {
        write(unit -> unit.coupons().insert(TEN));

        assertValue(unit -> unit.coupons().archive(TEN.id(), at(7))).isEqualTo(true);
        assertValue(unit -> unit.coupons().archive(TEN.id(), at(8))).isEqualTo(false);
        assertOptional(unit -> unit.coupons().find(TEN.id())).contains(TEN.archived(at(7)));
    }

    @Test
    void are_archived_by_the_first_of_two() {
        write(unit -> unit.coupons().insert(TEN));
        OpenTransaction<Boolean> first = open(unit -> unit.coupons().archive(TEN.id(), at(7)));

        boolean second = behind(first, first::commit, unit -> unit.coupons().archive(TEN.id(), at(8)));

        assertThat(second).isFalse();
        assertOptional(unit -> unit.coupons().find(TEN.id())).contains(TEN.archived(at(7)));
    }

    @Test
    void are_archived_only_if_they_are_there() {
        assertThat(refusal(ErrorCode.COUPON_NOT_FOUND, unit -> unit.coupons().archive(TEN.id(), at(7)))
                        .field())
                .isEqualTo("couponId");
    }

    private static Discount percent(String percent) {
        return Discount.percentage(new BigDecimal(percent));
    }

    private static Discount fixed(String currency, String amount) {
        return Discount.fixed(Money.of(CurrencyUnit.of(currency), new BigDecimal(amount)));
    }

    private static Coupon limited(
            String id,
            @Nullable Integer periods,
            @Nullable Instant grantableUntil,
            @Nullable Integer maxGrants,
            @Nullable Instant archivedAt) {
        return new Coupon(
                CouponId.of(id),
                "x",
                percent("12.5"),
                CouponScope.document(),
                periods,
                grantableUntil,
                maxGrants,
                archivedAt,
                Instant.parse("1969-12-31T23:59:59.999999Z"));
    }
}
