package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.WORK_DUE;

import io.billing4j.jdbc.internal.row.HintRow;
import io.billing4j.store.OpenWork;
import io.billing4j.store.Page;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import java.util.List;

/** All tenants' hints on PostgreSQL. */
final class PgOpenWork implements OpenWork {
    private final Transactions transactions;

    PgOpenWork(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<WorkHint> due(WorkKind kind, Page page) {
        return transactions.run(
                TenantScope.REGISTRY,
                session -> session.of(Area.HINTS)
                        .sql()
                        .selectFrom(WORK_DUE)
                        .where(
                                WORK_DUE.KIND.eq(HintRow.kind(kind)),
                                WORK_DUE.DUE_AT.le(HintRow.NOW),
                                Pages.afterId(WORK_DUE.WORK_ID, page))
                        .orderBy(WORK_DUE.WORK_ID)
                        .limit(page.size())
                        .fetch(HintRow::read));
    }

    @Override
    public void remove(WorkHint hint) {
        transactions.run(
                TenantScope.REGISTRY,
                session -> session.of(Area.HINTS)
                        .sql()
                        .deleteFrom(WORK_DUE)
                        .where(WORK_DUE.WORK_ID.eq(hint.id()))
                        .execute());
    }
}
