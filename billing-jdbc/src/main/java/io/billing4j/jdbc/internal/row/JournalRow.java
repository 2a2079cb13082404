package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.AUDIT;
import static io.billing4j.jdbc.internal.generated.Tables.FINDING;
import static io.billing4j.jdbc.internal.generated.Tables.OUTBOX;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.json.ValuesJson;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;

/** Events in {@code outbox}, audit entries in {@code audit}, findings in {@code finding}. */
public final class JournalRow {
    /** The customer of an event that concerns none. */
    private static final String NO_CUSTOMER = "";

    private JournalRow() {}

    /** Events on their way to the outbox, without their place in it. */
    public static RowSet<BillingEvent> events(List<BillingEvent> events) {
        return RowSet.of(events)
                .with(OUTBOX.CUSTOMER_ID, event -> {
                    CustomerId customer = event.customer();
                    return customer == null ? NO_CUSTOMER : customer.value();
                })
                .with(OUTBOX.EVENT_ID, BillingEvent::id)
                .with(OUTBOX.TYPE, event -> event.type().published())
                .with(OUTBOX.SUBJECT, BillingEvent::subject)
                .with(OUTBOX.OCCURRED_AT, BillingEvent::occurredAt)
                .with(OUTBOX.DATA, event -> ValuesJson.write(event.data()));
    }

    /** The event of a row. */
    public static BillingEvent event(Record row) {
        return Stored.read(() -> "event " + row.get(OUTBOX.EVENT_ID), () -> {
            String customer = Stored.get(row, OUTBOX.CUSTOMER_ID);
            return new BillingEvent(
                    Stored.get(row, OUTBOX.EVENT_ID),
                    type(Stored.get(row, OUTBOX.TYPE)),
                    customer.equals(NO_CUSTOMER) ? null : CustomerId.of(customer),
                    Stored.get(row, OUTBOX.SUBJECT),
                    Stored.get(row, OUTBOX.OCCURRED_AT),
                    ValuesJson.read(Stored.get(row, OUTBOX.DATA)));
        });
    }

    private static EventType type(String published) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.published().equals(published))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no event is called " + published));
    }

    /** Audit entries on their way to the table. */
    public static RowSet<AuditEntry> audit(List<AuditEntry> entries) {
        return RowSet.of(entries)
                .with(AUDIT.AUDIT_ID, AuditEntry::id)
                .with(AUDIT.ACTOR, entry -> entry.actor().name())
                .with(AUDIT.ACTION, AuditEntry::action)
                .with(AUDIT.SUBJECT_TYPE, AuditEntry::subjectType)
                .with(AUDIT.SUBJECT_ID, AuditEntry::subjectId)
                .with(AUDIT.BEFORE, entry -> ValuesJson.writeUnlessEmpty(entry.before()))
                .with(AUDIT.AFTER, entry -> ValuesJson.writeUnlessEmpty(entry.after()))
                .with(AUDIT.CORRELATION_ID, entry -> entry.actor().correlationId())
                .with(AUDIT.RECORDED_AT, AuditEntry::recordedAt);
    }

    /** The audit entry of a row. */
    public static AuditEntry entry(Record row) {
        return Stored.read(
                () -> "audit entry " + row.get(AUDIT.AUDIT_ID),
                () -> new AuditEntry(
                        Stored.get(row, AUDIT.AUDIT_ID),
                        new Actor(Stored.get(row, AUDIT.ACTOR), row.get(AUDIT.CORRELATION_ID)),
                        Stored.get(row, AUDIT.ACTION),
                        Stored.get(row, AUDIT.SUBJECT_TYPE),
                        Stored.get(row, AUDIT.SUBJECT_ID),
                        ValuesJson.read(row.get(AUDIT.BEFORE)),
                        ValuesJson.read(row.get(AUDIT.AFTER)),
                        Stored.get(row, AUDIT.RECORDED_AT)));
    }

    /** Findings on their way to the table. */
    public static RowSet<Finding> findings(List<Finding> findings) {
        return RowSet.of(findings)
                .with(FINDING.FINDING_ID, Finding::id)
                .with(FINDING.REASON, finding -> finding.reason().name())
                .with(FINDING.CUSTOMER_ID, finding -> {
                    CustomerId customer = finding.customer();
                    return customer == null ? null : customer.value();
                })
                .with(FINDING.SUBSCRIPTION_ID, finding -> {
                    SubscriptionId subscription = finding.subscription();
                    return subscription == null ? null : subscription.value();
                })
                .with(FINDING.DEDUPE_KEY, Finding::dedupeKey)
                .with(FINDING.DETAIL, finding -> ValuesJson.write(finding.detail()))
                .with(FINDING.RUN_ID, finding -> {
                    RunId run = finding.run();
                    return run == null ? null : run.value();
                })
                .with(FINDING.RECORDED_AT, Finding::recordedAt);
    }

    /** What the findings of a row that counts them have in common. */
    public static FindingReason reason(Record row) {
        return Stored.read(
                () -> "findings with the reason " + row.get(FINDING.REASON),
                () -> FindingReason.valueOf(Stored.get(row, FINDING.REASON)));
    }

    /** The finding of a row. */
    public static Finding finding(Record row) {
        return Stored.read(() -> "finding " + row.get(FINDING.FINDING_ID), () -> {
            String customer = row.get(FINDING.CUSTOMER_ID);
            String subscription = row.get(FINDING.SUBSCRIPTION_ID);
            UUID run = row.get(FINDING.RUN_ID);
            return new Finding(
                    Stored.get(row, FINDING.FINDING_ID),
                    FindingReason.valueOf(Stored.get(row, FINDING.REASON)),
                    customer == null ? null : CustomerId.of(customer),
                    subscription == null ? null : SubscriptionId.of(subscription),
                    Stored.get(row, FINDING.DEDUPE_KEY),
                    ValuesJson.read(Stored.get(row, FINDING.DETAIL)),
                    run == null ? null : RunId.of(run),
                    Stored.get(row, FINDING.RECORDED_AT));
        });
    }
}
