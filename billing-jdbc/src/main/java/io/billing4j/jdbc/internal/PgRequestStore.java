package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.REMEMBERED_REQUEST;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.jdbc.internal.row.HintRow;
import io.billing4j.jdbc.internal.row.RequestRow;
import io.billing4j.store.Remembered;
import io.billing4j.store.RequestStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;

/** Requests on PostgreSQL. */
final class PgRequestStore implements RequestStore {
    private final Session session;

    PgRequestStore(Session session) {
        this.session = session;
    }

    @Override
    public Optional<Remembered> claim(RequestKey key, String call, ContentHash request) {
        while (true) {
            // Waits for whoever has inserted the key or deletes it, for as long as for a lock.
            int claimed = session.sql()
                    .insertInto(REMEMBERED_REQUEST)
                    .set(REMEMBERED_REQUEST.TENANT_ID, session.tenant())
                    .set(REMEMBERED_REQUEST.REQUEST_KEY, key.value())
                    .set(REMEMBERED_REQUEST.CALL, call)
                    .set(REMEMBERED_REQUEST.REQUEST_HASH, request.bytes())
                    .set(REMEMBERED_REQUEST.RECORDED_AT, HintRow.NOW)
                    .onConflict(REMEMBERED_REQUEST.TENANT_ID, REMEMBERED_REQUEST.REQUEST_KEY)
                    .doNothing()
                    .execute();
            if (claimed == 1) {
                return Optional.empty();
            }
            Optional<Remembered> kept = session.sql()
                    .selectFrom(REMEMBERED_REQUEST)
                    .where(is(key))
                    .forNoKeyUpdate()
                    .fetchOptional(RequestRow::read);
            if (kept.isPresent()) {
                return kept;
            }
            // It has been forgotten in between.
        }
    }

    @Override
    public void answer(RequestKey key, byte[] answer) {
        int answered = session.sql()
                .update(REMEMBERED_REQUEST)
                .set(REMEMBERED_REQUEST.ANSWER, answer)
                .where(is(key))
                .execute();
        if (answered == 0) {
            throw session.refuse(ErrorCode.INTERNAL.because("nothing is kept under " + key));
        }
    }

    @Override
    public Optional<Remembered> find(RequestKey key) {
        return session.sql().selectFrom(REMEMBERED_REQUEST).where(is(key)).fetchOptional(RequestRow::read);
    }

    @Override
    public int forgetOlderThan(Duration age, int limit) {
        Field<DayToSecond> ago = DSL.val(DayToSecond.valueOf(age));
        List<String> old = session.sql()
                .select(REMEMBERED_REQUEST.REQUEST_KEY)
                .from(REMEMBERED_REQUEST)
                .where(
                        REMEMBERED_REQUEST.TENANT_ID.eq(session.tenant()),
                        REMEMBERED_REQUEST.RECORDED_AT.le(HintRow.NOW.sub(ago)))
                .orderBy(REMEMBERED_REQUEST.RECORDED_AT)
                .limit(limit)
                .forUpdate()
                .skipLocked()
                .fetch(REMEMBERED_REQUEST.REQUEST_KEY);
        return session.sql()
                .deleteFrom(REMEMBERED_REQUEST)
                .where(
                        REMEMBERED_REQUEST.TENANT_ID.eq(session.tenant()),
                        REMEMBERED_REQUEST.REQUEST_KEY.eq(DSL.any(old.toArray(String[]::new))))
                .execute();
    }

    private Condition is(RequestKey key) {
        return REMEMBERED_REQUEST.TENANT_ID.eq(session.tenant()).and(REMEMBERED_REQUEST.REQUEST_KEY.eq(key.value()));
    }
}
