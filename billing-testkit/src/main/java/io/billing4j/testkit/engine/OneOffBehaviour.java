package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Adding what is billed once, taking it back, and billing it by itself. */
abstract class OneOffBehaviour extends OneOffBooks {
    OneOffBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class OnceAdded {
        @Test
        void say_what_they_come_to_and_wait() {
            clock.set("2023-11-05T10:00:00Z");
            OneOffCharge parts = addParts();

            assertThat(parts.amount()).isEqualTo(dollars("37.50"));
            assertThat(parts.day()).isEqualTo(LocalDate.parse("2023-11-05"));
            assertThat(parts.dueAt()).isEqualTo(Instant.parse("2023-11-05T00:00:00Z"));
            assertThat(parts.pending()).isTrue();
            assertThat(now(parts)).isEqualTo(parts);
            assertThat(waiting()).containsExactly(parts);
            assertThat(engine().settings().get().oneOffs()).isTrue();
        }

        /** A code may be had by several; their lines have it as well, also those of a note, which has a pair for each. */
        @Test
        void are_filed_under_a_code() {
            NewOneOff coded = parts().withCode("P-7").withIdempotencyKey("a");
            OneOffCharge parts = engine().oneOffs().add(coded);
            engine().oneOffs().add(parts().withCode("P-7"));
            addParts();
            Invoice invoice = billNow();
            Invoice note = creditAll(invoice);

            assertThat(now(parts).code()).isEqualTo("P-7");
            assertThat(invoice.lines().stream().map(line -> line.key().code().orElse("none")))
                    .containsExactly("P-7", "P-7", "none");
            assertThat(note.lines().stream().map(line -> line.key().code().orElse("none")))
                    .containsExactlyInAnyOrder("P-7", "P-7", "P-7", "P-7", "none", "none");
            assertProven();
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().oneOffs().add(coded.withCode("P-8")));
            assertRefused(ErrorCode.INVALID_TEXT, "code", () -> parts().withCode("x".repeat(65)));
            assertRefused(ErrorCode.MISSING_FIELD, "code", () -> parts().withCode(" "));
        }

        @Test
        void are_told_without_their_description() {
            OneOffCharge parts = addParts();
            engine().oneOffs().cancel(parts.id());

            Map<String, String> detail = Map.of(
                    "amount", "37.50",
                    "currency", "USD",
                    "day", "2023-11-01",
                    "dueAt", "2023-11-01T00:00:00Z",
                    "taxCategory", "standard");
            assertThat(engine().audit("one_off", parts.id().toString(), ALL))
                    .extracting(AuditEntry::action)
                    .containsExactly("one_off.added", "one_off.canceled");
            assertThat(store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100)).stream()
                            .filter(event -> event.type() == EventType.ONE_OFF_ADDED))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.subject()).isEqualTo(parts.id().toString());
                        assertThat(event.data()).isEqualTo(detail);
                    });
        }

        @Test
        void are_the_same_under_their_key() {
            OneOffCharge parts = engine().oneOffs().add(parts().withIdempotencyKey("a"));
            clock.set("2023-11-02T00:00:00Z");

            assertThat(engine().oneOffs().add(parts().withIdempotencyKey("a"))).isEqualTo(parts);
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().oneOffs()
                            .add(NewOneOff.of(ADA, "Parts", dollars("37.50")).withIdempotencyKey("a")));
            assertThat(waiting()).hasSize(1);
        }

        @Test
        void are_refused_where_no_document_could_take_them() {
            CustomerId bob = CustomerId.of("bob");
            engine().customers().create(NewCustomer.of(bob, "Bob"));
            start(BASIC, "2023-11-01");
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    () -> engine().oneOffs().add(NewOneOff.of(CustomerId.of("cyd"), "x", dollars("1.00"))));
            assertRefused(
                    ErrorCode.SUBSCRIPTION_NOT_FOUND,
                    "subscriptionId",
                    () -> engine().oneOffs().add(parts().withSubscription(SubscriptionId.of("none"))));
            assertRefused(
                    ErrorCode.SUBSCRIPTION_NOT_FOUND,
                    "subscriptionId",
                    () -> engine().oneOffs()
                            .add(NewOneOff.of(bob, "x", dollars("1.00")).withSubscription(SUB)));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "price",
                    () -> engine().oneOffs().add(NewOneOff.of(ADA, "x", Money.parse("EUR 1.00"))));
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "price",
                    () -> engine().oneOffs().add(NewOneOff.of(ADA, "x", usd("0.001"), BigDecimal.ONE)));

            at("2023-11-02T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "subscriptionId",
                    () -> engine().oneOffs().add(parts().withSubscription(SUB)));
            assertThat(waiting()).isEmpty();
        }

        @Test
        void are_refused_where_no_rule_says_their_tax() {
            tax();
            NewOneOff book =
                    NewOneOff.of(ADA, "Book", dollars("5.00")).withTax(new ChargeTax(TaxCategory.of("books"), null));

            assertRefused(
                    ErrorCode.TAX_NOT_DETERMINED,
                    "taxCategory",
                    () -> engine().oneOffs().add(book));
            assertThat(waiting()).isEmpty();
            engine().taxes().addRule(rule("books", TaxCategory.of("books")));
            assertThat(engine().oneOffs().add(book).pending()).isTrue();
        }

        /** A slip of the pen would wait for centuries. */
        @Test
        void are_a_year_ahead_at_most() {
            clock.set("2023-11-05T10:00:00Z");
            engine().oneOffs().add(parts().withDay(LocalDate.parse("2024-11-05")));
            engine().oneOffs().add(parts().withDueAt(Instant.parse("2024-11-05T23:59:59Z")));

            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "day",
                    () -> engine().oneOffs().add(parts().withDay(LocalDate.parse("2024-11-06"))));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "dueAt",
                    () -> engine().oneOffs().add(parts().withDueAt(Instant.parse("2024-11-06T00:00:00Z"))));
            assertRefused(ErrorCode.INVALID_DATE, "day", () -> parts().withDay(LocalDate.parse("1899-12-31")));
        }

        @Test
        void are_a_thousand_at_most() {
            for (int i = 0; i < 1000; i++) {
                addParts();
            }
            assertRefused(ErrorCode.TOO_MANY_ONE_OFFS, "customerId", () -> addParts());
            assertThat(billNow().lines()).hasSize(1000);
            addParts();
        }
    }

    @Nested
    class Cancelled {
        @Test
        void are_not_billed() {
            OneOffCharge parts = addParts();
            OneOffCharge canceled = engine().oneOffs().cancel(parts.id());

            assertThat(canceled.canceledAt()).isEqualTo(canceled.recordedAt().plusNanos(1000));
            assertThat(engine().oneOffs().cancel(parts.id())).isEqualTo(canceled);
            assertRefused(ErrorCode.NOTHING_DUE, "customerId", () -> billNow());
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            assertThat(allShown()).containsExactly("basic 30.00");
        }

        @Test
        void leave_a_draft_which_is_computed_again() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            OneOffCharge parts = addParts();
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            assertThat(allShown()).containsExactly("basic 30.00, Parts 37.50");

            engine().oneOffs().cancel(parts.id());
            assertThat(allShown()).containsExactly("basic 30.00");
            assertThat(total(last())).isEqualTo("30.00");
            assertProven();
            billAt("2023-11-05T00:00:00Z");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(allShown()).containsExactly("basic 30.00");
        }

        @Test
        void take_a_draft_of_them_alone_away() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            OneOffCharge parts = addParts();
            billNow();
            engine().oneOffs().cancel(parts.id());
            assertThat(last().lines()).isEmpty();

            billAt("2023-11-05T00:00:00Z");
            assertThat(invoices()).isEmpty();
            assertThat(now(parts).pending()).isFalse();
        }

        @Test
        void are_only_those_that_no_final_document_has() {
            OneOffCharge parts = addParts();
            Invoice invoice = billNow();
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "oneOffId",
                    () -> engine().oneOffs().cancel(parts.id()));
            engine().voidInvoice(invoice.id(), VoidIntent.WAIVE);
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "oneOffId",
                    () -> engine().oneOffs().cancel(parts.id()));
            assertRefused(
                    ErrorCode.ONE_OFF_NOT_FOUND,
                    "oneOffId",
                    () -> engine().oneOffs().cancel(OneOffId.of(new UUID(7, 7))));
        }
    }

    @Nested
    class BilledByThemselves {
        @Test
        void make_a_document_without_a_subscription() {
            tax();
            OneOffCharge parts = addParts();
            OneOffCharge setUp = add("Setting up", "50.00");
            Invoice preview = engine().oneOffs().preview(OneOffBilling.all(ADA));
            Invoice invoice = billNow();

            // 87.50 at 19 % are 16.625.
            assertThat(shown(invoice)).isEqualTo("Parts 37.50, Setting up 50.00");
            assertThat(invoice.totals().tax()).isEqualTo(dollars("16.63"));
            assertThat(total(invoice)).isEqualTo("104.13");
            assertThat(numbers(List.of(invoice))).containsExactly("INV-202311-00001");
            assertThat(preview.lines()).isEqualTo(invoice.lines());
            assertThat(now(parts)).isEqualTo(parts.billed(invoice.id()));
            assertThat(now(setUp)).isEqualTo(setUp.billed(invoice.id()));
            assertThat(waiting()).isEmpty();
            assertProven();
            assertThat(engine().oneOffs().of(ADA, ALL)).containsExactly(now(parts), now(setUp));
        }

        @Test
        void are_those_that_are_due_or_those_that_are_asked_for() {
            OneOffCharge parts = addParts();
            OneOffCharge later = engine().oneOffs().add(parts().withDay(LocalDate.parse("2023-12-24")));
            OneOffCharge other = add("Setting up", "50.00");

            assertThat(shown(billNow(later))).isEqualTo("Parts 37.50");
            assertThat(now(parts).pending()).isTrue();
            assertThat(shown(billNow())).isEqualTo("Parts 37.50, Setting up 50.00");
            assertThat(now(other).pending()).isFalse();
            assertRefused(ErrorCode.NOTHING_DUE, "customerId", () -> billNow());
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "oneOffs", () -> billNow(parts));
            assertRefused(
                    ErrorCode.ONE_OFF_NOT_FOUND,
                    "oneOffs",
                    () -> engine().oneOffs().billNow(OneOffBilling.of(ADA, Set.of(OneOffId.of(new UUID(7, 7))))));
            assertRefused(
                    ErrorCode.INVALID_BATCH,
                    "oneOffs",
                    () -> engine().oneOffs().billNow(OneOffBilling.of(ADA, Set.of())));
        }

        @Test
        void are_one_document_under_its_key() {
            addParts();
            OneOffBilling all = OneOffBilling.all(ADA).withIdempotencyKey("a");
            Invoice invoice = engine().oneOffs().billNow(all);
            addParts();

            assertThat(engine().oneOffs().billNow(all)).isEqualTo(invoice);
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().oneOffs()
                            .billNow(OneOffBilling.of(
                                            ADA, Set.of(waiting().get(0).id()))
                                    .withIdempotencyKey("a")));
            assertThat(invoices()).hasSize(1);
        }

        @Test
        void are_drafts_as_long_as_documents_have_a_grace() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            OneOffCharge parts = addParts();
            Invoice draft = billNow();
            assertThat(draft.status()).isEqualTo(InvoiceStatus.DRAFT);
            assertThat(engine().refreshInvoice(draft.id()).lines()).isEqualTo(draft.lines());

            billAt("2023-11-05T00:00:00Z");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(shown(last())).isEqualTo("Parts 37.50");
            assertThat(now(parts).invoice()).isEqualTo(draft.id());
        }

        @Test
        void are_taxed_as_the_customer_is() {
            tax();
            engine().taxes()
                    .addProfile(new TaxProfile(
                            ADA,
                            LocalDate.parse("2023-01-01"),
                            TaxPlace.of("DE"),
                            new Untaxed(NoTax.EXEMPT, "Charity"),
                            null));
            addParts();

            assertThat(total(billNow())).isEqualTo("37.50");
            assertProven();
        }

        @Test
        void wait_again_where_their_document_is_to_be_made_again() {
            OneOffCharge parts = addParts();
            Invoice invoice = billNow();
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);

            assertThat(now(parts)).isEqualTo(parts);
            Invoice again = billNow();
            assertThat(again.lines())
                    .extracting(line -> line.key())
                    .isEqualTo(invoice.lines().stream().map(line -> line.key()).toList());
            engine().voidInvoice(again.id(), VoidIntent.WAIVE);
            assertThat(now(parts).invoice()).isEqualTo(again.id());
            assertThat(waiting()).isEmpty();
        }

        @Test
        void are_paid_from_the_balance() {
            engine().balances().adjust(ADA, dollars("20.00"), "Sorry", null);
            addParts();

            assertThat(total(billNow())).isEqualTo("17.50");
            assertThat(balance()).isEqualTo("0.00");
        }

        @Test
        void are_refused_as_a_whole_where_one_cannot_be_taxed() {
            OneOffCharge parts = addParts();
            OneOffCharge book = engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Book", dollars("5.00"))
                            .withTax(new ChargeTax(TaxCategory.of("books"), null)));
            tax();
            assertRefused(ErrorCode.TAX_NOT_DETERMINED, "taxCategory", () -> billNow());

            assertThat(shown(billNow(parts))).isEqualTo("Parts 37.50");
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00");
            assertThat(findings()).containsExactly(FindingReason.ONE_OFF_NOT_BILLABLE);

            engine().taxes().addRule(rule("books", TaxCategory.of("books")));
            billAt("2023-12-01T00:00:00Z");
            assertThat(shown(last())).isEqualTo("basic 30.00, Book 5.00");
            assertThat(now(book).invoice()).isEqualTo(last().id());
        }
    }

    /** What is settled at once has a document of its own, which takes none. */
    @Test
    void changes_that_are_settled_at_once_leave_them_waiting() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        addParts();
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt("2023-11-16T00:00:00Z");

        assertThat(invoices()).hasSize(2);
        assertThat(waiting()).hasSize(1);
        billAt("2023-12-01T00:00:00Z");
        assertThat(shown(last())).isEqualTo("pro 60.00, Parts 37.50");
    }
}
