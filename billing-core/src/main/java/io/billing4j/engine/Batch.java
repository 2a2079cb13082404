package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.tax.TaxQuestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents that are written together, with what moves along with them. */
final class Batch {
    private final List<InvoiceDraft> drafts = new ArrayList<>();
    private final Map<SubscriptionId, BillingCursor> cursors = new TreeMap<>();
    private final Map<CustomerId, Instant> lastRecordedAt = new TreeMap<>();
    private final Map<CustomerId, CustomerState> before = new TreeMap<>();
    private final Map<UUID, InvoiceId> settledMarks = new HashMap<>();
    private final Map<InvoiceId, InvoiceDraft> waiting = new HashMap<>();
    private final List<InvoiceDraft> unneeded = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Unbilled> unbilled = new ArrayList<>();
    private final List<TaxQuestion> asked = new ArrayList<>();
    private @Nullable InvoiceDraft first;

    /** Adds a draft. */
    void add(InvoiceDraft draft) {
        drafts.add(draft);
        lastRecordedAt.merge(draft.customer(), draft.recordedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }

    /** Takes note of where a subscription's cursor stands after the documents. */
    void moved(SubscriptionId subscription, BillingCursor cursor) {
        cursors.put(subscription, cursor);
    }

    /** Leaves the subscription marked: what was touched is still to be corrected. */
    void keepTouched(SubscriptionId subscription, Instant from) {
        cursors.computeIfPresent(subscription, (id, cursor) -> cursor.touched(from));
    }

    /** Takes note of what a customer was before the documents. */
    void before(CustomerState customer) {
        before.put(customer.customer().id(), customer);
    }

    /** Takes note that a document settles marks of late usage. */
    void settles(InvoiceId document, List<UUID> marks) {
        marks.forEach(mark -> settledMarks.put(mark, document));
    }

    /** Takes note of what could not be billed. */
    void gap(Gap gap) {
        gaps.add(gap);
    }

    /** Takes note of one-off charges that wait on, and of what is to be asked before it is known whether others do. */
    void leave(TaxableOneOffs oneOffs) {
        unbilled.addAll(oneOffs.left());
        asked.addAll(oneOffs.questions());
    }

    /** Takes note of a correction that came to nothing, for what it has found out. */
    void unneeded(InvoiceDraft draft) {
        unneeded.add(draft);
    }

    /** Takes note of a document that is not made, for which there is too little: its places are settled without one. */
    void putOff(InvoiceDraft draft) {
        waiting.put(draft.id(), draft);
        add(draft.waiting());
    }

    /** What those that are not made would have been. */
    Map<InvoiceId, InvoiceDraft> waiting() {
        return waiting;
    }

    /** All of another batch as well. */
    void add(Batch other) {
        drafts.addAll(other.drafts);
        cursors.putAll(other.cursors);
        lastRecordedAt.putAll(other.lastRecordedAt);
        before.putAll(other.before);
        settledMarks.putAll(other.settledMarks);
        waiting.putAll(other.waiting);
        unneeded.addAll(other.unneeded);
        gaps.addAll(other.gaps);
        unbilled.addAll(other.unbilled);
        asked.addAll(other.asked);
    }

    /** What came of the first place that was filled, also where that needs no place after all. */
    InvoiceDraft first() {
        return Objects.requireNonNull(first, "no place was filled");
    }

    /** Takes note of what came of a place, the first time. */
    void filled(InvoiceDraft draft) {
        first = first == null ? draft : first;
    }

    /** Those with something to ask for, in the order of customers and time. */
    List<InvoiceDraft> documents() {
        return sorted(drafts).filter(draft -> !draft.nothingDue()).toList();
    }

    /** What is to be asked before the drafts are documents. */
    List<TaxQuestion> questions() {
        return Stream.concat(asked.stream(), drafts.stream().flatMap(draft -> Stream.ofNullable(draft.pending())))
                .toList();
    }

    /** How many places nothing is due for. */
    int skipped() {
        return Math.toIntExact(drafts.stream()
                .flatMap(draft -> draft.places().stream())
                .filter(place -> place.lines().isEmpty())
                .count());
    }

    /** All of them. */
    List<InvoiceDraft> all() {
        return sorted(drafts).toList();
    }

    Map<SubscriptionId, BillingCursor> cursors() {
        return cursors;
    }

    Map<CustomerId, Instant> lastRecordedAt() {
        return lastRecordedAt;
    }

    /** What the customers were before the documents. */
    Map<CustomerId, CustomerState> before() {
        return before;
    }

    /** What the documents take from balances and give to them, in the order of customers and time. */
    List<BalanceMove> moves() {
        List<InvoiceDraft> moving = drafts.stream()
                .filter(draft -> !draft.totals().credit().isZero())
                .toList();
        return sorted(moving).map(BalanceMove::of).toList();
    }

    Map<UUID, InvoiceId> settledMarks() {
        return settledMarks;
    }

    List<InvoiceDraft> unneeded() {
        return unneeded;
    }

    List<Gap> gaps() {
        return gaps;
    }

    List<Unbilled> unbilled() {
        return unbilled;
    }

    /** The one-off charges on the documents. */
    Map<OneOffId, InvoiceId> oneOffs() {
        Map<OneOffId, InvoiceId> billed = new TreeMap<>();
        for (InvoiceDraft draft : drafts) {
            draft.lines().forEach(line -> line.key().oneOff().ifPresent(oneOff -> billed.put(oneOff, draft.id())));
        }
        return billed;
    }

    /** Why a place of a customer's could not be filled, the first if there are several. */
    Optional<RuntimeException> failure() {
        return gaps.stream()
                .filter(gap -> gap.reason() == FindingReason.PERIOD_NOT_BILLABLE)
                .map(Gap::cause)
                .findFirst();
    }

    private static Stream<InvoiceDraft> sorted(List<InvoiceDraft> drafts) {
        return drafts.stream()
                .sorted(Comparator.comparing(InvoiceDraft::customer).thenComparing(InvoiceDraft::recordedAt));
    }

    /** A one-off charge that could not be billed. */
    record Unbilled(OneOffCharge oneOff, RuntimeException cause) {}

    /** A place that could not be filled, or was filled without the corrections that belong there. */
    record Gap(
            FindingReason reason,
            CustomerId customer,
            SubscriptionId subscription,
            SlotPlace place,
            RuntimeException cause) {}
}
