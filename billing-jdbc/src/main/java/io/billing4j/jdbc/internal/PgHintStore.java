package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.WORK_DUE;

import io.billing4j.jdbc.internal.row.HintRow;
import io.billing4j.store.HintStore;
import io.billing4j.store.WorkKind;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** One tenant's hints on PostgreSQL. The table has no policy, so that what keeps tenants apart is the condition alone. */
final class PgHintStore implements HintStore {
    private final Session session;

    PgHintStore(Session session) {
        this.session = session;
    }

    @Override
    public void add(UUID id, WorkKind kind, String subject) {
        session.sql()
                .insertInto(WORK_DUE)
                .set(WORK_DUE.WORK_ID, id)
                .set(WORK_DUE.TENANT_ID, session.tenant())
                .set(WORK_DUE.KIND, HintRow.kind(kind))
                .set(WORK_DUE.SUBJECT, subject)
                .set(WORK_DUE.DUE_AT, HintRow.NOW)
                .execute();
        if (session.owned()) {
            wake();
        }
    }

    @Override
    public boolean exists(WorkKind kind, String subject) {
        return session.sql().fetchExists(WORK_DUE, is(kind, subject));
    }

    @Override
    public int remove(WorkKind kind, String subject) {
        return session.sql().deleteFrom(WORK_DUE).where(is(kind, subject)).execute();
    }

    private Condition is(WorkKind kind, String subject) {
        return WORK_DUE.TENANT_ID
                .eq(session.tenant())
                .and(WORK_DUE.KIND.eq(HintRow.kind(kind)))
                .and(WORK_DUE.SUBJECT.eq(subject));
    }

    /**
     * Sent with the commit, and once, however many hints a transaction adds. Not in a host's: a run that is part of it is over when
     * it ends, and one that has notified cannot be prepared for a commit in two phases.
     */
    private void wake() {
        session.sql()
                .select(DSL.function(
                        "pg_notify",
                        String.class,
                        DSL.val(WorkChannel.of(session.options().schema())),
                        DSL.inline("")))
                .fetch();
    }
}
