package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.FIVE;
import static io.billing4j.testkit.CouponSamples.TEN;
import static io.billing4j.testkit.CouponSamples.atMost;
import static io.billing4j.testkit.CouponSamples.grant;
import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code ONCE} and {@code TWICE} are coupons that are granted so often. */
abstract class CouponGrantContract extends StoreContract {
    private static final Coupon ONCE = limited("ONCE", 1);
    private static final Coupon TWICE = limited("TWICE", 2);
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CouponGrantId G1 = CouponGrantId.of("g-1");

    CouponGrantContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writePartiesAndCoupons() {
        write(unit -> {
            SampleBooks.writeParties(unit);
            List.of(TEN, FIVE, ONCE, TWICE).forEach(unit.coupons()::insert);
        });
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_made() {
        Instant earliest = Instant.parse("1900-01-01T00:00:00.000001Z");
        Instant latest = Instant.parse("9998-12-31T23:59:59.999999Z");
        return Stream.of(
                        grant("g-1", TEN, "c-1"),
                        new CouponGrant(
                                CouponGrantId.of("g".repeat(64)),
                                FIVE,
                                CustomerId.of("c-2"),
                                SubscriptionId.of("s-2"),
                                earliest,
                                null,
                                latest),
                        new CouponGrant(
                                CouponGrantId.of("A-Z.a_z:0"),
                                ONCE,
                                CustomerId.of("c-1"),
                                null,
                                latest,
                                latest,
                                earliest))
                .map(grant -> dynamicTest(grant.id().value(), () -> {
                    write(unit -> unit.coupons().grant(grant));
                    assertOptional(unit -> unit.coupons().findGrant(grant.id())).contains(grant);
                }));
    }

    @Test
    void are_found_by_their_key_alone() {
        write(unit -> unit.coupons().grant(grant("g-1", TEN, "c-1")));

        assertOptional(unit -> unit.coupons().findGrant(CouponGrantId.of("G-1")))
                .isEmpty();
        assertOptional(unit -> unit.coupons().findGrant(G1)).isPresent();
    }

    @Test
    void are_of_the_coupon_as_it_is_by_now() {
        write(unit -> unit.coupons().grant(grant("g-1", TEN, "c-1")));
        write(unit -> unit.coupons().archive(TEN.id(), at(9)));

        assertOptional(unit -> unit.coupons().findGrant(G1)).contains(grant("g-1", TEN.archived(at(9)), "c-1"));
        assertList(unit -> unit.coupons().grants(C1, Page.first(10)))
                .containsExactly(grant("g-1", TEN.archived(at(9)), "c-1"));
    }

    @Test
    void of_a_customer_are_listed_in_the_order_of_their_keys() {
        CouponGrant others = grant("g-1", FIVE, "c-2");
        write(unit -> {
            Pages.KEYS_SHUFFLED.forEach(key -> unit.coupons().grant(grant(key, TEN, "c-1")));
            unit.coupons().grant(others);
        });

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.coupons().grants(C1, page)),
                            grant -> grant.id().value()))
                    .extracting(grant -> grant.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
        assertList(unit -> unit.coupons().grants(C1, Page.first(1).after("ZZ")))
                .containsExactly(grant("Za", TEN, "c-1"));
        assertList(unit -> unit.coupons().grants(CustomerId.of("c-2"), Page.first(10)))
                .containsExactly(others);
        assertList(unit -> unit.coupons().grants(CustomerId.of("c-9"), Page.first(10)))
                .isEmpty();
    }

    @Test
    void exist_once_whatever_they_grant() {
        write(unit -> unit.coupons().grant(grant("g-1", TEN, "c-1")));

        assertThat(refusal(ErrorCode.COUPON_GRANT_EXISTS, unit -> unit.coupons().grant(grant("g-1", FIVE, "c-2")))
                        .field())
                .isEqualTo("couponGrantId");
        assertOptional(unit -> unit.coupons().findGrant(G1)).contains(grant("g-1", TEN, "c-1"));
    }

    @Test
    void are_of_a_coupon_that_is_there() {
        assertThat(refusal(
                                ErrorCode.COUPON_NOT_FOUND,
                                unit -> unit.coupons().grant(grant("g-1", limited("GONE", 1), "c-1")))
                        .field())
                .isEqualTo("couponId");
    }

    @Test
    void are_as_many_as_there_may_be() {
        write(unit -> {
            unit.coupons().grant(grant("g-1", TWICE, "c-1"));
            unit.coupons().grant(grant("g-2", TWICE, "c-1"));
            unit.coupons().grant(grant("g-3", ONCE, "c-2"));
        });

        assertThat(refusal(ErrorCode.COUPON_EXHAUSTED, unit -> unit.coupons().grant(grant("g-4", TWICE, "c-2")))
                        .field())
                .isEqualTo("couponId");
        assertOptional(unit -> unit.coupons().findGrant(CouponGrantId.of("g-4")))
                .isEmpty();
        write(unit -> unit.coupons().grant(grant("g-4", TEN, "c-2")));
    }

    @Test
    void still_count_when_they_have_ended() {
        write(unit -> unit.coupons().grant(grant("g-1", ONCE, "c-1")));
        write(unit -> unit.coupons().end(G1, at(1)));

        assertRefused(ErrorCode.COUPON_EXHAUSTED, unit -> unit.coupons().grant(grant("g-2", ONCE, "c-1")));
    }

    @Test
    void do_not_count_where_they_were_undone_or_refused() {
        write(unit -> unit.coupons().grant(grant("g-1", TEN, "c-1")));
        undo(unit -> unit.coupons().grant(grant("g-2", ONCE, "c-1")));
        assertRefused(ErrorCode.COUPON_GRANT_EXISTS, unit -> unit.coupons().grant(grant("g-1", ONCE, "c-1")));

        write(unit -> unit.coupons().grant(grant("g-2", ONCE, "c-1")));
        assertOptional(unit -> unit.coupons().findGrant(CouponGrantId.of("g-2")))
                .contains(grant("g-2", ONCE, "c-1"));
    }

    @Test
    void do_not_count_for_another_tenant() {
        writeAs(other, unit -> {
            SampleBooks.writeParties(unit);
            unit.coupons().insert(ONCE);
            unit.coupons().grant(grant("g-1", ONCE, "c-1"));
        });

        write(unit -> unit.coupons().grant(grant("g-1", ONCE, "c-2")));
        assertOptional(unit -> unit.coupons().findGrant(G1)).contains(grant("g-1", ONCE, "c-2"));
    }

    @Test
    void of_a_coupon_wait_for_each_other_and_the_last_one_is_given_once() {
        OpenTransaction<Boolean> first = open(unit -> {
            unit.coupons().grant(grant("g-1", ONCE, "c-1"));
            return true;
        });

        BillingException refusal = catchThrowableOfType(
                BillingException.class,
                () -> behind(first, first::commit, unit -> {
                    unit.coupons().grant(grant("g-2", ONCE, "c-2"));
                    return true;
                }));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.COUPON_EXHAUSTED);
        assertOptional(unit -> unit.coupons().findGrant(G1)).contains(grant("g-1", ONCE, "c-1"));
    }

    @Test
    void of_a_coupon_may_be_given_after_all_where_another_was_undone() {
        OpenTransaction<Boolean> first = open(unit -> {
            unit.coupons().grant(grant("g-1", ONCE, "c-1"));
            return true;
        });

        behind(first, first::rollback, unit -> {
            unit.coupons().grant(grant("g-2", ONCE, "c-2"));
            return true;
        });

        assertOptional(unit -> unit.coupons().findGrant(CouponGrantId.of("g-2")))
                .contains(grant("g-2", ONCE, "c-2"));
    }

    @Test
    void of_a_coupon_that_is_archived_are_not_made() {
        write(unit -> unit.coupons().archive(TEN.id(), at(7)));

        assertThat(refusal(ErrorCode.COUPON_CLOSED, unit -> unit.coupons().grant(grant("g-1", TEN, "c-1")))
                        .field())
                .isEqualTo("couponId");
        assertOptional(unit -> unit.coupons().findGrant(G1)).isEmpty();
    }

    @Test
    void wait_for_whoever_archives_their_coupon_and_are_not_made_then() {
        OpenTransaction<Boolean> first = open(unit -> unit.coupons().archive(TEN.id(), at(7)));

        BillingException refusal = catchThrowableOfType(
                BillingException.class,
                () -> behind(first, first::commit, unit -> {
                    unit.coupons().grant(grant("g-1", TEN, "c-1"));
                    return true;
                }));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.COUPON_CLOSED);
        assertOptional(unit -> unit.coupons().findGrant(G1)).isEmpty();
    }

    @Test
    void end_at_an_instant_that_may_be_put_off() {
        CouponGrant going = grant("g-1", TEN, "c-1");
        write(unit -> unit.coupons().grant(going));

        for (Instant at : List.of(at(9).plusNanos(1000), at(100), Samples.START)) {
            write(unit -> unit.coupons().end(G1, at));
            assertOptional(unit -> unit.coupons().findGrant(G1)).contains(going.ended(at));
        }
    }

    @Test
    void end_only_if_they_are_there_and_not_before_they_begin() {
        CouponGrant going = grant("g-1", TEN, "c-1");
        write(unit -> unit.coupons().grant(going));

        assertThat(refusal(
                                ErrorCode.COUPON_GRANT_NOT_FOUND,
                                unit -> unit.coupons().end(CouponGrantId.of("g-2"), at(1)))
                        .field())
                .isEqualTo("couponGrantId");
        assertThat(refusal(ErrorCode.INVALID_DATE, unit -> unit.coupons().end(G1, Samples.START.minusNanos(1000)))
                        .field())
                .isEqualTo("endedAt");
        assertOptional(unit -> unit.coupons().findGrant(G1)).contains(going);
    }

    private static Coupon limited(String id, int grants) {
        return atMost(CouponSamples.coupon(id, FIVE.discount(), FIVE.scope()), grants);
    }
}
