package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events, and what windows hold of them. */
public interface UsageStore {
    /**
     * Records the events whose ids are new, and says of each what became of it, in the order given. An id that stands
     * twice in the list is recorded for its first event; the others are duplicates or conflicts of that. It waits for
     * another transaction that records the same id.
     *
     * @throws io.billing4j.error.BillingException EVENT_OUT_OF_RANGE at {@code events[i].occurredAt} for an instant that
     *     the store keeps no place for
     */
    List<UsageOutcome> record(List<UsageEvent> events, Instant recordedAt);

    /**
     * The answer to each query, what {@link io.billing4j.usage.UsageAggregator} makes of the events recorded; {@link
     * UsageSummary#NONE} where there are none.
     *
     * @throws io.billing4j.error.BillingException CUSTOM_AGGREGATION_UNKNOWN for a meter with a function of the host, which
     *     no store knows; INVALID_NUMBER at {@code quantity} beyond 24 digits
     */
    Map<UsageQuery, UsageSummary> summaries(Collection<UsageQuery> queries);

    /** The events that the query counts, in the total order. */
    List<RecordedUsage> events(UsageQuery query);

    /**
     * The instant before which events are refused for good, since their ids may be forgotten; it only ever moves forward. Asked
     * before events are recorded: those after it are not forgotten before the transaction ends.
     *
     * @param from the earliest event that matters to whoever asks; a store need not look where nothing from there on can be
     *     forgotten
     * @return empty where no event is refused, always so from a store that forgets nothing
     */
    Optional<Instant> openFrom(Instant from);

    /**
     * The instant before which events may be gone, so that nothing is counted from them any more. Asked after events were
     * counted, since some may have gone before that; those after it are not deleted before the transaction ends.
     *
     * @param from the earliest event that matters to whoever asks; a store need not look where nothing from there on can be
     *     gone
     * @return empty where all events are there, always so from a store that deletes nothing
     */
    Optional<Instant> keptFrom(Instant from);

    /** Adds marks of late usage. */
    void insertTouched(List<TouchedWindow> windows);

    /** The marks of these customers that no document has settled, in the order of customers and of record. */
    List<TouchedWindow> touched(Collection<CustomerId> customers);

    /** Adds marks of subscriptions whose usage is to be looked at; nobody waits for another who marks the same. */
    void markReported(Collection<ReportedUsage> marks);

    /**
     * Takes away the marks of these customers that are about instants before one, however many there are, and says which subscriptions had
     * any. Asked before usage is counted: what is reported afterwards has a mark that stays. It waits for nobody: marks that another
     * transaction takes away are left to that one, and are there again if it is undone.
     *
     * @param until marks of this instant or a later one are left alone
     * @return of each subscription the mark of the latest instant, in their order; whoever adds that one again has put all of them back
     */
    List<ReportedUsage> takeReported(Collection<CustomerId> customers, Instant until);

    /**
     * Customers with marks of an instant before one, in the order of their keys.
     *
     * @param until marks of this instant or a later one do not count
     * @param after the last key that was seen; null to begin
     * @param limit the most customers wanted
     */
    List<CustomerId> customersReported(Instant until, @Nullable CustomerId after, int limit);

    /** The earliest instant after this one that a mark is about. */
    Optional<Instant> nextReportedAfter(Instant instant);

    /** Stores by mark which document has settled it; of one that is settled already the first document stays. */
    void settleTouched(Map<UUID, InvoiceId> marks);
}
