package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.Redemption;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** A customer's own clock, balance, coupons and one-off charges, which go on from document to document. */
final class CustomerBooks {
    /** So many documents with one-off charges are refused, and without them as well, before these are left to another time. */
    private static final int MOST_REFUSED = 3;

    private final CustomerState customer;
    private final LoadedFacts facts;
    private final Instant now;
    private Instant recordedAt;
    private Money balance;
    private CouponBook coupons;
    private final List<OneOffCharge> oneOffs;
    private int refused;
    /** Void documents whose places are filled now: what was on them waits for those. */
    private final Set<InvoiceId> again = new HashSet<>();

    CustomerBooks(CustomerState customer, LoadedFacts facts, Instant now) {
        this.customer = customer;
        this.facts = facts;
        this.now = now;
        this.recordedAt = customer.nextRecordedAt(now);
        this.balance = customer.balance();
        this.coupons = facts.coupons(customer.customer().id());
        this.oneOffs = new ArrayList<>(facts.oneOffs(customer.customer().id()));
        again.addAll(facts.oneOffs().again());
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

    boolean haveOneOffs() {
        return !oneOffs.isEmpty();
    }

    /** Takes note of a void document that is made again. */
    void madeAgain(InvoiceId document) {
        again.add(document);
    }

    /**
     * The one-off charges that a place takes: one that is made again those that were on its document before, any other those that do not
     * wait for such a one. The last place of a subscription that is made again takes as well what was added for it since: no other comes.
     *
     * @param former the void document of a place that is made again
     */
    List<OneOffCharge> oneOffsFor(Subscription subscription, SlotPlace place, @Nullable InvoiceId former) {
        return oneOffs.stream()
                .filter(one -> facts.takes(subscription, place, one, now))
                .filter(one -> {
                    InvoiceId document = one.reissued();
                    return place.revision() > 0
                            ? (document == null ? ends(subscription, place, one) : document.equals(former))
                            : document == null || !again.contains(document);
                })
                .toList();
    }

    private static boolean ends(Subscription subscription, SlotPlace place, OneOffCharge one) {
        return subscription.id().equals(one.subscription()) && place.reason() == SlotReason.FINAL;
    }

    /** One-off charges are taken, or cannot be billed now. */
    void taken(List<OneOffCharge> gone) {
        oneOffs.removeAll(gone);
    }

    /** A place that has taken one-off charges is refused with and without them. True where they had better try no other. */
    boolean refused() {
        refused++;
        return refused >= MOST_REFUSED;
    }

    /** What the next document depends on as a whole. */
    DocumentFacts document(InvoiceId id) {
        return facts.of(id, recordedAt, customer.customer(), balance, coupons);
    }

    /** A place is filled: who is due next has what it leaves of the coupons, whichever document comes first. */
    void filled(List<Redemption> redemptions) {
        coupons = coupons.with(redemptions);
    }

    /** A place whose document is not made leaves to others what it had taken: of coupons, and one-off charges. */
    void putOff(Filling filling) {
        coupons = coupons.without(filling.alone().id());
        List<OneOffCharge> all = facts.oneOffs(customer.customer().id());
        oneOffs.addAll(filling.oneOffs());
        oneOffs.sort(Comparator.comparing(all::indexOf));
    }

    /** A document is made. */
    void drafted(InvoiceDraft draft) {
        recordedAt = recordedAt.plus(1, ChronoUnit.MICROS);
        balance = balance.minus(draft.totals().credit());
    }
}
