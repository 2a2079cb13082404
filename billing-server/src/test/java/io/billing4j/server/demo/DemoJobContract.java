package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.run.RunStatus;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the demo comes to on any store. */
@Timeout(60)
abstract class DemoJobContract {
    /** On the test's store. */
    Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();

    /** A store without any tenant. */
    abstract BillingStore emptyStore();

    @BeforeEach
    void open() {
        billing = Billing4J.builder(emptyStore()).build();
    }

    @Nested
    class OnAnEmptyStore {
        @Test
        void it_bills_the_trace_to_the_cent_in_120_gapless_invoices() {
            DemoOutcome outcome = run(DemoBooks.standard());

            DemoFigures.assertBilled(outcome);
            assertThat(recorded(outcome)).isEqualTo(56_370);
            assertThat(duplicates(outcome)).isZero();
            assertThat(outcome.runs()).hasSize(2).allSatisfy(billed -> {
                assertThat(billed.run().status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(billed.run().progress().invoices()).isEqualTo(60);
            });
        }

        @Test
        void two_jobs_at_once_bill_nothing_twice() {
            CompletableFuture<DemoOutcome> other = CompletableFuture.supplyAsync(() -> run(DemoBooks.standard()));
            DemoOutcome outcome = run(DemoBooks.standard());

            DemoFigures.assertBilled(outcome);
            DemoFigures.assertBilled(other.join());
            assertThat(DemoFigures.content(other.join())).isEqualTo(DemoFigures.content(outcome));
            assertThat(recorded(outcome) + recorded(other.join())).isEqualTo(56_370);
            assertThat(engine().listFindings(null, Page.first(10))).isEmpty();
        }
    }

    @Nested
    class OnceItHasRun {
        @Test
        void another_job_loads_nothing_and_finds_the_same_invoices() {
            DemoOutcome first = run(DemoBooks.standard());
            DemoOutcome second = run(DemoBooks.standard());

            assertThat(second.load()).isNull();
            assertThat(second.invoices()).isEqualTo(first.invoices());
            assertThat(engine().listInvoices(null, Page.first(Page.MAX_SIZE))).hasSize(120);
            assertThat(engine().runs().list(Page.first(10))).hasSize(2);
        }
    }

    /** Runs a job on the test's store. */
    DemoOutcome run(DemoBooks books) {
        return new DemoJob(billing, books).run(DemoProgress.NONE);
    }

    /** Of the tenant demo. */
    BillingEngine engine() {
        return billing.forTenant(DemoJob.TENANT);
    }

    /** How many events were new. */
    static int recorded(DemoOutcome outcome) {
        DemoOutcome.Load load = outcome.load();
        return load == null ? 0 : load.recorded();
    }

    /** How many events were there already. */
    static int duplicates(DemoOutcome outcome) {
        DemoOutcome.Load load = outcome.load();
        return load == null ? 0 : load.duplicates();
    }
}
