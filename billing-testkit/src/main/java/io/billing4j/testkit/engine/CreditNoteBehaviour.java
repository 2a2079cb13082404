package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.CreditNotePreview;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.NoteNumbering;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Credit notes that are issued: how much, where it goes, and what is billed after them. */
abstract class CreditNoteBehaviour extends CreditBooks {
    CreditNoteBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ANote {
        @Test
        void takes_a_line_back_and_asks_for_it_again_with_less() {
            Invoice invoice = novemberOf32();
            Invoice note = credit(invoice, "10.00");

            // 5.13 × 10.00 / 32.13 = 1.5966…
            assertThat(totals(note)).isEqualTo("0.00 8.40 -1.60 -10.00");
            assertThat(amounts(note)).containsExactly("-30.00", "30.00");
            assertThat(note.type()).isEqualTo(DocumentType.CREDIT_NOTE);
            assertThat(note.status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(termsOf(note).invoice()).isEqualTo(invoice.id());
            assertThat(termsOf(note).invoiceNumber()).isEqualTo("INV-202311-00001");
            assertThat(termsOf(note).reason()).isEqualTo(CreditReason.ORDER_CHANGE);
            assertThat(stored(note.id())).isEqualTo(note);
            assertThat(engine().creditNotes().of(invoice.id())).containsExactly(note);
            assertProven();
        }

        @Test
        void of_all_that_is_left_has_the_rest_of_every_tax_and_leaves_nothing() {
            Invoice invoice = novemberOf32();
            credit(invoice, "10.00");
            Invoice rest = creditAll(invoice);

            // 27.00 − 8.40 and 5.13 − 1.60
            assertThat(totals(rest)).isEqualTo("0.00 18.60 -3.53 -22.13");
            assertRefused(ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE, "amount", () -> creditAll(invoice));
            assertRefused(ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE, "amount", () -> credit(invoice, "0.01"));
            assertProven();
        }

        @Test
        void of_lines_credits_those_and_no_others() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "5000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            Invoice december = last();
            // 4,000 calls beyond the first thousand, for November, and the fee for December
            assertThat(amounts(december)).containsExactlyInAnyOrder("40.00", "20.00");
            int calls = amounts(december).indexOf("40.00") + 1;
            Invoice note = engine().creditNotes().issue(line(december, calls, "15.00"));

            assertThat(amounts(note)).containsExactly("-40.00", "40.00");
            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "lines",
                    () -> engine().creditNotes().issue(line(december, calls, "25.01")));
            assertRefused(
                    ErrorCode.INVALID_CHOICE,
                    "lines",
                    () -> engine().creditNotes().issue(line(december, 3, "1.00")));
            assertProven();
        }

        @Test
        void has_a_number_of_a_series_of_its_own() {
            Invoice invoice = november();
            Invoice first = credit(invoice, "1.00");
            clock.set("2023-12-02T00:00:00Z");
            billAt("2023-12-02T00:00:00Z");
            Invoice december = last();
            Invoice second = credit(invoice, "1.00");
            Invoice third = credit(december, "1.00");

            assertThat(numbers(List.of(invoice, first, december, second, third)))
                    .containsExactly(
                            "INV-202311-00001",
                            "CN-202311-00001",
                            "INV-202312-00001",
                            "CN-202312-00001",
                            "CN-202312-00002");
            assertThat(second.number().orElseThrow().issueDate()).hasToString("2023-12-02");
        }

        @Test
        void may_be_counted_by_its_invoice() {
            engine().settings()
                    .update(present -> present.withCreditNotes(NoteNumbering.of(new NumberingTemplate(
                            "{invoice}-CN{seq:3}", SequenceReset.NEVER, SequenceCounter.INVOICE))));
            Invoice invoice = november();
            credit(invoice, "1.00");
            billAt("2023-12-01T00:00:00Z");
            Invoice december = last();

            assertThat(numbers(List.of(credit(december, "1.00"), credit(invoice, "1.00"))))
                    .containsExactly("INV-202312-00001-CN001", "INV-202311-00001-CN002");
        }

        @Test
        void says_in_the_settings_how_notes_are_numbered_from_the_first_on() {
            Invoice invoice = november();
            assertThat(engine().settings().get().creditNotes()).isNull();
            credit(invoice, "1.00");
            credit(invoice, "1.00");

            assertThat(engine().settings().get().creditNotes()).isEqualTo(NoteNumbering.DEFAULT);
            assertThat(store().inTransaction(tenant, unit -> unit.journal().events(null, 100)).stream()
                            .filter(event -> event.type() == EventType.SETTINGS_CHANGED))
                    .hasSize(1);
        }

        @Test
        void is_final_at_once_whatever_the_grace() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
            Invoice draft = november();
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> credit(draft, "1.00"));
            engine().finalizeInvoice(draft.id());

            assertThat(credit(draft, "1.00").number()).isPresent();
        }

        @Test
        void is_kept_and_told_of_without_its_memo() {
            Invoice invoice = november();
            Invoice note = engine().creditNotes().issue(part(invoice, "30.00").withMemo("Sorry, Ada"));

            assertThat(termsOf(note).memo()).isEqualTo("Sorry, Ada");
            List<BillingEvent> events =
                    store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .extracting(BillingEvent::type)
                    .endsWith(EventType.CREDIT_NOTE_ISSUED, EventType.INVOICE_SETTLED);
            assertThat(events.get(events.size() - 2).data())
                    .containsEntry("creditedInvoiceNumber", "INV-202311-00001")
                    .containsEntry("invoiceNumber", "CN-202311-00001")
                    .containsEntry("offset", "30.00")
                    .doesNotContainValue("Sorry, Ada");
            List<AuditEntry> audit = engine().audit("credit_note", note.id().toString(), ALL);
            assertThat(audit).extracting(AuditEntry::action).containsExactly("credit_note.issued");
        }

        @Test
        void is_issued_once_under_its_key() {
            Invoice invoice = november();
            CreditNoteRequest request = part(invoice, "10.00").withIdempotencyKey("k");
            Invoice note = engine().creditNotes().issue(request);
            clock.set("2023-11-02T00:00:00Z");
            assertThat(engine().creditNotes().issue(request)).isEqualTo(note);

            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().creditNotes().issue(part(invoice, "10.01").withIdempotencyKey("k")));
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().creditNotes().issue(request.withMemo("Sorry")));
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().creditNotes().issue(request.withUse(CreditUse.credit(dollars("10.00")))));
            assertThat(engine().creditNotes().of(invoice.id())).containsExactly(note);
        }

        @Test
        void is_of_an_invoice_that_is_final() {
            Invoice invoice = november();
            Invoice note = credit(invoice, "1.00");
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> credit(note, "1.00"));
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "invoiceId",
                    () -> engine().voidInvoice(note.id(), VoidIntent.REISSUE));
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().refreshInvoice(note.id()));
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().finalizeInvoice(note.id()));
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> voidNote(invoice));
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> credit(invoice, "1.00"));
            InvoiceId unknown = InvoiceId.of(new UUID(7, 7));
            assertRefused(
                    ErrorCode.INVOICE_NOT_FOUND,
                    "invoiceId",
                    () -> engine().creditNotes().issue(CreditNoteRequest.whole(unknown, CreditReason.OTHER)));
            assertRefused(
                    ErrorCode.INVOICE_NOT_FOUND,
                    "invoiceId",
                    () -> engine().creditNotes().voidNote(unknown));
            assertThat(engine().creditNotes().of(unknown)).isEmpty();
        }

        @Test
        void is_what_was_looked_at_before() {
            Invoice invoice = novemberOf32();
            CreditNotePreview preview = engine().creditNotes().preview(part(invoice, "10.00"));
            assertThat(preview.left()).isEqualTo(dollars("32.13"));
            assertThat(preview.due()).isEqualTo(dollars("32.13"));
            assertThat(preview.refundable()).isEqualTo(dollars("32.13"));
            assertThat(invoices()).hasSize(1);

            Invoice note = credit(invoice, "10.00");
            assertThat(note.totals()).isEqualTo(preview.draft().totals());
            assertThat(useOf(note)).isEqualTo(preview.use());
            CreditNotePreview next =
                    engine().creditNotes().preview(CreditNoteRequest.whole(invoice.id(), CreditReason.OTHER));
            assertThat(next.left()).isEqualTo(dollars("22.13"));
            assertThat(next.due()).isEqualTo(dollars("22.13"));
        }

        @Test
        void is_not_given_twice_by_two_who_ask_at_once() throws Exception {
            Invoice invoice = november();
            BillingEngine engine = engine();
            List<String> outcomes = inParallel(4, () -> {
                try {
                    return engine.creditNotes()
                            .issue(part(invoice, "20.00"))
                            .totals()
                            .credit()
                            .toString();
                } catch (BillingException e) {
                    return e.code().name();
                }
            });

            assertThat(outcomes)
                    .containsOnly("USD -20.00", "CREDIT_NOTE_EXCEEDS_INVOICE")
                    .containsOnlyOnce("USD -20.00");
            assertThat(numbers(engine.creditNotes().of(invoice.id()))).containsExactly("CN-202311-00001");
        }
    }

    @Nested
    class TheMoney {
        @Test
        void is_taken_off_what_is_to_be_paid_first() {
            Invoice invoice = november();
            assertThat(useOf(credit(invoice, "10.00"))).isEqualTo(use("0.00", "0.00", "10.00"));
            assertThat(stored(invoice.id()).settlement()).isEqualTo(Settlement.UNPAID);
            creditAll(invoice);

            assertThat(stored(invoice.id()).settlement()).isEqualTo(Settlement.PAID);
            assertThat(engine().verifyInvoice(invoice.id())).isEmpty();
            assertEntries();
        }

        @Test
        void goes_back_to_the_balance_where_that_has_paid() {
            engine().balances().adjust(ADA, dollars("20.00"), "Sorry", null);
            Invoice invoice = novemberOf32();
            assertThat(total(invoice)).isEqualTo("12.13");
            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "use.refund",
                    () -> engine().creditNotes()
                            .issue(CreditNoteRequest.whole(invoice.id(), CreditReason.OTHER)
                                    .withUse(use("19.99", "12.14", "0.00"))));
            Invoice note = creditAll(invoice);

            assertThat(useOf(note)).isEqualTo(use("20.00", "0.00", "12.13"));
            assertEntries(
                    "ADJUSTMENTS > BALANCE 20.00 = 20.00",
                    "BALANCE > DOCUMENTS 20.00 = 0.00",
                    "DOCUMENTS > BALANCE 20.00 = 20.00");
        }

        @Test
        void goes_where_it_is_sent() {
            Invoice invoice = november();
            Invoice note = engine().creditNotes().issue(part(invoice, "18.00").withUse(use("5.00", "6.00", "7.00")));

            assertThat(useOf(note)).isEqualTo(use("5.00", "6.00", "7.00"));
            assertEntries("DOCUMENTS > BALANCE 5.00 = 5.00", "DOCUMENTS > REFUNDS 6.00 = 5.00");
            assertThat(engine().balances().entries(ADA, ALL))
                    .allMatch(entry -> note.id().equals(entry.document()));
            billAt("2023-12-01T00:00:00Z");
            assertThat(total(last())).isEqualTo("25.00");
        }

        @Test
        void is_no_more_than_can_go_there() {
            Invoice invoice = november();
            CreditNoteRequest ten = part(invoice, "10.00");
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "use",
                    () -> engine().creditNotes().issue(ten.withUse(use("5.00", "4.99", "0.00"))));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "use",
                    () -> engine().creditNotes().issue(ten.withUse(CreditUse.credit(Money.parse("EUR 10.00")))));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "amount",
                    () -> engine().creditNotes()
                            .issue(CreditNoteRequest.of(
                                    invoice.id(), CreditAmount.of(Money.parse("EUR 10.00")), CreditReason.OTHER)));
            assertRefused(ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE, "amount", () -> credit(invoice, "30.01"));
            assertThat(engine().creditNotes().of(invoice.id())).isEmpty();
        }

        @Test
        void is_taken_off_nothing_while_a_payment_is_under_way() {
            Invoice invoice = november();
            for (Settlement settlement : List.of(Settlement.PROCESSING, Settlement.PARTIALLY_PAID)) {
                settle(invoice, settlement);
                assertRefused(
                        ErrorCode.PAYMENT_UNDER_WAY,
                        "use.offset",
                        () -> engine().creditNotes()
                                .issue(part(invoice, "1.00").withUse(CreditUse.offset(dollars("1.00")))));
                assertThat(useOf(credit(invoice, "1.00"))).isEqualTo(use("1.00", "0.00", "0.00"));
            }
            settle(invoice, Settlement.PAID);
            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "use.offset",
                    () -> engine().creditNotes()
                            .issue(part(invoice, "1.00").withUse(CreditUse.offset(dollars("1.00")))));
            assertThat(useOf(credit(invoice, "1.00"))).isEqualTo(use("1.00", "0.00", "0.00"));
        }

        @Test
        void of_what_was_given_up_is_not_paid_back() {
            Invoice invoice = november();
            settle(invoice, Settlement.UNCOLLECTIBLE);
            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "use.refund",
                    () -> engine().creditNotes()
                            .issue(part(invoice, "1.00").withUse(CreditUse.refund(dollars("1.00")))));
            Invoice note = creditAll(invoice);

            assertThat(useOf(note)).isEqualTo(use("0.00", "0.00", "30.00"));
            assertThat(stored(invoice.id()).settlement()).isEqualTo(Settlement.UNCOLLECTIBLE);
        }

        private void settle(Invoice invoice, Settlement settlement) {
            Invoice settled = stored(invoice.id()).settled(settlement);
            store().inTransaction(tenant, unit -> {
                unit.invoices().settle(settled);
                return true;
            });
        }

        @Test
        void is_taken_off_or_paid_back_once() {
            engine().balances().adjust(ADA, dollars("20.00"), "Sorry", null);
            Invoice invoice = november();
            assertThat(total(invoice)).isEqualTo("10.00");
            engine().creditNotes().issue(part(invoice, "10.00").withUse(CreditUse.refund(dollars("10.00"))));

            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "use.offset",
                    () -> engine().creditNotes()
                            .issue(part(invoice, "0.01").withUse(CreditUse.offset(dollars("0.01")))));
            assertThat(useOf(creditAll(invoice))).isEqualTo(use("20.00", "0.00", "0.00"));
        }
    }

    @Nested
    class WhatIsBilledAfterIt {
        @Test
        void gives_back_what_is_left_of_the_time_alone() {
            Invoice invoice = novemberOf32();
            credit(invoice, "10.00");
            clock.set("2023-11-11T00:00:00Z");
            engine().subscriptions()
                    .change(SUB, new SubscriptionCommand.Cancel(ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            billAt("2023-11-11T00:00:00Z");

            // Of 30.00 for 30 days 20 are given back: coupon 2.00, note 8.40 − R(8.40 × 9 / 27) = 5.60, tax 2.35.
            Invoice correction = last();
            assertThat(totals(correction)).isEqualTo("-20.00 -7.60 -2.35 -14.75");
            // min(32.13 − 10.00, 32.13 − 10.00 − 14.75)
            assertThat(creditAll(invoice).totals().credit()).isEqualTo(dollars("-7.38"));
            assertProven();
        }

        @Test
        void is_what_it_would_be_for_a_customer_who_was_not_credited() {
            Invoice invoice = november();
            credit(invoice, "20.00");
            clock.set("2023-11-11T00:00:00Z");
            engine().subscriptions().change(SUB, plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            billAt("2023-11-11T00:00:00Z");

            // 20 of 30 days of 30.00 are −20.00, of which 13.33 are credited; 20 of 30 days of 60.00 are 40.00.
            assertThat(last().totals().discount()).isEqualTo(dollars("-13.33"));
            assertThat(total(last())).isEqualTo("33.33");
        }

        @Test
        void has_what_was_credited_of_usage_that_is_counted_again() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "5000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            Invoice december = last();
            Invoice note = engine().creditNotes()
                    .issue(line(december, amounts(december).indexOf("40.00") + 1, "15.00"));
            report("e2", ADA, "7000", "2023-11-20T00:00:00Z");
            run("2024-01-01");

            // 40.00 are given back less 15.00, 110.00 are asked for less 15.00, and 20.00 for January.
            Invoice january = last();
            assertThat(amounts(january)).containsExactlyInAnyOrder("-40.00", "110.00", "20.00");
            assertThat(january.totals().discount()).isEqualTo(dollars("0.00"));
            assertThat(total(january)).isEqualTo("90.00");
            assertProven();
            assertRefused(ErrorCode.CREDIT_NOTE_IN_USE, "invoiceId", () -> voidNote(note));
            assertRefused(
                    ErrorCode.CREDIT_NOTE_IN_USE,
                    "invoiceId",
                    () -> engine().voidInvoice(december.id(), VoidIntent.REISSUE));

            engine().voidInvoice(january.id(), VoidIntent.REISSUE);
            voidNote(note);
            run("2024-01-01");
            assertThat(total(last())).isEqualTo("90.00");
            assertProven();
        }
    }
}
