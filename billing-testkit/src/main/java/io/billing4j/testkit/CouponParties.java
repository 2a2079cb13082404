package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.FIVE;
import static io.billing4j.testkit.CouponSamples.TEN;
import static io.billing4j.testkit.CouponSamples.grant;
import static io.billing4j.testkit.DocumentSamples.at;

import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.id.CustomerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Customers {@code c-1} to {@code c-3}; {@code c-1} has {@code g-1} and {@code g-2}, {@code c-2} has {@code g-3}. */
abstract class CouponParties extends StoreContract {
    static final CustomerId C1 = CustomerId.of("c-1");
    static final CustomerId C2 = CustomerId.of("c-2");
    static final CustomerId C3 = CustomerId.of("c-3");
    static final CouponGrant G1 = recorded(grant("g-1", TEN, "c-1"), at(2));
    static final CouponGrant G2 = recorded(grant("g-2", FIVE, "c-1"), at(1));
    static final CouponGrant G3 = recorded(grant("g-3", TEN, "c-2"), at(3));

    CouponParties(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void writePartiesAndGrants() {
        write(unit -> {
            SampleBooks.writeParties(unit);
            unit.customers().insert(Samples.customer("c-3"));
            List.of(TEN, FIVE).forEach(unit.coupons()::insert);
            List.of(G1, G2, G3).forEach(unit.coupons()::grant);
        });
    }

    /** Read together with those of others. */
    final CouponBook book(CustomerId customer) {
        return book(books(C1, C2, C3), customer);
    }

    final Map<CustomerId, CouponBook> books(CustomerId... customers) {
        return read(unit -> unit.coupons().books(List.of(customers)));
    }

    static CouponBook book(Map<CustomerId, CouponBook> books, CustomerId customer) {
        return books.getOrDefault(customer, CouponBook.EMPTY);
    }

    static CouponGrant recorded(CouponGrant grant, Instant at) {
        return new CouponGrant(
                grant.id(), grant.coupon(), grant.customer(), grant.subscription(), grant.from(), grant.endedAt(), at);
    }
}
