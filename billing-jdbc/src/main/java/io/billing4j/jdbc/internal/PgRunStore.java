package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Keys.BILLING_RUN_CUT_OFF_UNIQUE;
import static io.billing4j.jdbc.internal.generated.Tables.BILLING_RUN;
import static io.billing4j.jdbc.internal.generated.Tables.BILLING_RUN_FAILURE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.jdbc.internal.row.RunRow;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Billing runs on PostgreSQL. */
final class PgRunStore implements RunStore {
    private final Session session;

    PgRunStore(Session session) {
        this.session = session;
    }

    @Override
    public BillingRun findOrInsert(BillingRun run) {
        session.sql()
                .insertInto(BILLING_RUN)
                .set(RunRow.write(session.tenant(), run))
                .onConflictOnConstraint(BILLING_RUN_CUT_OFF_UNIQUE)
                .doNothing()
                .execute();
        return findByCutOff(run.cutOff())
                .orElseThrow(() ->
                        session.refuse(ErrorCode.INTERNAL.because("the run for " + run.cutOff() + " has vanished")));
    }

    @Override
    public Optional<BillingRun> find(RunId id) {
        return session.sql().selectFrom(BILLING_RUN).where(is(id)).fetchOptional(RunRow::read);
    }

    @Override
    public Optional<BillingRun> findByCutOff(Instant cutOff) {
        return session.sql()
                .selectFrom(BILLING_RUN)
                .where(BILLING_RUN.TENANT_ID.eq(session.tenant()), BILLING_RUN.CUT_OFF.eq(cutOff))
                .fetchOptional(RunRow::read);
    }

    @Override
    public List<BillingRun> list(Page page) {
        return session.sql()
                .selectFrom(BILLING_RUN)
                .where(BILLING_RUN.TENANT_ID.eq(session.tenant()), Pages.afterId(BILLING_RUN.RUN_ID, page))
                .orderBy(BILLING_RUN.RUN_ID)
                .limit(page.size())
                .fetch(RunRow::read);
    }

    @Override
    public void reopen(RunId id, long customersTotal) {
        int found = session.sql()
                .update(BILLING_RUN)
                .set(BILLING_RUN.STATUS, RunStatus.RUNNING.name())
                .setNull(BILLING_RUN.FINISHED_AT)
                .set(BILLING_RUN.CUSTOMERS_TOTAL, customersTotal)
                .where(is(id))
                .execute();
        require(id, found > 0);
    }

    @Override
    public RunProgress advance(RunId id, long customers, long invoices, long skipped, long failed) {
        return session.sql()
                .update(BILLING_RUN)
                .set(BILLING_RUN.CUSTOMERS_DONE, BILLING_RUN.CUSTOMERS_DONE.plus(customers))
                .set(
                        BILLING_RUN.CUSTOMERS_TOTAL,
                        DSL.greatest(BILLING_RUN.CUSTOMERS_TOTAL, BILLING_RUN.CUSTOMERS_DONE.plus(customers)))
                .set(BILLING_RUN.INVOICES, BILLING_RUN.INVOICES.plus(invoices))
                .set(BILLING_RUN.SKIPPED, BILLING_RUN.SKIPPED.plus(skipped))
                .set(BILLING_RUN.FAILED, BILLING_RUN.FAILED.plus(failed))
                .where(is(id))
                .returningResult(RunRow.PROGRESS)
                .fetchOptional(RunRow::progress)
                .orElseThrow(() -> unknown(id));
    }

    @Override
    public void finish(BillingRun run) {
        int found = session.sql()
                .update(BILLING_RUN)
                .set(BILLING_RUN.STATUS, run.status().name())
                .set(BILLING_RUN.FINISHED_AT, run.finishedAt())
                .where(is(run.id()))
                .execute();
        require(run.id(), found > 0);
    }

    @Override
    public int putFailure(RunId id, RunFailure failure) {
        require(id, session.sql().fetchExists(BILLING_RUN, is(id)));
        Condition stored = isOf(id).and(
                        BILLING_RUN_FAILURE.CUSTOMER_ID.eq(failure.customer().value()));
        Integer earlier = session.sql()
                .select(BILLING_RUN_FAILURE.ATTEMPTS)
                .from(BILLING_RUN_FAILURE)
                .where(stored)
                .forUpdate()
                .fetchOne(BILLING_RUN_FAILURE.ATTEMPTS);
        if (earlier != null) {
            session.sql()
                    .update(BILLING_RUN_FAILURE)
                    .set(BILLING_RUN_FAILURE.CODE, failure.code().name())
                    .set(BILLING_RUN_FAILURE.MESSAGE, failure.message())
                    .set(BILLING_RUN_FAILURE.ATTEMPTS, failure.attempts())
                    .where(stored)
                    .execute();
            return earlier;
        }
        session.sql()
                .insertInto(BILLING_RUN_FAILURE)
                .set(BILLING_RUN_FAILURE.TENANT_ID, session.tenant())
                .set(BILLING_RUN_FAILURE.RUN_ID, id.value())
                .set(BILLING_RUN_FAILURE.CUSTOMER_ID, failure.customer().value())
                .set(BILLING_RUN_FAILURE.CODE, failure.code().name())
                .set(BILLING_RUN_FAILURE.MESSAGE, failure.message())
                .set(BILLING_RUN_FAILURE.ATTEMPTS, failure.attempts())
                .execute();
        return 0;
    }

    @Override
    public int clearFailures(RunId id, List<CustomerId> customers) {
        String[] keys = customers.stream().map(CustomerId::value).toArray(String[]::new);
        return session.sql()
                .deleteFrom(BILLING_RUN_FAILURE)
                .where(isOf(id), BILLING_RUN_FAILURE.CUSTOMER_ID.eq(DSL.any(keys)))
                .execute();
    }

    @Override
    public List<RunFailure> failures(RunId id) {
        return session.sql()
                .selectFrom(BILLING_RUN_FAILURE)
                .where(isOf(id))
                .orderBy(BILLING_RUN_FAILURE.CUSTOMER_ID)
                .fetch(RunRow::failure);
    }

    private void require(RunId id, boolean found) {
        if (!found) {
            throw unknown(id);
        }
    }

    private BillingException unknown(RunId id) {
        return session.refuse(ErrorCode.RUN_NOT_FOUND.missing("runId", id));
    }

    private Condition isOf(RunId id) {
        return BILLING_RUN_FAILURE.TENANT_ID.eq(session.tenant()).and(BILLING_RUN_FAILURE.RUN_ID.eq(id.value()));
    }

    private Condition is(RunId id) {
        return BILLING_RUN.TENANT_ID.eq(session.tenant()).and(BILLING_RUN.RUN_ID.eq(id.value()));
    }
}
