package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.BILLING_RUN;
import static io.billing4j.jdbc.internal.generated.Tables.BILLING_RUN_FAILURE;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.jdbc.internal.generated.tables.records.BillingRunRecord;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;

/** Runs in {@code billing_run}, what they could not bill in {@code billing_run_failure}. */
public final class RunRow {
    /** The columns of {@link #progress}. */
    public static final List<Field<Long>> PROGRESS = List.of(
            BILLING_RUN.CUSTOMERS_TOTAL,
            BILLING_RUN.CUSTOMERS_DONE,
            BILLING_RUN.INVOICES,
            BILLING_RUN.SKIPPED,
            BILLING_RUN.FAILED);

    private RunRow() {}

    /** The row of a run. */
    public static BillingRunRecord write(String tenant, BillingRun run) {
        RunProgress progress = run.progress();
        BillingRunRecord row = new BillingRunRecord();
        row.setTenantId(tenant);
        row.setRunId(run.id().value());
        row.setCutOff(run.cutOff());
        row.setBusinessDate(run.businessDate());
        row.setStatus(run.status().name());
        row.setCustomersTotal(progress.customersTotal());
        row.setCustomersDone(progress.customersDone());
        row.setInvoices(progress.invoices());
        row.setSkipped(progress.skipped());
        row.setFailed(progress.failed());
        row.setStartedAt(run.startedAt());
        row.setFinishedAt(run.finishedAt());
        return row;
    }

    /** The run of a row. */
    public static BillingRun read(Record row) {
        return Stored.read(
                () -> "billing run " + row.get(BILLING_RUN.RUN_ID),
                () -> new BillingRun(
                        RunId.of(Stored.get(row, BILLING_RUN.RUN_ID)),
                        Stored.get(row, BILLING_RUN.CUT_OFF),
                        Stored.get(row, BILLING_RUN.BUSINESS_DATE),
                        RunStatus.valueOf(Stored.get(row, BILLING_RUN.STATUS)),
                        progress(row),
                        Stored.get(row, BILLING_RUN.STARTED_AT),
                        row.get(BILLING_RUN.FINISHED_AT)));
    }

    /** What the run of a row has done. */
    public static RunProgress progress(Record row) {
        return new RunProgress(
                Stored.get(row, BILLING_RUN.CUSTOMERS_TOTAL),
                Stored.get(row, BILLING_RUN.CUSTOMERS_DONE),
                Stored.get(row, BILLING_RUN.INVOICES),
                Stored.get(row, BILLING_RUN.SKIPPED),
                Stored.get(row, BILLING_RUN.FAILED));
    }

    /** The failure of a row. */
    public static RunFailure failure(Record row) {
        return Stored.read(
                () -> "failure of customer " + row.get(BILLING_RUN_FAILURE.CUSTOMER_ID) + " in billing run "
                        + row.get(BILLING_RUN_FAILURE.RUN_ID),
                () -> new RunFailure(
                        CustomerId.of(Stored.get(row, BILLING_RUN_FAILURE.CUSTOMER_ID)),
                        ErrorCode.valueOf(Stored.get(row, BILLING_RUN_FAILURE.CODE)),
                        Stored.get(row, BILLING_RUN_FAILURE.MESSAGE),
                        Stored.get(row, BILLING_RUN_FAILURE.ATTEMPTS)));
    }
}
