package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.run.FindingReason;
import io.billing4j.tenant.TenantSettings;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Numbers that show whose document it is, and count by customer. */
abstract class NumberingBehaviour extends EngineBooks {
    private static final CustomerId BOB = CustomerId.of("bob");

    NumberingBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings()
                .withInvoiceTemplate(NumberingTemplate.of("{entity}/{customer}-{seq:3}", SequenceCounter.CUSTOMER));
    }

    @Test
    void a_run_counts_the_documents_of_each_customer_without_a_gap() {
        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        subscribe(ADA, "2023-11-01");
        subscribe(BOB, "2023-12-01");

        run("2024-01-01");
        run("2024-02-01");

        assertThat(numbers(invoices()))
                .containsExactlyInAnyOrder(
                        "main/ada-001",
                        "main/ada-002",
                        "main/ada-003",
                        "main/ada-004",
                        "main/bob-001",
                        "main/bob-002",
                        "main/bob-003");
    }

    @Test
    void a_document_finalised_by_hand_takes_the_next_number_of_its_customer() {
        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        subscribe(ADA, "2023-11-01");
        subscribe(BOB, "2023-11-01");
        run("2023-11-01");

        clock.set("2023-12-02T00:00:00Z");
        engine().runs().run(LocalDate.parse("2023-12-01"));

        assertThat(invoices())
                .allSatisfy(invoice ->
                        assertThat(invoice.number().orElseThrow().scopeKey()).isEqualTo("/" + invoice.customer()));
        assertThat(numbers(invoices()))
                .containsExactlyInAnyOrder("main/ada-001", "main/ada-002", "main/bob-001", "main/bob-002");
    }

    @Test
    void a_customer_whose_key_has_no_room_in_a_number_is_refused() {
        // 50 characters, 9 of them digits, 2 literal ones, 4 of "main"
        CustomerId fits = CustomerId.of("c".repeat(35));
        CustomerId tooLong = CustomerId.of("c".repeat(36));

        engine().customers().create(NewCustomer.of(fits, "Fits"));

        assertRefused(
                ErrorCode.NUMBER_TOO_LONG,
                "customerId",
                () -> engine().customers().create(NewCustomer.of(tooLong, "Too long")));
        assertThat(engine().customers().find(tooLong)).isEmpty();
    }

    @Test
    void a_customer_whose_key_lost_its_room_is_a_finding_and_stops_nobody_else() {
        CustomerId fits = CustomerId.of("c".repeat(35));
        engine().customers().create(NewCustomer.of(fits, "Fits"));
        subscribe(ADA, "2023-11-01");
        subscribe(fits, "2023-11-01");
        NumberingTemplate longer =
                NumberingTemplate.of("INVOICE#{entity}/{customer}-{seq:3}", SequenceCounter.CUSTOMER);

        store().inTransaction(tenant, unit -> {
            unit.settings().replace(settings().withInvoiceTemplate(longer));
            return true;
        });
        run("2023-11-01");

        assertThat(numbers(invoices())).containsExactly("INVOICE#main/ada-001");
        assertThat(findings()).containsExactly(FindingReason.BILLING_FAILED, FindingReason.PERIOD_NOT_BILLABLE);
    }
}
