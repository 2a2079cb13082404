package io.billing4j.testkit;

import static io.billing4j.testkit.CouponSamples.redemption;
import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.invoiceId;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Redemption;
import io.billing4j.discount.RedemptionPosition;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.Page;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

abstract class CouponRedemptionContract extends CouponParties {
    CouponRedemptionContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void are_one_of_a_document_grant_and_place() {
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
    void of_a_grant_are_listed_by_subscription_place_and_document() {
        List<Redemption> ordered = List.of(
                redemption("g-1", "S-9", 3, 1, "1.00"),
                redemption("g-1", "s-1", 0, 1, "2.00"),
                redemption("g-1", "s-1", 0, 2, "-1.00"),
                redemption("g-1", "s-1", 2, 1, "3.00"),
                redemption("g-1", "s-1", 10, 1, "4.00"),
                redemption("g-1", "s-10", 0, 2, "5.00"));
        Redemption others = redemption("g-2", "s-1", 1, 1, "6.00");
        write(unit -> {
            unit.coupons().redeem(Pages.shuffled(ordered));
            unit.coupons().redeem(List.of(others));
        });

        for (int size : List.of(1, 4, ordered.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.coupons().redemptions(G1.id(), page)),
                            redemption -> redemption.position().toString()))
                    .isEqualTo(ordered);
        }
        String between = new RedemptionPosition(SubscriptionId.of("s-1"), 9, invoiceId(9)).toString();
        assertList(unit -> unit.coupons().redemptions(G1.id(), Page.first(1).after(between)))
                .containsExactly(ordered.get(4));
        assertList(unit -> unit.coupons().redemptions(G2.id(), Page.first(10))).containsExactly(others);
        assertList(unit -> unit.coupons().redemptions(CouponGrantId.of("g-9"), Page.first(10)))
                .isEmpty();
        assertThat(refusal(
                                ErrorCode.INVALID_KEY,
                                unit -> unit.coupons()
                                        .redemptions(G1.id(), Page.first(1).after("s-1")))
                        .field())
                .isEqualTo("after");
    }

    @Test
    void give_place_to_others_of_their_document() {
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
    void are_as_before_where_they_were_undone() {
        Redemption before = redemption("g-1", "s-1", 0, 1, "2.00");
        write(unit -> unit.coupons().redeem(List.of(before)));

        undo(unit -> unit.coupons().replace(invoiceId(1), List.of(redemption("g-2", "s-1", 0, 1, "5.00"))));
        undo(unit -> unit.coupons().redeem(List.of(redemption("g-1", "s-1", 0, 2, "1.00"))));
        assertThat(book(C1).redemptions()).containsExactly(before);
    }

    @Test
    void of_a_finalised_document_stay_until_it_is_void() {
        Invoice draft = DocumentSamples.invoice(SampleBooks.FIRST_DRAFT);
        InvoiceId id = draft.id();
        Invoice issued = DocumentSamples.finalized(draft, 1);
        Redemption taken =
                new Redemption(G1.id(), SampleBooks.FIRST.subscription().id(), 0, id, Money.of(CurrencyUnit.USD, 2));
        Redemption more =
                new Redemption(G2.id(), SampleBooks.FIRST.subscription().id(), 0, id, Money.of(CurrencyUnit.USD, 5));
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(SampleBooks.FIRST_DRAFT)));
            unit.coupons().redeem(List.of(taken));
            unit.invoices().insertHeaders(List.of(draft));
        });
        replace(id, List.of());
        replace(id, List.of(taken));
        write(unit -> unit.invoices().finalizeDrafts(List.of(issued)));

        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.coupons().replace(id, List.of()));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.coupons().replace(id, List.of(taken)));
        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.coupons().redeem(List.of(more)));
        assertThat(book(C1).redemptions()).containsExactly(taken);

        Redemption left = taken.of(Money.zero(CurrencyUnit.USD));
        write(unit -> {
            unit.invoices().markVoided(issued.voided(issued.state().issued().orElseThrow(), at(9), VoidIntent.REISSUE));
            unit.coupons().replace(id, List.of(left));
        });
        assertThat(book(C1).redemptions()).containsExactly(left);
        replace(id, List.of());
        assertThat(book(C1).redemptions()).isEmpty();
    }

    private void replace(InvoiceId document, List<Redemption> instead) {
        write(unit -> unit.coupons().replace(document, instead));
    }
}
