package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.testkit.FailpointStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Drafts of more than one period ago: documents of runs stay drafts for 70 days. Those of 1 November are finalised on 10
 * January (29 days of November, 31 of December, 10 of January), when those of December and January are drafts.
 */
abstract class LongGraceBehaviour extends EngineBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final CustomerId CYD = CustomerId.of("cyd");

    /** 70 days after 1 January, of which 30 are January's and 29 February's: the grace of all three months is over. */
    private static final String ALL_OVER = "2024-03-11";

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
        assertThat(finalisingTransactions("2024-01-10")).isEqualTo(1);

        assertThat(numbers(finalised())).containsExactly("INV-202401-00001", "INV-202401-00002", "INV-202401-00003");
    }

    @Test
    void one_in_which_something_may_have_come_out_otherwise_is_seen_to_by_itself() {
        report("late", BOB, "1500", "2023-11-20T00:00:00Z");

        assertThat(finalisingTransactions("2024-01-10")).isEqualTo(2);

        assertThat(finalised()).extracting(Invoice::customer).containsExactly(ADA, BOB, CYD);
    }

    @Test
    void drafts_of_one_customer_for_several_periods_are_finalised_together() {
        assertThat(finalisingTransactions(ALL_OVER)).isEqualTo(1);

        assertFinalisedOneAfterTheOther(9);
    }

    /** The later drafts are of the earlier periods: five, from September to January. */
    @Test
    void drafts_of_one_customer_for_subscriptions_of_different_start_are_finalised_together() {
        PlanId support = PlanId.of("support");
        engine().catalog()
                .createPlan(
                        support,
                        "Support",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(
                                ChargeId.of("support"), "Support", PriceModel.flat(BigMoney.parse("USD 5")))));
        engine().subscriptions()
                .create(new NewSubscription(
                        SubscriptionId.of("ada-earlier"),
                        ADA,
                        support,
                        LocalDate.parse("2023-09-01"),
                        null,
                        BigDecimal.ONE));
        run("2024-01-01");
        assertThat(invoices()).hasSize(14);

        assertThat(finalisingTransactions(ALL_OVER)).isEqualTo(1);

        assertFinalisedOneAfterTheOther(14);
    }

    /** Each customer's at instants of their own, in the order in which the documents were made. */
    private void assertFinalisedOneAfterTheOther(int documents) {
        List<Invoice> issued = invoices().stream()
                .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                .toList();
        assertThat(issued).hasSize(documents);
        Map<CustomerId, List<Instant>> recorded = issued.stream()
                .collect(Collectors.groupingBy(
                        Invoice::customer,
                        Collectors.mapping(
                                invoice ->
                                        invoice.state().issued().orElseThrow().finalizedAt(),
                                Collectors.toList())));
        assertThat(recorded)
                .hasSize(3)
                .allSatisfy((customer, instants) ->
                        assertThat(instants).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates());
    }

    /** Runs when a grace is over; in how many transactions documents were finalised. */
    private int finalisingTransactions(String cutOff) {
        AtomicInteger finalising = new AtomicInteger();
        FailpointStore counting = new FailpointStore(store(), point -> {
            if (point.equals("before invoices.finalizeDrafts")) {
                finalising.incrementAndGet();
            }
        });
        clock.set(cutOff + "T00:00:00Z");
        Billing4J.builder(counting)
                .clock(clock)
                .build()
                .forTenant(tenant)
                .runs()
                .run(LocalDate.parse(cutOff));
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
