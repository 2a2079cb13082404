package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.ChunkFailure.Items;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunStatus;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.testkit.FailpointStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks of a run that cannot be written as a whole. Documents of runs stay drafts for ten days. */
abstract class ChunkFailureBehaviour extends EngineBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final CustomerId CYD = CustomerId.of("cyd");

    private final List<ChunkFailure> told = Collections.synchronizedList(new ArrayList<>());

    ChunkFailureBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings().withGrace(Duration.ofDays(10));
    }

    @BeforeEach
    final void subscribeTwo() {
        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        subscribe(ADA, "2023-11-01");
        subscribe(BOB, "2023-11-01");
    }

    @Test
    void are_told_of_and_their_customers_billed_one_by_one() {
        BillingRun run = failing("before invoices.insertHeaders", new IllegalStateException("broken"), "2023-11-01");

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.progress().invoices()).isEqualTo(2);
        assertThat(told).hasSize(1).allSatisfy(failure -> {
            assertThat(failure.tenant()).isEqualTo(tenant);
            assertThat(failure.run().id()).isEqualTo(run.id());
            assertThat(failure.items()).isEqualTo(Items.CUSTOMERS);
            assertThat(failure.size()).isEqualTo(2);
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failure.message()).isEqualTo("unexpected IllegalStateException");
            assertThat(failure.cause()).hasMessage("broken");
        });
    }

    @Test
    void are_told_of_and_their_drafts_finalised_one_by_one() {
        run("2023-11-01");
        clock.set("2023-11-11T00:00:00Z");
        BillingRun run =
                failing("before invoices.finalizeDrafts", ErrorCode.NUMBER_TOO_LONG.because("too long"), "2023-11-11");

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(invoices()).extracting(Invoice::status).containsOnly(InvoiceStatus.FINALIZED);
        assertThat(told).hasSize(1).allSatisfy(failure -> {
            assertThat(failure.tenant()).isEqualTo(tenant);
            assertThat(failure.run().id()).isEqualTo(run.id());
            assertThat(failure.items()).isEqualTo(Items.DRAFTS);
            assertThat(failure.size()).isEqualTo(2);
            assertThat(failure.code()).isEqualTo(ErrorCode.NUMBER_TOO_LONG);
            assertThat(failure.message()).isEqualTo("too long");
        });
    }

    @Test
    void are_not_told_of_where_one_customer_alone_was_due() {
        billAndFinaliseTwo();
        subscribe(CYD, "2023-11-15");
        BillingRun run = failing("before invoices.insertHeaders", new IllegalStateException("broken"), "2023-11-15");

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.progress().invoices()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void are_not_told_of_where_one_draft_alone_was_due() {
        billAndFinaliseTwo();
        subscribe(CYD, "2023-11-15");
        run("2023-11-15");
        clock.set("2023-11-25T00:00:00Z");
        BillingRun run =
                failing("before invoices.finalizeDrafts", ErrorCode.NUMBER_TOO_LONG.because("too long"), "2023-11-25");

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(invoices()).hasSize(3).extracting(Invoice::status).containsOnly(InvoiceStatus.FINALIZED);
        assertThat(told).isEmpty();
    }

    @Test
    void are_not_told_of_where_the_chunk_may_be_tried_again_as_a_whole() {
        assertRefused(
                ErrorCode.STORE_CONTENTION,
                null,
                () -> failing(
                        "before invoices.insertHeaders", ErrorCode.STORE_CONTENTION.because("held"), "2023-11-01"));

        assertThat(told).isEmpty();
    }

    /** Up to 15 November, when somebody else begins. */
    private void billAndFinaliseTwo() {
        run("2023-11-01");
        run("2023-11-11");
        clock.set("2023-11-15T00:00:00Z");
        engine().customers().create(NewCustomer.of(CYD, "Cyd"));
    }

    /** Runs, and fails once at the point. */
    private BillingRun failing(String point, RuntimeException cause, String cutOff) {
        FailpointStore store = new FailpointStore(store(), FailpointStore.at(point, 1, () -> {
            throw cause;
        }));
        EngineObserver observer = new EngineObserver() {
            @Override
            public void chunkFailed(ChunkFailure failure) {
                told.add(failure);
            }
        };
        BillingEngine watched =
                Billing4J.builder(store).clock(clock).observer(observer).build().forTenant(tenant);
        return watched.runs().run(LocalDate.parse(cutOff));
    }
}
