package io.billing4j.server.observe;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.server.tracing.LogFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes down every document, before the work and after it, and how runs go on. What identifies them stands in fields of
 * their own: {@code tenant_id}, {@code subscription_id}, {@code period_start}, {@code period_end}, {@code
 * billing_sequence}, {@code invoice_number}; what ties the lines of one request together is in the thread's diagnostic context.
 */
public final class InvoiceLog implements EngineObserver {
    private static final Logger LOG = LoggerFactory.getLogger(InvoiceLog.class);

    /** Writes to the logger of this class. */
    public InvoiceLog() {}

    @Override
    public void invoiceStarted(InvoiceObservation observation) {
        of(LOG.atInfo(), observation).log("generating invoice");
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        finished(LOG.atInfo(), observation).log("invoice generated");
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        LoggingEventBuilder line = switch (category) {
            // The caller was told, and nothing is wrong with us.
            case INVALID, NOT_FOUND, CONFLICT, PRECONDITION -> LOG.atInfo();
            case UNAVAILABLE -> LOG.atWarn();
            case INTERNAL -> LOG.atError();
        };
        finished(line, observation)
                .addKeyValue("error_category", category.name())
                .log("invoice failed");
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        RunProgress progress = run.progress();
        of(LOG.atInfo(), tenant)
                .addKeyValue("run_id", run.id().toString())
                .addKeyValue("cut_off", run.cutOff().toString())
                .addKeyValue("status", run.status().name())
                .addKeyValue("customers_total", progress.customersTotal())
                .addKeyValue("customers_done", progress.customersDone())
                .addKeyValue("invoices", progress.invoices())
                .addKeyValue("skipped", progress.skipped())
                .addKeyValue("failed", progress.failed())
                .log("billing run");
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        LoggingEventBuilder line = of(LOG.atWarn(), failure.tenant())
                .addKeyValue("run_id", failure.run().id().toString())
                .addKeyValue("cut_off", failure.run().cutOff().toString())
                .addKeyValue("items", failure.items().name())
                .addKeyValue("size", failure.size())
                .addKeyValue("error_code", failure.code().name())
                .addKeyValue("error_message", failure.message());
        // What no code stands for is found by its trace only.
        (failure.code() == ErrorCode.INTERNAL ? line.setCause(failure.cause()) : line)
                .log("chunk failed, its items are tried one by one");
    }

    private static LoggingEventBuilder finished(LoggingEventBuilder line, InvoiceObservation observation) {
        LoggingEventBuilder known = of(line, observation)
                .addKeyValue("duration_us", observation.duration().toNanos() / 1_000);
        return observation.number() == null
                ? known
                : known.addKeyValue("invoice_number", observation.number().text());
    }

    private static LoggingEventBuilder of(LoggingEventBuilder line, InvoiceObservation observation) {
        return of(line, observation.tenant())
                .addKeyValue("subscription_id", observation.subscription().value())
                .addKeyValue(
                        "period_start",
                        observation.place().period().startInclusive().toString())
                .addKeyValue(
                        "period_end",
                        observation.place().period().endExclusive().toString())
                .addKeyValue("billing_sequence", observation.place().sequence());
    }

    private static LoggingEventBuilder of(LoggingEventBuilder line, TenantId tenant) {
        return LogFields.on(line, LogFields.TENANT_ID, tenant.value());
    }
}
