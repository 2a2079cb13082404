package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.audit.AuditEntry;
import io.billing4j.customer.Customer;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.store.Page;
import io.billing4j.tenant.NoteNumbering;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Documents in the names of several entities. */
abstract class EntityBehaviour extends ChangeBooks {
    private static final EntityId DE = EntityId.of("de");
    private static final EntityId US = EntityId.of("us");
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final NumberingTemplate INVOICES = NumberingTemplate.of("INV/{entity}/{yyyyMM}-{seq:5}");
    private static final NoteNumbering NOTES = NoteNumbering.of(NumberingTemplate.of("CN/{entity}/{yyyyMM}-{seq:5}"));

    EntityBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void each_entity_has_a_series_of_its_own_without_a_gap() {
        open();
        for (int i = 0; i < 6; i++) {
            CustomerId id = CustomerId.of("c" + i);
            engine().customers().create(NewCustomer.of(id, "C").withEntity(i % 2 == 0 ? DE : US));
            start(id, id.value());
        }
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");

        assertThat(numbers(invoices()))
                .containsExactlyInAnyOrder(
                        "INV/main/202311-00001",
                        "INV/de/202311-00001",
                        "INV/de/202311-00002",
                        "INV/de/202311-00003",
                        "INV/us/202311-00001",
                        "INV/us/202311-00002",
                        "INV/us/202311-00003");
        assertThat(invoices())
                .allMatch(invoice -> invoice.number().orElseThrow().text().contains("/" + invoice.entity() + "/"));
    }

    @Test
    void drafts_that_become_final_together_have_numbers_of_their_entities() {
        open();
        engine().settings().update(present -> present.withGrace(Duration.ofDays(1)));
        engine().customers().create(NewCustomer.of(BOB, "Bob").withEntity(US));
        start(BOB, "bob");
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-11-02T00:00:00Z");

        assertThat(numbers(invoices())).containsExactlyInAnyOrder("INV/main/202311-00001", "INV/us/202311-00001");
    }

    @Test
    void numbers_have_to_show_whose_they_are() {
        assertRefused(
                ErrorCode.ENTITY_NEEDS_SERIES,
                "invoiceTemplate",
                () -> engine().entities().create(DE, "Acme GmbH"));
        engine().settings().update(present -> present.withInvoiceTemplate(INVOICES));
        assertRefused(
                ErrorCode.ENTITY_NEEDS_SERIES,
                "creditNotes.template",
                () -> engine().entities().create(DE, "Acme GmbH"));
        engine().settings().update(present -> present.withCreditNotes(NoteNumbering.DEFAULT));
        assertRefused(
                ErrorCode.ENTITY_NEEDS_SERIES,
                "creditNotes.template",
                () -> engine().entities().create(DE, "Acme GmbH"));
        assertThat(engine().settings().get().severalEntities()).isFalse();
        engine().settings().update(present -> present.withCreditNotes(NOTES));
        engine().entities().create(DE, "Acme GmbH");

        assertThat(engine().settings().get().severalEntities()).isTrue();
        assertRefused(
                ErrorCode.ENTITY_NEEDS_SERIES,
                "invoiceTemplate",
                () -> engine().settings()
                        .update(present -> present.withInvoiceTemplate(NumberingTemplate.of("X/{seq}"))));
        assertRefused(
                ErrorCode.ENTITY_NEEDS_SERIES,
                "creditNotes.template",
                () -> engine().settings()
                        .update(present -> present.withCreditNotes(NoteNumbering.of(NumberingTemplate.of("Y/{seq}")))));
        // That of an invoice shows it.
        engine().settings()
                .update(present -> present.withCreditNotes(
                        NoteNumbering.of(NumberingTemplate.of("{invoice}#CN{seq:3}", SequenceCounter.INVOICE))));
    }

    @Test
    void entities_are_kept_and_exist_once() {
        open();

        assertThat(engine().entities().list(Page.first(10)))
                .extracting(InvoicingEntity::id, InvoicingEntity::name)
                .containsExactly(tuple(DE, "Acme GmbH"), tuple(US, "Acme Inc."));
        assertThat(engine().entities().find(US)).isPresent();
        assertThat(engine().entities().find(Customer.MAIN_ENTITY)).isEmpty();
        engine().entities().create(Customer.MAIN_ENTITY, "Acme AG");
        assertThat(engine().audit("entity", "us", Page.first(10)))
                .extracting(AuditEntry::action, AuditEntry::after)
                .containsExactly(tuple("entity.created", Map.of("name", "Acme Inc.")));
        assertRefused(
                ErrorCode.ENTITY_EXISTS, "entityId", () -> engine().entities().create(US, "Other"));
        assertRefused(ErrorCode.MISSING_FIELD, "name", () -> engine().entities().create(EntityId.of("x"), " "));
    }

    @Test
    void a_customer_is_of_an_entity_that_exists() {
        open();
        assertThat(engine().customers()
                        .create(NewCustomer.of(BOB, "Bob").withEntity(US))
                        .entity())
                .isEqualTo(US);

        assertRefused(
                ErrorCode.ENTITY_NOT_FOUND,
                "entity",
                () -> engine().customers()
                        .create(NewCustomer.of(CustomerId.of("eve"), "Eve").withEntity(EntityId.of("fr"))));
        assertRefused(
                ErrorCode.ENTITY_NOT_FOUND, "entity", () -> engine().customers().moveTo(BOB, EntityId.of("fr")));
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND,
                "customerId",
                () -> engine().customers().moveTo(CustomerId.of("eve"), DE));
    }

    @Test
    void a_customer_that_moves_has_later_documents_of_the_other_entity() {
        open();
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");
        assertThat(engine().customers().moveTo(ADA, US).entity()).isEqualTo(US);
        engine().customers().moveTo(ADA, US);
        billAt("2023-12-01T00:00:00Z");

        assertThat(numbers(invoices())).containsExactly("INV/main/202311-00001", "INV/us/202312-00001");
        assertThat(engine().customers().find(ADA).orElseThrow().entity()).isEqualTo(US);
        assertThat(engine().audit("customer", "ada", Page.first(10)))
                .filteredOn(entry -> entry.action().equals("customer.moved"))
                .extracting(AuditEntry::before, AuditEntry::after)
                .containsExactly(tuple(Map.of("entity", "main"), Map.of("entity", "us")));
    }

    @Test
    void a_credit_note_is_of_the_entity_of_its_invoice() {
        open();
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");
        Invoice november = last();
        engine().customers().moveTo(ADA, US);
        Invoice note = engine().creditNotes().issue(CreditNoteRequest.whole(november.id(), CreditReason.OTHER));

        assertThat(note.entity()).isEqualTo(Customer.MAIN_ENTITY);
        assertThat(note.number().orElseThrow().text()).isEqualTo("CN/main/202311-00001");
        assertProven();
    }

    @Test
    void what_is_made_again_is_of_the_present_entity() {
        open();
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");
        engine().voidInvoice(last().id(), VoidIntent.REISSUE);
        engine().customers().moveTo(ADA, DE);
        billAt("2023-11-12T00:00:00Z");

        assertThat(numbers(invoices())).containsExactly("INV/main/202311-00001", "INV/de/202311-00001");
        assertThat(engine().audit("invoice", last().id().toString(), Page.first(10)))
                .allMatch(entry -> "de".equals(entry.after().get("entity")));
    }

    /** It has taken of the balance what it would give back when it is computed again. */
    @Test
    void nobody_moves_with_a_draft() {
        open();
        engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
        engine().balances().adjust(ADA, Money.parse("USD 30.00"), "Sorry", null);
        start(ADA, "ada");
        billAt("2023-11-01T00:00:00Z");
        assertThat(balance()).isEqualTo("0.00");
        assertRefused(
                ErrorCode.ENTITY_HAS_OPEN_ITEMS,
                "entity",
                () -> engine().customers().moveTo(ADA, DE));
        billAt("2023-11-11T00:00:00Z");

        assertThat(engine().customers().moveTo(ADA, DE).entity()).isEqualTo(DE);
    }

    @Test
    void nobody_moves_with_something_on_the_balance() {
        open();
        engine().balances().adjust(ADA, Money.parse("USD 5.00"), "Sorry", null);
        assertRefused(
                ErrorCode.ENTITY_HAS_OPEN_ITEMS,
                "entity",
                () -> engine().customers().moveTo(ADA, US));
        engine().balances().payOut(ADA, Money.parse("USD 5.00"), "Left", null);

        assertThat(engine().customers().moveTo(ADA, US).entity()).isEqualTo(US);
    }

    @Test
    void keys_have_room_in_numbers() {
        open();
        // 50 less INV//, six digits of the month, a dash and nine of the sequence leave 29.
        EntityId longest = EntityId.of("e".repeat(29));
        engine().entities().create(longest, "Long");
        assertRefused(
                ErrorCode.NUMBER_TOO_LONG,
                "entityId",
                () -> engine().entities().create(EntityId.of("e".repeat(30)), "Long"));
        engine().customers().moveTo(ADA, longest);
        engine().customers().moveTo(ADA, Customer.MAIN_ENTITY);
        NumberingTemplate both = NumberingTemplate.of("{entity}/{customer}#{yyyyMM}-{seq:5}");
        engine().settings().update(present -> present.withInvoiceTemplate(both));
        CustomerId bob = CustomerId.of("b".repeat(10));
        engine().customers().create(NewCustomer.of(bob, "Bob"));
        assertRefused(
                ErrorCode.NUMBER_TOO_LONG, "entity", () -> engine().customers().moveTo(bob, longest));
        assertRefused(
                ErrorCode.NUMBER_TOO_LONG,
                "customerId",
                () -> engine().customers()
                        .create(NewCustomer.of(CustomerId.of("c".repeat(10)), "C")
                                .withEntity(longest)));
    }

    private void open() {
        engine().settings()
                .update(present -> present.withInvoiceTemplate(INVOICES).withCreditNotes(NOTES));
        engine().entities().create(DE, "Acme GmbH");
        engine().entities().create(US, "Acme Inc.");
    }

    private void start(CustomerId customer, String id) {
        engine().subscriptions()
                .create(NewSubscription.of(customer, BASIC, LocalDate.parse("2023-11-01"))
                        .withId(SubscriptionId.of(id)));
    }
}
