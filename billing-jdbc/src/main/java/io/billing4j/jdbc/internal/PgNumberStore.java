package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.NUMBER_COUNTER;
import static io.billing4j.jdbc.internal.generated.Tables.NUMBER_SERIES;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.NumberStore;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/** Number series on PostgreSQL: the row of the series is locked, the counters of its scopes hang on it. */
final class PgNumberStore implements NumberStore {
    private final Session session;
    /** The series that this transaction holds, as they are now: asked for again they need not be read. */
    private final Map<String, NumberSeries> held = new HashMap<>();

    PgNumberStore(Session session) {
        this.session = session;
    }

    @Override
    public NumberSeries lock(DocumentType type, EntityId entity) {
        NumberSeries known = held.get(key(type, entity));
        return known != null ? known : lockFirst(type, entity);
    }

    private NumberSeries lockFirst(DocumentType type, EntityId entity) {
        try {
            session.waitForLocks(session.options().numberingTimeout());
            NumberSeries series = lockIfThere(type, entity).orElseGet(() -> lockNew(type, entity));
            session.waitForLocks(session.options().lockTimeout());
            held.put(key(type, entity), series);
            return series;
        } catch (BillingException e) {
            if (SqlFailures.lockTimedOut(e)) {
                throw ErrorCode.NUMBERING_BUSY.because(
                        "somebody holds the number series " + type + " of " + entity + " for more than "
                                + session.options().numberingTimeout(),
                        e);
            }
            throw e;
        }
    }

    /** Of two first users the second waits here for the first, and then finds the row. */
    private NumberSeries lockNew(DocumentType type, EntityId entity) {
        session.sql()
                .insertInto(NUMBER_SERIES)
                .set(NUMBER_SERIES.TENANT_ID, session.tenant())
                .set(NUMBER_SERIES.DOCUMENT_TYPE, type.name())
                .set(NUMBER_SERIES.ENTITY, entity.value())
                .onConflictDoNothing()
                .execute();
        return lockIfThere(type, entity)
                .orElseThrow(() -> ErrorCode.STORE_CONTENTION.because("the series " + type + " has vanished"));
    }

    private Optional<NumberSeries> lockIfThere(DocumentType type, EntityId entity) {
        return session.sql()
                .select(NUMBER_SERIES.LAST_ISSUE_DATE)
                .from(NUMBER_SERIES)
                .where(
                        NUMBER_SERIES.TENANT_ID.eq(session.tenant()),
                        NUMBER_SERIES.DOCUMENT_TYPE.eq(type.name()),
                        NUMBER_SERIES.ENTITY.eq(entity.value()))
                .forNoKeyUpdate()
                .fetchOptional(row -> new NumberSeries(type, entity, row.value1()));
    }

    @Override
    public long take(NumberSeries series, String scopeKey, LocalDate issueDate, int count) {
        if (count < 1) {
            throw session.refuse(ErrorCode.INVALID_NUMBER.at("count", "expected at least 1 but found " + count));
        }
        NumberSeries current = held.getOrDefault(key(series.type(), series.entity()), series);
        if (!current.issueDate(issueDate).equals(issueDate)) {
            throw session.refuse(ErrorCode.ISSUE_DATE_TOO_EARLY.at(
                    "issueDate", "expected " + current.lastIssueDate() + " or later but found " + issueDate));
        }
        if (!issueDate.equals(current.lastIssueDate())) {
            moveIssueDate(new NumberSeries(series.type(), series.entity(), issueDate));
        }
        Record1<Long> last = session.sql()
                .insertInto(NUMBER_COUNTER)
                .set(NUMBER_COUNTER.TENANT_ID, session.tenant())
                .set(NUMBER_COUNTER.DOCUMENT_TYPE, series.type().name())
                .set(NUMBER_COUNTER.ENTITY, series.entity().value())
                .set(NUMBER_COUNTER.SCOPE_KEY, scopeKey)
                .set(NUMBER_COUNTER.LAST_VALUE, (long) count)
                .onConflict(
                        NUMBER_COUNTER.TENANT_ID,
                        NUMBER_COUNTER.DOCUMENT_TYPE,
                        NUMBER_COUNTER.ENTITY,
                        NUMBER_COUNTER.SCOPE_KEY)
                .doUpdate()
                .set(NUMBER_COUNTER.LAST_VALUE, NUMBER_COUNTER.LAST_VALUE.plus(DSL.excluded(NUMBER_COUNTER.LAST_VALUE)))
                .returningResult(NUMBER_COUNTER.LAST_VALUE)
                .fetchOne();
        return Objects.requireNonNull(last, "an upsert returns its row").value1() - count + 1;
    }

    private void moveIssueDate(NumberSeries moved) {
        session.sql()
                .update(NUMBER_SERIES)
                .set(NUMBER_SERIES.LAST_ISSUE_DATE, moved.lastIssueDate())
                .where(
                        NUMBER_SERIES.TENANT_ID.eq(session.tenant()),
                        NUMBER_SERIES.DOCUMENT_TYPE.eq(moved.type().name()),
                        NUMBER_SERIES.ENTITY.eq(moved.entity().value()))
                .execute();
        held.put(key(moved.type(), moved.entity()), moved);
    }

    private static String key(DocumentType type, EntityId entity) {
        return type + "/" + entity;
    }
}
