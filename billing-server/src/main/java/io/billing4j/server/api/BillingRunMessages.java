package io.billing4j.server.api;

import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import java.util.List;

/** Billing runs as messages. */
final class BillingRunMessages {
    private BillingRunMessages() {}

    static io.billing4j.grpc.v1.BillingRun of(BillingRun run, List<RunFailure> failures) {
        RunProgress progress = run.progress();
        io.billing4j.grpc.v1.BillingRun.Builder message = io.billing4j.grpc.v1.BillingRun.newBuilder()
                .setRunId(run.id().toString())
                .setCutOff(Writing.timestamp(run.cutOff()))
                .setBusinessDate(run.businessDate().toString())
                .setStatus(io.billing4j.grpc.v1.BillingRun.Status.valueOf(
                        run.status().name()))
                .setCustomersTotal(progress.customersTotal())
                .setCustomersDone(progress.customersDone())
                .setInvoices(progress.invoices())
                .setSkipped(progress.skipped())
                .setFailed(progress.failed())
                .setStartedAt(Writing.timestamp(run.startedAt()))
                .addAllFailures(failures.stream().map(BillingRunMessages::of).toList());
        if (run.finishedAt() != null) {
            message.setFinishedAt(Writing.timestamp(run.finishedAt()));
        }
        return message.build();
    }

    private static io.billing4j.grpc.v1.RunFailure of(RunFailure failure) {
        return io.billing4j.grpc.v1.RunFailure.newBuilder()
                .setCustomerId(failure.customer().value())
                .setCode(failure.code().name())
                .setMessage(failure.message())
                .setAttempts(failure.attempts())
                .build();
    }
}
