package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.NoteNumbering;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an outside service is asked while it becomes another question, and in whose name. */
abstract class ExternalTaxRoundBehaviour extends ExternalTaxBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final EntityId DE = EntityId.of("de");

    ExternalTaxRoundBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_document_that_is_another_each_time_is_left_to_the_next_run() {
        usageThatKeepsComing();
        run("2023-12-01");

        assertThat(totals()).containsExactly("23.80");
        // Once for November, and ten times for December.
        assertThat(taxService.calls()).isEqualTo(11);
        assertThat(codes()).hasSize(2).containsOnly(ErrorCode.TAX_PENDING.name());

        inOrder();
        run("2023-12-01");
        // 1,000 are free: of 11,000 calls 100.00 are left, and 20.00
        assertThat(totals()).containsExactly("23.80", "142.80");
        assertThat(engine().verifyInvoice(invoices().get(1).id())).isEmpty();
    }

    @Test
    void who_asks_for_a_document_that_is_another_each_time_is_told() {
        usageThatKeepsComing();
        clock.set("2023-12-01T00:00:00Z");
        InvoiceGenerationRequest december = InvoiceGenerationRequest.of(
                SubscriptionId.of("ada"), Instant.parse("2023-12-01T00:00:00Z"), Instant.parse("2024-01-01T00:00:00Z"));
        assertRefused(ErrorCode.TAX_PENDING, null, () -> engine().generateInvoice(december));

        assertThat(taxService.calls()).isEqualTo(11);
        inOrder();
        assertThat(made(engine().generateInvoice(december)).totals().total()).isEqualTo(dollars("142.80"));
    }

    @Test
    void documents_are_asked_for_in_the_names_of_their_entities() {
        open();
        engine().customers().create(NewCustomer.of(BOB, "Bob").withEntity(DE));
        subscribe(ADA, "2023-11-01");
        subscribe(BOB, "2023-11-01");
        taxService.refuse(question -> question.entity().equals(DE));
        run("2023-11-01");
        assertThat(numbers(invoices())).containsExactly("INV/main/202311-00001");

        inOrder();
        run("2023-11-01");
        assertThat(numbers(invoices())).containsExactly("INV/main/202311-00001", "INV/de/202311-00001");
        assertThat(invoices()).allMatch(Invoice::verified);
        assertThat(taxService.asked())
                .extracting(TaxQuestion::entity)
                .containsExactlyInAnyOrder(EntityId.of("main"), DE, DE);
    }

    @Test
    void what_was_said_in_the_name_of_one_entity_is_not_said_in_that_of_another() {
        open();
        subscribe(ADA, "2023-11-01");
        engine().previewNextInvoice(SubscriptionId.of("ada"));
        engine().customers().moveTo(ADA, DE);
        taxService.rate("7");
        run("2023-11-01");

        // 7 % of 20.00
        assertThat(totals()).containsExactly("21.40");
        assertThat(invoices().get(0).entity()).isEqualTo(DE);
        assertThat(taxService.calls()).isEqualTo(2);
    }

    @Test
    void a_change_is_made_within_a_transaction_of_the_hosts_though_a_shared_document_is_due() {
        choose(present -> present.withConsolidation(Consolidation.CUSTOMER)
                .withChanges(new ChangePolicy(
                        FeeTiming.AT_INSTANT,
                        FeeTiming.AT_INSTANT,
                        FeeTiming.AT_INSTANT,
                        FeeTiming.AT_INSTANT,
                        true,
                        false)));
        subscribeSecond("2023-11-01");
        run("2023-11-01");
        clock.set("2023-12-01T00:00:00Z");
        hosted().subscriptions().change(SECOND, new ChangeQuantity(new BigDecimal("2"), ChangeTiming.now(), null));

        assertThat(engine().subscriptions()
                        .find(SECOND)
                        .orElseThrow()
                        .subscription()
                        .quantityAt(clock.now(tenant)))
                .isEqualByComparingTo("2");
        assertThat(codes()).containsOnly(ErrorCode.TAX_PENDING.name());
        run("2023-12-01");
        assertThat(invoices()).hasSize(2).allMatch(Invoice::verified);
    }

    /** 1,000 calls of November before it is asked for December, and 1,000 more each time that somebody is asked. */
    private void usageThatKeepsComing() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        report("e0", ADA, "1000", "2023-11-10T00:00:00Z");
        AtomicInteger more = new AtomicInteger();
        taxService.before(questions -> report("e" + more.incrementAndGet(), ADA, "1000", "2023-11-10T00:00:00Z"));
    }

    private void open() {
        engine().settings()
                .update(present -> present.withInvoiceTemplate(NumberingTemplate.of("INV/{entity}/{yyyyMM}-{seq:5}"))
                        .withCreditNotes(NoteNumbering.of(NumberingTemplate.of("CN/{entity}/{yyyyMM}-{seq:5}"))));
        engine().entities().create(DE, "Acme GmbH");
    }
}
