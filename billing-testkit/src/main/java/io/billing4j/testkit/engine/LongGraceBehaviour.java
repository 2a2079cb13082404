package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.NewCustomer;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.testkit.FailpointStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Drafts of more than one period ago: documents of runs stay drafts for 70 days. Those of 1 November are finalised on 10 January
 * (29 days of November, 31 of December, 10 of January), when those of December and January are drafts.
 */
abstract class LongGraceBehaviour extends EngineBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final CustomerId CYD = CustomerId.of("cyd");

    LongGraceBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings().withGrace(Duration.ofDays(70));
    }

    @BeforeEach
    final void billThreeMonths() {
        for (CustomerId more : List.of(BOB, CYD)) {
            engine().customers().create(NewCustomer.of(more, more.value()));
        }
        for (CustomerId customer : List.of(ADA, BOB, CYD)) {
            subscribe(customer, "2023-11-01");
        }
        run("2023-11-01");
        run("2023-12-01");
        run("2024-01-01");
        assertThat(invoices()).hasSize(9).extracting(Invoice::status).containsOnly(InvoiceStatus.DRAFT);
    }

    @Test
    void drafts_of_several_periods_ago_are_finalised_together() {
        assertThat(finalisingTransactions()).isEqualTo(1);

        assertThat(numbers(finalised())).containsExactly("INV-202401-00001", "INV-202401-00002", "INV-202401-00003");
    }

    @Test
    void one_in_which_something_may_have_come_out_otherwise_is_seen_to_by_itself() {
        report("late", BOB, "1500", "2023-11-20T00:00:00Z");

        assertThat(finalisingTransactions()).isEqualTo(2);

        assertThat(finalised()).extracting(Invoice::customer).containsExactly(ADA, BOB, CYD);
    }

    /** Runs when the grace is over; in how many transactions documents were finalised. */
    private int finalisingTransactions() {
        AtomicInteger finalising = new AtomicInteger();
        FailpointStore counting = new FailpointStore(store(), point -> {
            if (point.equals("before invoices.finalizeDrafts")) {
                finalising.incrementAndGet();
            }
        });
        clock.set("2024-01-10T00:00:00Z");
        Billing4J.builder(counting)
                .clock(clock)
                .build()
                .forTenant(tenant)
                .runs()
                .run(LocalDate.parse("2024-01-10"));
        return finalising.get();
    }

    /** Those of November, and no others. */
    private List<Invoice> finalised() {
        List<Invoice> finalised = invoices().stream()
                .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                .toList();
        assertThat(finalised)
                .extracting(invoice -> invoice.period().startDate())
                .containsOnly(LocalDate.parse("2023-11-01"));
        return finalised;
    }
}
