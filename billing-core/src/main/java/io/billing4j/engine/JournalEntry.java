package io.billing4j.engine;

import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One state change, as it is both kept in the audit trail and published. */
record JournalEntry(
        EventType type,
        @Nullable CustomerId customer,
        String subject,
        Map<String, String> before,
        Map<String, String> after,
        Instant recordedAt) {
    /** Something that was not there before. */
    static JournalEntry created(
            EventType type, @Nullable CustomerId customer, Object subject, Map<String, String> after, Instant at) {
        return new JournalEntry(type, customer, subject.toString(), Map.of(), after, at);
    }

    /** The kind of thing it happened to: {@code invoice} for {@code invoice.finalized}. */
    String subjectType() {
        String action = type.action();
        return action.substring(0, action.indexOf('.'));
    }
}
