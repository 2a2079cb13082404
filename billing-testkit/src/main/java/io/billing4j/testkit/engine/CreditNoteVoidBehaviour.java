package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Credit notes that are void, and invoices that take theirs with them. */
abstract class CreditNoteVoidBehaviour extends CreditBooks {
    CreditNoteVoidBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class AVoidNote {
        @Test
        void leaves_all_as_it_was() {
            Invoice invoice = november();
            Invoice note = engine().creditNotes().issue(part(invoice, "30.00").withUse(use("5.00", "6.00", "19.00")));
            Invoice voided = voidNote(note);

            assertThat(voided.status()).isEqualTo(InvoiceStatus.VOIDED);
            assertThat(stored(note.id())).isEqualTo(voided);
            assertThat(voided.verified()).isTrue();
            assertEntries(
                    "DOCUMENTS > BALANCE 5.00 = 5.00",
                    "DOCUMENTS > REFUNDS 6.00 = 5.00",
                    "BALANCE > DOCUMENTS 5.00 = 0.00",
                    "REFUNDS > DOCUMENTS 6.00 = 0.00");
            assertThat(engine().creditNotes().of(invoice.id())).isEmpty();
            assertThat(creditAll(invoice).totals().credit()).isEqualTo(dollars("-30.00"));
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> voidNote(note));
        }

        @Test
        void has_what_it_took_off_to_be_paid_again() {
            Invoice invoice = november();
            Invoice note = creditAll(invoice);
            assertThat(stored(invoice.id()).settlement()).isEqualTo(Settlement.PAID);
            voidNote(note);

            assertThat(stored(invoice.id()).settlement()).isEqualTo(Settlement.UNPAID);
        }

        @Test
        void keeps_its_number_taken() {
            Invoice invoice = november();
            voidNote(credit(invoice, "1.00"));

            assertThat(numbers(List.of(credit(invoice, "1.00")))).containsExactly("CN-202311-00002");
        }

        @Test
        void is_not_one_that_a_later_one_rests_on() {
            Invoice invoice = november();
            Invoice first = credit(invoice, "10.00");
            Invoice second = credit(invoice, "10.00");
            assertRefused(ErrorCode.CREDIT_NOTE_FOLLOWS, "invoiceId", () -> voidNote(first));
            voidNote(second);
            voidNote(first);

            assertThat(engine().creditNotes().of(invoice.id())).isEmpty();
        }

        @Test
        void is_made_up_for_where_its_time_was_given_back_since() {
            Invoice invoice = novemberOf32();
            Invoice note = credit(invoice, "10.00");
            endAt("2023-11-11T00:00:00Z");
            voidNote(note);
            billAt("2023-11-12T00:00:00Z");

            // The −14.75 are taken back, and 20 days of what was asked for: −20.00 with 2.00 and 3.42.
            Invoice settling = last();
            assertThat(amounts(settling)).containsExactlyInAnyOrder("20.00", "-20.00");
            assertThat(totals(settling)).isEqualTo("0.00 5.60 -1.07 -6.67");
            assertThat(balance()).isEqualTo("21.42");
            billAt("2023-11-13T00:00:00Z");
            assertThat(last()).isEqualTo(settling);
        }

        @Test
        void is_told_of() {
            Invoice invoice = november();
            Invoice note = creditAll(invoice);
            voidNote(note);

            List<BillingEvent> events =
                    store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .extracting(BillingEvent::type)
                    .endsWith(EventType.CREDIT_NOTE_VOIDED, EventType.INVOICE_SETTLED);
            assertThat(engine().audit("credit_note", note.id().toString(), ALL))
                    .extracting(AuditEntry::action)
                    .containsExactly("credit_note.issued", "credit_note.voided");
        }
    }

    @Nested
    class AVoidInvoice {
        @Test
        void takes_its_notes_with_it_and_is_made_again_whole() {
            Invoice invoice = novemberOf32();
            credit(invoice, "10.00");
            engine().creditNotes().issue(part(invoice, "5.00").withUse(CreditUse.credit(dollars("5.00"))));
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);

            assertThat(invoices()).allMatch(document -> document.status() == InvoiceStatus.VOIDED);
            assertEntries("DOCUMENTS > BALANCE 5.00 = 5.00", "BALANCE > DOCUMENTS 5.00 = 0.00");
            billAt("2023-11-01T00:00:00Z");
            assertThat(total(last())).isEqualTo("32.13");
        }

        @Test
        void that_is_waived_is_asked_for_no_more_and_neither_are_its_notes() {
            Invoice invoice = novemberOf32();
            credit(invoice, "10.00");
            engine().voidInvoice(invoice.id(), VoidIntent.WAIVE);
            billAt("2023-11-02T00:00:00Z");

            assertThat(invoices()).hasSize(2).allMatch(document -> document.status() == InvoiceStatus.VOIDED);
            assertThat(balance()).isEqualTo("0.00");
        }

        @Test
        void is_not_one_that_a_note_of_another_rests_on() {
            Invoice first = november();
            at("2023-11-11T00:00:00Z", plan(SEATS, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            billAt("2023-11-11T00:00:00Z");
            Invoice second = last();
            at("2023-11-21T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            billAt("2023-11-21T00:00:00Z");
            Invoice third = last();
            // 20 days of 30.00 for as many of 10.00, and ten days of that back for what 30.00 were asked for at first
            assertThat(amounts(second)).containsExactlyInAnyOrder("-20.00", "6.67");
            assertThat(amounts(third)).containsExactlyInAnyOrder("-3.33", "10.00");
            Invoice note = credit(third, "5.00");

            assertRefused(
                    ErrorCode.CREDIT_NOTE_FOLLOWS,
                    "invoiceId",
                    () -> engine().voidInvoice(first.id(), VoidIntent.REISSUE));
            assertRefused(
                    ErrorCode.CREDIT_NOTE_FOLLOWS,
                    "invoiceId",
                    () -> engine().voidInvoice(second.id(), VoidIntent.WAIVE));
            engine().voidInvoice(third.id(), VoidIntent.REISSUE);
            assertThat(stored(note.id()).status()).isEqualTo(InvoiceStatus.VOIDED);
            engine().voidInvoice(second.id(), VoidIntent.REISSUE);
            engine().voidInvoice(first.id(), VoidIntent.REISSUE);
            billAt("2023-11-21T00:00:00Z");
            // 20 days of 30.00, and of 10.00 the ten days that lie between 3.33 and 6.67
            assertThat(asked()).isEqualTo(dollars("23.34"));
        }
    }

    private void endAt(String instant) {
        clock.set(instant);
        engine().subscriptions()
                .change(SUB, new SubscriptionCommand.Cancel(ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt(instant);
    }
}
