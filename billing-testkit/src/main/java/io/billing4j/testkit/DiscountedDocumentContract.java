package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentDiscount;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents that coupons take off from, and those that give back what was taken off. */
abstract class DiscountedDocumentContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final InvoiceDraft CONTENT = CouponSamples.draft(1, S1, 0);
    private static final Invoice DRAFT = invoice(CONTENT);
    private static final Invoice FINALIZED = finalized(DRAFT, 1);
    private static final InvoiceDraft BACK = CouponSamples.correction(2, FINALIZED);

    DiscountedDocumentContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void come_back_as_they_were() {
        insert(CONTENT, FINALIZED);
        insert(BACK, invoice(BACK));

        assertOptional(unit -> unit.invoices().find(FINALIZED.id())).contains(FINALIZED);
        assertList(unit -> unit.invoices().list(S1.customer(), Page.first(10)))
                .containsExactly(FINALIZED, invoice(BACK));
        assertList(unit -> unit.invoices().findAll(List.of(BACK.id(), CONTENT.id())))
                .containsExactly(FINALIZED, invoice(BACK))
                .allMatch(Invoice::verified);
        // 49.97 less 5.00 and 5.00; and of that 10.00 less 1.00 and 1.00 are given back.
        assertThat(FINALIZED.totals().discount()).isEqualTo(dollars("10.00"));
        assertThat(FINALIZED.totals().total()).isEqualTo(dollars("39.97"));
        assertThat(BACK.totals().discount()).isEqualTo(dollars("-2.00"));
        assertThat(BACK.totals().credit()).isEqualTo(dollars("-8.00"));
    }

    @Test
    void count_as_billed_with_their_shares() {
        insert(CONTENT, FINALIZED);
        insert(BACK, invoice(BACK));

        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), Samples.START)))
                .containsExactly(Map.entry(
                        S1.id(),
                        Stream.of(FINALIZED, invoice(BACK))
                                .flatMap(document -> document.lines().stream()
                                        .map(line -> new BilledLine(
                                                document.id(), document.status(), document.recordedAt(), line)))
                                .toList()));
    }

    @Test
    void are_finalised_and_voided_with_their_discounts() {
        insert(CONTENT, DRAFT);
        write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
        assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(FINALIZED);

        Invoice voided = FINALIZED.voided(FINALIZED.state().issued().orElseThrow(), at(500), VoidIntent.REISSUE);
        write(unit -> unit.invoices().markVoided(voided));
        assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(voided);
        assertThat(voided.verified()).isTrue();
    }

    @Test
    void gain_change_and_lose_discounts_while_they_are_drafts() {
        Invoice plain = invoice(DocumentSamples.draft(1, S1, 0));
        insert(DocumentSamples.draft(1, S1, 0), plain);

        for (InvoiceDraft next :
                List.of(CONTENT, CouponSamples.draft(1, S1, 1), BACK, DocumentSamples.draft(1, S1, 1), CONTENT)) {
            Invoice refreshed = plain.refreshed(next);
            write(unit -> unit.invoices().replaceDraft(refreshed));
            assertOptional(unit -> unit.invoices().find(plain.id())).contains(refreshed);
        }
        write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
        assertOptional(unit -> unit.invoices().find(plain.id())).contains(FINALIZED);
    }

    /** Otherwise the hash of discounts that are not there would be kept for ever. */
    @TestFactory
    Stream<DynamicTest> are_finalised_with_the_discounts_they_have_only() {
        return others().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    insert(CONTENT, DRAFT);
                    Invoice other = finalized(DRAFT.refreshed(with(entry.getValue())), 1);
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(other)));
                    assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(DRAFT);
                }));
    }

    @TestFactory
    Stream<DynamicTest> are_voided_with_the_discounts_they_have_only() {
        return others().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    insert(CONTENT, FINALIZED);
                    Invoice other = FINALIZED
                            .refreshed(with(entry.getValue()))
                            .voided(FINALIZED.state().issued().orElseThrow(), at(500), VoidIntent.WAIVE);
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().markVoided(other));
                    assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(FINALIZED);
                }));
    }

    @Test
    void without_discounts_do_not_gain_any_as_they_are_finalised() {
        InvoiceDraft plain = DocumentSamples.draft(1, S1, 0);
        insert(plain, invoice(plain));
        Invoice other = finalized(invoice(with(plain, CONTENT.discounts())), 1);

        assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(other)));
        write(unit -> unit.invoices().finalizeDrafts(List.of(finalized(invoice(plain), 1))));
    }

    /** Discounts that come to the same. */
    private static Map<String, DocumentDiscounts> others() {
        DocumentDiscounts own = CONTENT.discounts();
        DocumentDiscount first = own.list().get(0);
        DocumentDiscount second = own.list().get(1);
        DocumentDiscount renamed = new DocumentDiscount(
                first.grant(),
                first.coupon(),
                "Another",
                first.level(),
                first.discount(),
                first.slot(),
                first.lines(),
                first.amount());
        Map<String, DocumentDiscounts> others = new LinkedHashMap<>();
        others.put("none", DocumentDiscounts.NONE);
        others.put("one", new DocumentDiscounts(own.order(), own.rounding(), List.of(first)));
        others.put("the other way round", new DocumentDiscounts(own.order(), own.rounding(), List.of(second, first)));
        others.put("another name", new DocumentDiscounts(own.order(), own.rounding(), List.of(renamed, second)));
        others.put("another order", new DocumentDiscounts(DiscountOrder.PROPORTIONAL, own.rounding(), own.list()));
        others.put(
                "another rounding",
                new DocumentDiscounts(own.order(), new RoundingPolicy(RoundingMode.UP), own.list()));
        return others;
    }

    private static InvoiceDraft with(DocumentDiscounts discounts) {
        return with(CONTENT, discounts);
    }

    private static InvoiceDraft with(InvoiceDraft draft, DocumentDiscounts discounts) {
        return new InvoiceDraft(
                draft.id(),
                draft.customer(),
                draft.entity(),
                draft.places().get(0).subscription(),
                draft.places().get(0).place(),
                draft.lines(),
                discounts,
                draft.taxes(),
                draft.totals(),
                draft.recordedAt(),
                draft.places().get(0).left());
    }

    private void insert(InvoiceDraft draft, Invoice document) {
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
            unit.invoices().insertHeaders(List.of(document));
        });
    }

    private static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
