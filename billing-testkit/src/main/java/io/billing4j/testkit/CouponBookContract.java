package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.FIVE;
import static io.billing4j.testkit.CouponSamples.TEN;
import static io.billing4j.testkit.CouponSamples.grant;
import static io.billing4j.testkit.CouponSamples.redemption;
import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

abstract class CouponBookContract extends CouponParties {
    CouponBookContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void are_those_of_customers_who_have_coupons() {
        assertThat(books(C3, C2, C1, CustomerId.of("c-9"), C1))
                .containsOnly(
                        Map.entry(C1, new CouponBook(List.of(G1, G2), List.of())),
                        Map.entry(C2, new CouponBook(List.of(G3), List.of())));
        assertThat(books(C2)).containsOnlyKeys(C2);
        assertThat(books(C3)).isEmpty();
        assertThat(books()).isEmpty();
    }

    @Test
    void have_their_grants_in_the_order_in_which_they_were_granted() {
        write(unit -> {
            unit.coupons().grant(recorded(grant("g-0", FIVE, "c-1"), at(2)));
            unit.coupons().grant(recorded(grant("G-9", FIVE, "c-1"), at(2)));
        });

        assertThat(book(C1).grants())
                .extracting(grant -> grant.id().value())
                .containsExactly("g-2", "G-9", "g-0", "g-1");
    }

    @Test
    void have_coupons_and_grants_as_they_are_by_now() {
        write(unit -> {
            unit.coupons().archive(TEN.id(), at(7));
            unit.coupons().end(G1.id(), at(8));
        });

        assertThat(book(C1).grants())
                .containsExactly(
                        G2,
                        recorded(grant("g-1", TEN.archived(at(7)), "c-1"), at(2))
                                .ended(at(8)));
    }

    @Test
    void have_what_all_documents_take_off_by_their_grants() {
        List<Redemption> first = List.of(
                redemption("g-1", "s-1", 0, 1, "2.00"),
                redemption("g-1", "s-1", 1, 1, "0.00"),
                redemption("g-2", "s-1", 0, 1, "5.00"));
        List<Redemption> second =
                List.of(redemption("g-1", "s-1", 0, 2, "-1.00"), redemption("g-1", "s-9", 0, 2, "123456789.99"));
        List<Redemption> others = List.of(
                redemption("g-3", "s-2", 0, 3, "7.00"),
                new Redemption(
                        G3.id(),
                        SampleBooks.SECOND.subscription().id(),
                        9,
                        invoiceId(3),
                        Money.ofMajor(CurrencyUnit.JPY, 500)));
        write(unit -> {
            unit.coupons().redeem(Stream.concat(first.stream(), others.stream()).toList());
            unit.coupons().redeem(second);
            unit.coupons().redeem(List.of());
        });

        assertThat(book(C1).redemptions())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(first.stream(), second.stream()).toList());
        assertThat(book(C2).redemptions()).containsExactlyInAnyOrderElementsOf(others);
    }

    /** Of more customers and grants than a statement counts in its text. */
    @Test
    void are_of_many_customers_at_once() {
        List<CustomerId> customers = new ArrayList<>();
        write(unit -> IntStream.range(10, 40).forEach(i -> {
            CustomerId customer = CustomerId.of("c-" + i);
            customers.add(customer);
            unit.customers().insert(Samples.customer(customer));
            unit.coupons().grant(grant("g-" + i, i % 2 == 0 ? TEN : FIVE, customer.value()));
            unit.coupons().redeem(List.of(redemption("g-" + i, "s-" + i, i, i, i + ".00")));
        }));

        Map<CustomerId, CouponBook> books = books(customers.toArray(CustomerId[]::new));
        assertThat(books).hasSize(30);
        assertThat(books.get(CustomerId.of("c-17")))
                .isEqualTo(new CouponBook(
                        List.of(grant("g-17", FIVE, "c-17")), List.of(redemption("g-17", "s-17", 17, 17, "17.00"))));
        assertThat(books.get(CustomerId.of("c-38")))
                .isEqualTo(new CouponBook(
                        List.of(grant("g-38", TEN, "c-38")), List.of(redemption("g-38", "s-38", 38, 38, "38.00"))));
    }

    @Test
    void are_as_large_as_what_documents_depend_on() {
        CouponGrant counted = recorded(grant("g-4", forPeriods(TEN, 3), "c-1"), at(4));
        Redemption old = redemption("g-4", "s-9", 0, 1, "1.00");
        Redemption before = redemption("g-2", "s-1", 3, 1, "5.00");
        Redemption place = redemption("g-2", "s-1", 4, 2, "0.00");
        Redemption later = redemption("g-2", "s-1", 5, 2, "-5.00");
        Redemption another = redemption("g-2", "s-8", 9, 2, "5.00");
        Redemption third = redemption("g-2", "s-7", 0, 2, "4.00");
        write(unit -> {
            unit.coupons().insert(counted.coupon());
            unit.coupons().grant(counted);
            unit.coupons().redeem(List.of(redemption("g-1", "s-1", 4, 1, "2.00"), old, before));
            unit.coupons().redeem(List.of(place, later, another, third, redemption("g-3", "s-1", 4, 2, "2.00")));
        });
        Map<SubscriptionId, Integer> slots = Map.of(SubscriptionId.of("s-1"), 4, SubscriptionId.of("s-7"), 0);

        // g-1 is a percentage for ever, g-2 an amount for ever, g-4 for three periods.
        Map<CustomerId, CouponBook> books =
                read(unit -> unit.coupons().booksFrom(Map.of(C1, slots, C2, slots, C3, slots)));
        assertThat(books).containsOnlyKeys(C1, C2);
        assertThat(book(books, C1).grants()).containsExactly(G2, G1, counted);
        assertThat(book(books, C1).redemptions()).containsExactlyInAnyOrder(old, place, later, third);
        assertThat(book(books, C2)).isEqualTo(new CouponBook(List.of(G3), List.of()));

        CouponBook none = book(read(unit -> unit.coupons().booksFrom(Map.of(C1, Map.of()))), C1);
        assertThat(none.redemptions()).containsExactly(old);
        assertThat(book(C1).from(slots).redemptions())
                .containsExactlyInAnyOrderElementsOf(book(books, C1).redemptions());
        assertMap(unit -> unit.coupons().booksFrom(Map.of())).isEmpty();
    }

    private static Coupon forPeriods(Coupon coupon, int periods) {
        return new Coupon(
                CouponId.of("THREE"),
                coupon.name(),
                coupon.discount(),
                coupon.scope(),
                periods,
                null,
                null,
                null,
                coupon.createdAt());
    }
}
