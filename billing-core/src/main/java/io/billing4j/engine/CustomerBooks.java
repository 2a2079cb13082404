package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.Redemption;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.InvoiceDraft;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.joda.money.Money;

/** A customer's own clock, balance and coupons, which go on from document to document. */
final class CustomerBooks {
    private final CustomerState customer;
    private final LoadedFacts facts;
    private Instant recordedAt;
    private Money balance;
    private CouponBook coupons;

    CustomerBooks(CustomerState customer, LoadedFacts facts, Instant now) {
        this.customer = customer;
        this.facts = facts;
        this.recordedAt = customer.nextRecordedAt(now);
        this.balance = customer.balance();
        this.coupons = facts.coupons(customer.customer().id());
    }

    CustomerState customer() {
        return customer;
    }

    /** When the next document is recorded. */
    Instant recordedAt() {
        return recordedAt;
    }

    boolean haveCoupons() {
        return !coupons.grants().isEmpty();
    }

    /** What the next document depends on as a whole. */
    DocumentFacts document(InvoiceId id) {
        return facts.of(id, recordedAt, customer.customer(), balance, coupons);
    }

    /** A place is filled: who is due next has what it leaves of the coupons, whichever document comes first. */
    void filled(List<Redemption> redemptions) {
        coupons = coupons.with(redemptions);
    }

    /** A document is made. */
    void drafted(InvoiceDraft draft) {
        recordedAt = recordedAt.plus(1, ChronoUnit.MICROS);
        balance = balance.minus(draft.totals().credit());
    }
}
