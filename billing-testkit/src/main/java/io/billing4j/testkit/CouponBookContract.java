package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.FIVE;
import static io.billing4j.testkit.CouponSamples.TEN;
import static io.billing4j.testkit.CouponSamples.grant;
import static io.billing4j.testkit.CouponSamples.redemption;
import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Customers {@code c-1} to {@code c-3}; {@code c-1} has {@code g-1} and {@code g-2}, {@code c-2} has {@code g-3}. */
abstract class CouponBookContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C3 = CustomerId.of("c-3");
    private static final CouponGrant G1 = recorded(grant("g-1", TEN, "c-1"), at(2));
    private static final CouponGrant G2 = recorded(grant("g-2", FIVE, "c-1"), at(1));
    private static final CouponGrant G3 = recorded(grant("g-3", TEN, "c-2"), at(3));

    CouponBookContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writePartiesAndGrants() {
        write(unit -> {
            SampleBooks.writeParties(unit);
            unit.customers().insert(Samples.customer("c-3"));
            List.of(TEN, FIVE).forEach(unit.coupons()::insert);
            List.of(G1, G2, G3).forEach(unit.coupons()::grant);
        });
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

    @Test
    void have_one_redemption_of_a_document_grant_and_place() {
        Redemption there = redemption("g-1", "s-1", 0, 1, "2.00");
        write(unit -> unit.coupons().redeem(List.of(there)));

        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                unit -> unit.coupons().redeem(List.of(redemption("g-1", "s-1", 0, 1, "3.00"))));
        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                unit -> unit.coupons()
                        .redeem(List.of(
                                redemption("g-1", "s-1", 5, 1, "3.00"), redemption("g-1", "s-1", 5, 1, "4.00"))));
        assertThat(book(C1).redemptions()).containsExactly(there);
    }

    @Test
    void have_others_in_the_place_of_what_a_document_took_off() {
        Redemption kept = redemption("g-1", "s-1", 0, 2, "2.00");
        write(unit -> unit.coupons()
                .redeem(List.of(
                        redemption("g-1", "s-1", 0, 1, "2.00"),
                        redemption("g-2", "s-1", 0, 1, "5.00"),
                        redemption("g-3", "s-2", 0, 1, "1.00"),
                        kept)));

        Redemption other = redemption("g-1", "s-1", 0, 1, "3.00");
        Redemption more = redemption("g-1", "s-1", 1, 1, "4.00");
        replace(invoiceId(1), List.of(other, more));
        assertThat(book(C1).redemptions()).containsExactlyInAnyOrder(other, more, kept);
        assertThat(book(C2).redemptions()).isEmpty();

        replace(invoiceId(1), List.of());
        replace(invoiceId(7), List.of(redemption("g-3", "s-2", 0, 7, "1.00")));
        assertThat(book(C1).redemptions()).containsExactly(kept);
        assertThat(book(C2).redemptions()).containsExactly(redemption("g-3", "s-2", 0, 7, "1.00"));
    }

    @Test
    void are_as_before_where_what_took_off_was_undone() {
        Redemption before = redemption("g-1", "s-1", 0, 1, "2.00");
        write(unit -> unit.coupons().redeem(List.of(before)));

        undo(unit -> unit.coupons().replace(invoiceId(1), List.of(redemption("g-2", "s-1", 0, 1, "5.00"))));
        undo(unit -> unit.coupons().redeem(List.of(redemption("g-1", "s-1", 0, 2, "1.00"))));
        assertThat(book(C1).redemptions()).containsExactly(before);
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

    /** Read together with those of others. */
    private CouponBook book(CustomerId customer) {
        return books(C1, C2, C3).getOrDefault(customer, CouponBook.EMPTY);
    }

    private Map<CustomerId, CouponBook> books(CustomerId... customers) {
        return read(unit -> unit.coupons().books(List.of(customers)));
    }

    private void replace(InvoiceId document, List<Redemption> instead) {
        write(unit -> unit.coupons().replace(document, instead));
    }

    private static CouponGrant recorded(CouponGrant grant, Instant at) {
        return new CouponGrant(
                grant.id(), grant.coupon(), grant.customer(), grant.subscription(), grant.from(), grant.endedAt(), at);
    }
}
