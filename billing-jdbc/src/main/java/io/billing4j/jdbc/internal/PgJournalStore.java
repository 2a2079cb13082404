package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Sequences.OUTBOX_SEQ;
import static io.billing4j.jdbc.internal.generated.Tables.AUDIT;
import static io.billing4j.jdbc.internal.generated.Tables.FINDING;
import static io.billing4j.jdbc.internal.generated.Tables.OUTBOX;

import io.billing4j.audit.AuditEntry;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.CustomerId;
import io.billing4j.jdbc.internal.row.JournalRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.JournalStore;
import io.billing4j.store.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Events, audit entries and findings on PostgreSQL. */
final class PgJournalStore implements JournalStore {
    /** Two transactions that find the same things wait for each other in one order. */
    private static final Comparator<Finding> BY_KEY =
            Comparator.comparing((Finding finding) -> finding.reason().name()).thenComparing(Finding::dedupeKey);

    private static final Field<Long> COUNT =
            DSL.count().cast(SQLDataType.BIGINT).as("findings");

    private final Session session;

    PgJournalStore(Session session) {
        this.session = session;
    }

    @Override
    public void appendEvents(List<BillingEvent> events) {
        RowSet.inChunks(
                events,
                chunk -> session.insert(JournalRow.events(chunk).with(OUTBOX.SEQ, OUTBOX_SEQ.nextval()), OUTBOX));
    }

    @Override
    public List<BillingEvent> events(@Nullable CustomerId customer, int limit) {
        Condition wanted = customer == null ? DSL.noCondition() : OUTBOX.CUSTOMER_ID.eq(customer.value());
        return session.sql()
                .selectFrom(OUTBOX)
                .where(OUTBOX.TENANT_ID.eq(session.tenant()), wanted)
                .orderBy(OUTBOX.SEQ)
                .limit(limit)
                .fetch(JournalRow::event);
    }

    @Override
    public void appendAudit(List<AuditEntry> entries) {
        RowSet.inChunks(entries, chunk -> session.insert(JournalRow.audit(chunk), AUDIT));
    }

    @Override
    public List<AuditEntry> audit(String subjectType, String subjectId, Page page) {
        return session.sql()
                .selectFrom(AUDIT)
                .where(
                        AUDIT.TENANT_ID.eq(session.tenant()),
                        AUDIT.SUBJECT_TYPE.eq(subjectType),
                        AUDIT.SUBJECT_ID.eq(subjectId),
                        Pages.afterId(AUDIT.AUDIT_ID, page))
                .orderBy(AUDIT.AUDIT_ID)
                .limit(page.size())
                .fetch(JournalRow::entry);
    }

    @Override
    public void addFindings(List<Finding> findings) {
        RowSet.inChunks(
                findings.stream().sorted(BY_KEY).toList(),
                chunk -> JournalRow.findings(chunk)
                        .insertInto(session.sql(), FINDING, session.tenant())
                        .onConflict(FINDING.TENANT_ID, FINDING.REASON, FINDING.DEDUPE_KEY)
                        .doNothing()
                        .execute());
    }

    @Override
    public List<Finding> findings(@Nullable CustomerId customer, @Nullable FindingReason reason, Page page) {
        Condition ofCustomer = customer == null ? DSL.noCondition() : FINDING.CUSTOMER_ID.eq(customer.value());
        Condition ofReason = reason == null ? DSL.noCondition() : FINDING.REASON.eq(reason.name());
        return session.sql()
                .selectFrom(FINDING)
                .where(
                        FINDING.TENANT_ID.eq(session.tenant()),
                        ofCustomer,
                        ofReason,
                        Pages.afterId(FINDING.FINDING_ID, page))
                .orderBy(FINDING.FINDING_ID)
                .limit(page.size())
                .fetch(JournalRow::finding);
    }

    @Override
    public Map<FindingReason, Long> findingCounts() {
        return session.sql()
                .select(FINDING.REASON, COUNT)
                .from(FINDING)
                .where(FINDING.TENANT_ID.eq(session.tenant()))
                .groupBy(FINDING.REASON)
                .fetchMap(JournalRow::reason, row -> row.get(COUNT));
    }
}
