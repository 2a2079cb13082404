package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.CustomerId;
import io.billing4j.id.IdSource;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.UnitOfWork;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One command under way.
 *
 * @param now the business time of everything the command does
 */
record Work(UnitOfWork unit, Instant now, Actor actor, IdSource ids) {
    /** The customer under its lock; CUSTOMER_NOT_FOUND at {@code customerId}. */
    CustomerState lockCustomer(CustomerId id) {
        CustomerState state =
                unit.customers().lock(List.of(id), CustomerLock.EXCLUSIVE).get(id);
        if (state == null) {
            throw ErrorCode.CUSTOMER_NOT_FOUND.missing("customerId", id);
        }
        return state;
    }

    /** Takes the next instant of a locked customer's record. */
    Instant record(CustomerState locked) {
        Instant recordedAt = locked.nextRecordedAt(now);
        unit.customers().recorded(Map.of(locked.customer().id(), recordedAt));
        return recordedAt;
    }

    /** The same command as far as somebody else has a part in it. */
    Work as(Actor other) {
        return new Work(unit, now, other, ids);
    }

    /** Keeps and publishes one entry. */
    void journal(JournalEntry entry) {
        audit(List.of(entry));
        publish(List.of(entry));
    }

    /** Keeps entries. */
    void audit(List<JournalEntry> entries) {
        unit.journal().appendAudit(entries.stream().map(this::audited).toList());
    }

    /** The entry as it is kept, in the actor's name. */
    AuditEntry audited(JournalEntry entry) {
        return new AuditEntry(
                ids.next(),
                actor,
                entry.type().action(),
                entry.subjectType(),
                entry.subject(),
                entry.before(),
                entry.after(),
                entry.recordedAt());
    }

    /** Publishes entries. */
    void publish(List<JournalEntry> entries) {
        unit.journal()
                .appendEvents(entries.stream()
                        .map(entry -> new BillingEvent(
                                ids.next(),
                                entry.type(),
                                entry.customer(),
                                entry.subject(),
                                entry.recordedAt(),
                                entry.after()))
                        .toList());
    }
}
