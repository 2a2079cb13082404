package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tenant.Consolidation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which documents of subscriptions take what is billed once, and what becomes of it with them. */
abstract class OneOffDocumentBehaviour extends OneOffBooks {
    private static final PlanId FREE = PlanId.of("free");

    OneOffDocumentBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class OfARun {
        @Test
        void are_on_the_next_document_and_taxed_with_it() {
            tax();
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            clock.set("2023-11-05T10:00:00Z");
            OneOffCharge parts = addParts();
            assertThat(shown(nextOf(SUB))).isEqualTo("basic 30.00, Parts 37.50");
            billAt("2023-12-01T00:00:00Z");

            // 67.50 at 19 % are 12.825, so 12.83: 5.70 of 30.00, and 7.125 of 37.50, which gets the cent.
            assertThat(allShown()).containsExactly("basic 30.00", "basic 30.00, Parts 37.50");
            assertThat(last().lines())
                    .extracting(line -> line.taxAdded().getAmount().toPlainString())
                    .containsExactly("5.70", "7.13");
            assertThat(total(last())).isEqualTo("80.33");
            assertThat(now(parts).invoice()).isEqualTo(last().id());
            billAt("2024-01-01T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00");
            assertProven();
        }

        @Test
        void are_of_the_first_document_that_is_due_when_they_are_or_later() {
            start(BASIC, "2023-11-01");
            clock.set("2023-11-02T00:00:00Z");
            engine().oneOffs().add(parts().withDueAt(Instant.parse("2023-12-02T00:00:00Z")));
            add("Setting up", "50.00");
            billAt("2024-01-01T00:00:00Z");

            assertThat(allShown())
                    .containsExactly("basic 30.00", "basic 30.00, Setting up 50.00", "basic 30.00, Parts 37.50");
        }

        /** Whatever subscription comes first by its key, and however many are billed by one run. */
        @Test
        void are_of_the_subscription_that_is_due_first() {
            subscribe(SubscriptionId.of("a"), BASIC, "2023-10-20");
            subscribe(SubscriptionId.of("b"), PRO, "2023-11-01");
            clock.set("2023-11-21T00:00:00Z");
            addParts();
            billAt("2023-12-21T00:00:00Z");

            assertThat(allShown().stream().filter(document -> document.contains("Parts")))
                    .containsExactly("pro 60.00, Parts 37.50");
        }

        @Test
        void are_of_the_subscription_that_they_are_for() {
            start(BASIC, "2023-11-01");
            subscribe(OTHER, PRO, "2023-10-15");
            engine().oneOffs().add(parts().withSubscription(SUB));
            add("Setting up", "50.00");
            billAt("2023-11-15T00:00:00Z");

            assertThat(allShown())
                    .containsExactlyInAnyOrder("pro 60.00", "basic 30.00, Parts 37.50, Setting up 50.00", "pro 60.00");
        }

        /** Its document is void for good, so that none of it comes any more. */
        @Test
        void are_the_customers_once_their_subscription_is_over() {
            engine().settings().update(present -> present.withConsolidation(Consolidation.GROUP));
            start(BASIC, "2023-11-01");
            subscribe(SubscriptionId.of("a"), PRO, "2023-11-30");
            engine().subscriptions().setGroup(SubscriptionId.of("a"), "PO-1");
            subscribe(SubscriptionId.of("b"), PRO, "2023-12-05");
            billAt("2023-11-01T00:00:00Z");
            OneOffCharge book = engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Book", dollars("5.00"))
                            .withSubscription(SUB)
                            .withTax(new ChargeTax(TaxCategory.of("books"), null)));
            tax();
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            assertThat(waiting()).containsExactly(book);
            engine().taxes().addRule(rule("books", TaxCategory.of("books")));
            billAt("2023-12-31T00:00:00Z");

            assertThat(allShown()).contains("pro 60.00, Book 5.00").doesNotContain("Book 5.00");
            assertThat(waiting()).isEmpty();
        }

        /** A cancellation that lies ahead can be taken back, and leaves no trace then: the charge is on the subscription's own document. */
        @Test
        void wait_for_an_end_that_lies_ahead() {
            canceledInItsTrial();
            assertThat(allShown()).containsExactly("pro 60.00");
            engine().subscriptions().change(SUB, new SubscriptionCommand.Uncancel());
            billAt("2023-11-15T00:00:00Z");

            assertThat(allShown()).containsExactlyInAnyOrder("pro 60.00", "basic 30.00, Parts 37.50");
        }

        @Test
        void are_billed_once_that_has_come() {
            canceledInItsTrial();
            assertThat(engine().runs().dueBy(Instant.parse("2023-11-14T23:59:59Z")))
                    .isFalse();
            assertThat(engine().runs().dueBy(Instant.parse("2023-11-15T00:00:00Z")))
                    .isTrue();
            billAt("2023-11-15T00:00:00Z");

            assertThat(allShown()).containsExactly("pro 60.00", "Parts 37.50");
        }

        /** With parts for it, before it ends with its trial on 15 November; another subscription is billed from the 5th on. */
        private void canceledInItsTrial() {
            start(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01")).withTrialDays(14));
            subscribe(OTHER, PRO, "2023-11-05");
            clock.set("2023-11-02T00:00:00Z");
            engine().oneOffs().add(parts().withSubscription(SUB));
            at("2023-11-03T00:00:00Z", new SubscriptionCommand.Cancel(when("2023-11-15T00:00:00Z"), null));
            billAt("2023-11-05T00:00:00Z");
        }

        /** What waits for any document is not for that order. */
        @Test
        void are_on_the_document_of_an_order_only_where_they_are_for_it() {
            engine().settings().update(present -> present.withConsolidation(Consolidation.GROUP));
            start(BASIC, "2023-11-01");
            engine().subscriptions().setGroup(SUB, "PO-1");
            subscribe(OTHER, PRO, "2023-11-02");
            clock.set("2023-11-01T00:00:00Z");
            engine().oneOffs().add(parts().withSubscription(SUB));
            add("Setting up", "50.00");
            billAt("2023-11-02T00:00:00Z");

            assertThat(allShown()).containsExactlyInAnyOrder("basic 30.00, Parts 37.50", "pro 60.00, Setting up 50.00");
        }

        @Test
        void end_with_their_subscription_whenever_they_are_due() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            engine().oneOffs().add(parts().withSubscription(SUB).withDueAt(Instant.parse("2024-06-01T00:00:00Z")));
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");

            assertThat(shown(last())).contains("Parts 37.50");
            assertThat(waiting()).isEmpty();
        }

        @Test
        void make_a_document_where_nothing_else_is_due() {
            sell(FREE, BillingInterval.MONTHLY, PriceModel.flat(usd("0")));
            start(FREE, "2023-11-01");
            addParts();
            billAt("2023-11-01T00:00:00Z");

            assertThat(allShown()).containsExactly("Parts 37.50");
            assertThat(slots(SUB)).extracting(InvoiceSlot::outcome).containsExactly(SlotOutcome.INVOICED);
            assertThat(findings()).isEmpty();
            billAt("2023-12-01T00:00:00Z");
            assertThat(findings()).containsExactly(FindingReason.NOTHING_DUE);

            // Made again by the next run, for the period that it was for.
            Invoice first = last();
            voidLast(VoidIntent.REISSUE);
            billAt("2023-12-02T00:00:00Z");
            assertThat(shown(last())).isEqualTo("Parts 37.50");
            assertThat(last().period()).isEqualTo(first.period());
        }

        @Test
        void are_touched_by_no_coupon() {
            novemberOf32();
            addParts();
            billAt("2023-12-01T00:00:00Z");

            // 30.00 less 3.00 and 37.50 are 64.50, with 12.255 of tax, so 12.26.
            assertThat(last().totals().discount()).isEqualTo(dollars("3.00"));
            assertThat(total(last())).isEqualTo("76.76");
        }
    }

    @Nested
    class OfADraft {
        /** The fee has its tax, and what cannot be taxed waits. */
        @Test
        void leave_it_where_they_cannot_be_taxed_any_more() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            start(BASIC, "2023-11-01");
            OneOffCharge book = engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Book", dollars("5.00"))
                            .withTax(new ChargeTax(TaxCategory.of("books"), null)));
            OneOffCharge parts = addParts();
            billAt("2023-11-01T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00, Book 5.00, Parts 37.50");
            tax();
            billAt("2023-11-05T00:00:00Z");

            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
            // 67.50 at 19 % are 12.825.
            assertThat(last().totals().tax()).isEqualTo(dollars("12.83"));
            assertThat(now(parts).invoice()).isEqualTo(last().id());
            assertThat(waiting()).containsExactly(book);
            assertThat(findings()).containsExactly(FindingReason.ONE_OFF_NOT_BILLABLE);
            assertProven();
        }

        @Test
        void can_be_cancelled_beside_one_that_cannot_be_taxed_any_more() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            start(BASIC, "2023-11-01");
            engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Book", dollars("5.00"))
                            .withTax(new ChargeTax(TaxCategory.of("books"), null)));
            OneOffCharge parts = addParts();
            billAt("2023-11-01T00:00:00Z");
            tax();
            engine().oneOffs().cancel(parts.id());

            assertThat(shown(last())).isEqualTo("basic 30.00");
        }

        @Test
        void stay_on_it_and_further_ones_wait() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            start(BASIC, "2023-11-01");
            OneOffCharge parts = addParts();
            billAt("2023-11-01T00:00:00Z");
            add("Setting up", "50.00");
            Invoice refreshed = engine().refreshInvoice(last().id());

            assertThat(shown(refreshed)).isEqualTo("basic 30.00, Parts 37.50");
            at("2023-11-02T00:00:00Z", plan(PRO));
            billAt("2023-11-05T00:00:00Z");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(shown(last())).contains("Parts 37.50").doesNotContain("Setting up");
            assertThat(now(parts).invoice()).isEqualTo(last().id());
            assertThat(waiting()).hasSize(1);
        }

        @Test
        void keep_a_place_that_nothing_else_is_left_for() {
            engine().settings()
                    .update(present -> present.withGrace(Duration.ofDays(3)).withConsolidation(Consolidation.CUSTOMER));
            sell(FREE, BillingInterval.MONTHLY, PriceModel.flat(usd("0")));
            subscribe(OTHER, FREE, "2023-11-01");
            start(BASIC, "2023-11-01");
            engine().oneOffs().add(parts().withSubscription(OTHER));
            billAt("2023-11-01T00:00:00Z");
            assertThat(allShown()).containsExactly("basic 30.00, Parts 37.50");
            engine().finalizeInvoice(last().id());

            assertThat(slots(OTHER)).extracting(InvoiceSlot::outcome).containsExactly(SlotOutcome.INVOICED);
            assertThat(slots(SUB)).extracting(InvoiceSlot::outcome).containsExactly(SlotOutcome.INVOICED);
            voidLast(VoidIntent.REISSUE);
            billAt("2023-11-02T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
        }
    }

    @Nested
    class OfADocumentThatIsVoid {
        @Test
        void are_on_the_one_that_is_made_again_and_no_others_are() {
            start(BASIC, "2023-11-01");
            OneOffCharge parts = addParts();
            billAt("2023-11-01T00:00:00Z");
            Invoice first = last();
            add("Setting up", "50.00");
            engine().voidInvoice(first.id(), VoidIntent.REISSUE);
            assertThat(now(parts)).isEqualTo(parts.released(first.id()));
            billAt("2023-11-02T00:00:00Z");

            assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
            billAt("2023-12-01T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00, Setting up 50.00");
        }

        /** One that is due earlier and comes in the same run does not take them. */
        @Test
        void wait_for_the_one_that_is_made_again() {
            start(BASIC, "2023-11-01");
            engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Setting up", dollars("50.00")).withDay(LocalDate.parse("2023-10-30")));
            billAt("2023-11-01T00:00:00Z");
            voidLast(VoidIntent.REISSUE);
            subscribe(SubscriptionId.of("a"), PRO, "2023-10-31");
            clock.set("2023-11-02T00:00:00Z");
            engine().oneOffs().add(parts().withDay(LocalDate.parse("2023-10-30")));
            billAt("2023-11-02T00:00:00Z");

            assertThat(allShown())
                    .containsExactlyInAnyOrder(
                            "basic 30.00, Setting up 50.00", "pro 60.00, Parts 37.50", "basic 30.00, Setting up 50.00");
            assertThat(waiting()).isEmpty();
        }

        /** A further one would not come: the subscription is over. */
        @Test
        void are_on_a_last_one_that_is_made_again_although_they_were_added_since() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            Invoice ended = last();
            engine().voidInvoice(ended.id(), VoidIntent.REISSUE);
            engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Removal", dollars("80.00")).withSubscription(SUB));
            billAt("2023-12-02T00:00:00Z");

            assertThat(shown(last())).endsWith("Removal 80.00");
            assertThat(waiting()).isEmpty();
        }

        /** A document that another command makes meanwhile leaves them to it. */
        @Test
        void wait_for_the_one_that_is_made_again_in_another_transaction() {
            start(BASIC, "2023-11-01");
            addParts();
            billAt("2023-11-01T00:00:00Z");
            subscribe(OTHER, PRO, "2023-11-02");
            voidLast(VoidIntent.REISSUE);
            clock.set("2023-11-02T00:00:00Z");
            engine().generateInvoice(InvoiceGenerationRequest.of(
                    OTHER, Instant.parse("2023-11-02T00:00:00Z"), Instant.parse("2023-12-02T00:00:00Z")));
            assertThat(shown(last())).isEqualTo("pro 60.00");
            billAt("2023-11-03T00:00:00Z");

            assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
            assertThat(waiting()).isEmpty();
        }

        @Test
        void are_settled_with_one_that_is_waived() {
            start(BASIC, "2023-11-01");
            addParts();
            billAt("2023-11-01T00:00:00Z");
            voidLast(VoidIntent.WAIVE);
            billAt("2023-12-01T00:00:00Z");

            assertThat(shown(last())).isEqualTo("basic 30.00");
            assertThat(waiting()).isEmpty();
        }
    }

    @Nested
    class OnASharedDocument {
        @Test
        void stand_once_behind_all_subscriptions() {
            engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
            start(BASIC, "2023-11-01");
            subscribe(OTHER, PRO, "2023-11-01");
            addParts();
            engine().oneOffs().add(parts().withSubscription(OTHER).withDay(LocalDate.parse("2023-10-31")));
            billAt("2023-11-01T00:00:00Z");

            assertThat(allShown()).containsExactly("pro 60.00, basic 30.00, Parts 37.50, Parts 37.50");
            voidLast(VoidIntent.REISSUE);
            billAt("2023-11-02T00:00:00Z");
            assertThat(shown(last())).isEqualTo("pro 60.00, basic 30.00, Parts 37.50, Parts 37.50");
        }

        @Test
        void are_on_one_of_several_of_a_day() {
            engine().settings().update(present -> present.withConsolidation(Consolidation.PLAN));
            start(BASIC, "2023-11-01");
            subscribe(OTHER, PRO, "2023-11-01");
            addParts();
            billAt("2023-11-01T00:00:00Z");

            assertThat(allShown()).containsExactlyInAnyOrder("pro 60.00, Parts 37.50", "basic 30.00");
        }
    }

    @Nested
    class ThatAreCredited {
        @Test
        void are_told_apart_from_what_stands_beside_them() {
            tax();
            start(BASIC, "2023-11-01");
            addParts();
            addParts();
            billAt("2023-11-01T00:00:00Z");
            Invoice invoice = last();
            // 30.00 with 5.70, and twice 37.50, of which one has 7.13 and the other 7.12: 124.95.
            assertThat(total(invoice)).isEqualTo("124.95");
            engine().creditNotes().issue(line(invoice, 2, "44.63"));

            assertRefused(
                    ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE,
                    "lines",
                    () -> engine().creditNotes().issue(line(invoice, 2, "0.01")));
            Invoice rest = creditAll(invoice);
            assertThat(rest.totals().credit()).isEqualTo(dollars("-80.32"));
            assertThat(rest.lines()).hasSize(4);
            assertProven();
            assertThat(creditable(invoice)).isEqualTo("0.00");
        }

        @Test
        void are_credited_of_a_document_of_them_alone_and_void_with_it() {
            OneOffCharge parts = addParts();
            Invoice invoice = billNow();
            Invoice note = credit(invoice, "10.00");
            assertThat(totals(note)).isEqualTo("0.00 10.00 0.00 -10.00");
            Invoice second = credit(invoice, "27.50");
            assertRefused(ErrorCode.CREDIT_NOTE_FOLLOWS, "invoiceId", () -> voidNote(note));
            voidNote(second);
            voidNote(note);
            assertThat(creditable(invoice)).isEqualTo("37.50");

            credit(invoice, "5.00");
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
            assertThat(now(parts)).isEqualTo(parts);
            assertThat(balance()).isEqualTo("0.00");
            assertThat(shown(billNow())).isEqualTo("Parts 37.50");
            assertProven();
        }
    }

    private String creditable(Invoice invoice) {
        try {
            return engine().creditNotes()
                    .preview(part(invoice, "0.01"))
                    .left()
                    .getAmount()
                    .toPlainString();
        } catch (BillingException e) {
            return e.code() == ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE ? "0.00" : e.toString();
        }
    }

    private Invoice nextOf(SubscriptionId id) {
        return made(engine().previewNextInvoice(id).orElseThrow());
    }
}
