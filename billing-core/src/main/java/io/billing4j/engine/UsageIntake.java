package io.billing4j.engine;

import io.billing4j.audit.AuditEntry;
import io.billing4j.catalog.Meter;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.store.CustomerLock;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.EventValues;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in what was used. */
public final class UsageIntake {
    /** The most events that a batch has. */
    public static final int MAX_BATCH = 10_000;

    private static final Pattern EVENT = Pattern.compile("events\\[([0-9]{1,9})]");

    private final TenantScope scope;

    UsageIntake(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Records a batch as a whole or, if anything is wrong with any event, not at all. Sending it again records nothing
     * twice. An event that no charge prices, or whose window is billed already, is recorded and leaves a finding; so does one
     * that is too old or too far ahead, where {@link io.billing4j.tenant.UsagePolicy} accepts that.
     *
     * @param events 1 to {@value #MAX_BATCH}
     * @throws io.billing4j.error.BillingException at the field of the first event to blame, such as {@code
     *     events[3].quantity}: CUSTOMER_NOT_FOUND, METER_NOT_FOUND, SUBSCRIPTION_NOT_FOUND, NEGATIVE_QUANTITY,
     *     EVENT_CONFLICT, EVENT_OUT_OF_RANGE, LATE_USAGE where the tenant refuses that; MISSING_FIELD and INVALID_NUMBER at
     *     {@code events[i].properties.NAME} for a property that the meter needs
     */
    public UsageReceipt record(List<UsageEvent> events) {
        Inputs.requireElements("events", events);
        if (events.isEmpty() || events.size() > MAX_BATCH) {
            throw ErrorCode.INVALID_BATCH.at(
                    "events", "expected 1 to " + MAX_BATCH + " events but found " + events.size());
        }
        return scope.inTransaction(work -> record(work, List.of(new UsageBatch(scope.actor(), events))))
                .get(0);
    }

    /**
     * Records batches in one transaction, all or none, and says of each what became of it. Each has an event and an audit
     * entry of its own. The path in a refusal counts the events of all batches.
     */
    static List<UsageReceipt> record(Work work, List<UsageBatch> batches) {
        List<UsageOutcome> outcomes = taken(
                work, batches.stream().flatMap(batch -> batch.events().stream()).toList());
        List<UsageReceipt> receipts = new ArrayList<>();
        List<JournalEntry> entries = new ArrayList<>();
        List<AuditEntry> audit = new ArrayList<>();
        int next = 0;
        for (UsageBatch batch : batches) {
            List<UsageEvent> recorded = new ArrayList<>();
            for (UsageEvent event : batch.events()) {
                if (outcomes.get(next++) == UsageOutcome.RECORDED) {
                    recorded.add(event);
                }
            }
            if (!recorded.isEmpty()) {
                JournalEntry entry = entry(work, recorded);
                entries.add(entry);
                audit.add(work.as(batch.actor()).audited(entry));
            }
            receipts.add(new UsageReceipt(recorded.size(), batch.events().size() - recorded.size()));
        }
        if (!entries.isEmpty()) {
            work.unit().journal().appendAudit(audit);
            work.publish(entries);
        }
        return receipts;
    }

    /** Records the events and says of each whether it is new or a duplicate. */
    private static List<UsageOutcome> taken(Work work, List<UsageEvent> events) {
        requireCustomers(work, events);
        requireMeters(work, events);
        TenantSettings settings = work.unit().settings().get();
        new UsageTimes(settings.usage(), work.now()).require(work.unit().usage(), events);
        UsageAssignment assignment = UsageAssignment.load(work, settings, events);
        List<UsageOutcome> outcomes = work.unit().usage().record(events, work.now());
        for (int i = 0; i < events.size(); i++) {
            if (outcomes.get(i) == UsageOutcome.CONFLICT) {
                throw ErrorCode.EVENT_CONFLICT.at(
                        field(i, "eventId"), "the event id " + events.get(i).id() + " was used with other content");
            }
            if (outcomes.get(i) == UsageOutcome.RECORDED) {
                assignment.settle(i, events.get(i));
            }
        }
        assignment.store(work);
        return outcomes;
    }

    /**
     * What a meter makes of a window.
     *
     * @throws io.billing4j.error.BillingException CUSTOM_AGGREGATION_UNKNOWN where the function that it names is missing;
     *     USAGE_PAST_RETENTION at {@code start} for a window that begins before what is kept
     */
    public UsageSummary summary(UsageQuery query) {
        Inputs.required("query", query);
        UsageAnswers answers = new UsageAnswers(scope.context().aggregations());
        return scope.inTransaction(work -> {
            UsageSummary summary =
                    answers.answers(work.unit().usage(), List.of(query)).getOrDefault(query, UsageSummary.NONE);
            Instant start = query.service().startInclusive();
            work.unit().usage().keptFrom(start).filter(start::isBefore).ifPresent(kept -> {
                throw ErrorCode.USAGE_PAST_RETENTION.at("start", "usage is kept from " + kept + " on");
            });
            return summary;
        });
    }

    static String field(int index, String name) {
        return "events[" + index + "]." + name;
    }

    /** The index in the path of a refusal; -1 where it is about no event. */
    static int index(@Nullable String field) {
        Matcher path = EVENT.matcher(field == null ? "" : field);
        return path.lookingAt() ? Integer.parseInt(path.group(1)) : -1;
    }

    private static JournalEntry entry(Work work, List<UsageEvent> recorded) {
        Set<CustomerId> customers = recorded.stream().map(UsageEvent::customer).collect(Collectors.toSet());
        return JournalEntry.created(
                EventType.USAGE_RECORDED,
                customers.size() == 1 ? customers.iterator().next() : null,
                work.ids().next(),
                Map.of("events", Integer.toString(recorded.size()), "customers", Integer.toString(customers.size())),
                work.now());
    }

    private static void requireCustomers(Work work, List<UsageEvent> events) {
        Set<CustomerId> ids = events.stream().map(UsageEvent::customer).collect(Collectors.toCollection(TreeSet::new));
        Set<CustomerId> known = work.unit().customers().hold(ids, CustomerLock.SHARED);
        for (int i = 0; i < events.size(); i++) {
            if (!known.contains(events.get(i).customer())) {
                throw ErrorCode.CUSTOMER_NOT_FOUND.missing(
                        field(i, "customerId"), events.get(i).customer());
            }
        }
    }

    private static void requireMeters(Work work, List<UsageEvent> events) {
        Set<MeterId> ids = events.stream().map(UsageEvent::meter).collect(Collectors.toSet());
        Map<MeterId, Meter> known = work.unit().catalog().findMeters(ids);
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            Meter meter = known.get(event.meter());
            if (meter == null) {
                throw ErrorCode.METER_NOT_FOUND.missing(field(i, "meterId"), event.meter());
            }
            Inputs.within("events[" + i + "]", () -> {
                EventValues.require(meter, event);
                return event;
            });
        }
    }
}
