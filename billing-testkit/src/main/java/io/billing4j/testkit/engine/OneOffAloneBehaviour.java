package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.run.FindingReason;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Documents of what is billed once alone: what they are for, and which of them a run makes. */
abstract class OneOffAloneBehaviour extends OneOffBooks {
    OneOffAloneBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    private OneOffCharge add(String description, String amount, @Nullable SubscriptionId subscription) {
        NewOneOff wanted = NewOneOff.of(ADA, description, dollars(amount));
        return engine().oneOffs().add(subscription == null ? wanted : wanted.withSubscription(subscription));
    }

    private void inGroup(SubscriptionId id, String group) {
        engine().subscriptions().setGroup(id, group);
    }

    @Nested
    class AskedFor {
        @Test
        void are_for_the_group_that_all_charges_are_for() {
            start(BASIC, "2023-12-01");
            subscribe(OTHER, PRO, "2023-12-01");
            inGroup(SUB, "PO-1");
            inGroup(OTHER, "PO-1");
            OneOffCharge removal = add("Removal", "80.00", SUB);
            add("Setting up", "50.00", OTHER);
            assertThat(engine().oneOffs().preview(OneOffBilling.all(ADA)).group())
                    .isEqualTo("PO-1");
            Invoice invoice = billNow();
            assertThat(invoice.group()).isEqualTo("PO-1");
            assertThat(stored(invoice.id())).isEqualTo(invoice);
            assertProven();

            add("Removal", "80.00", SUB);
            addParts();
            assertThat(billNow().group()).isNull();
            inGroup(OTHER, "PO-2");
            add("Removal", "80.00", SUB);
            add("Setting up", "50.00", OTHER);
            assertThat(billNow().group()).isNull();
            assertThat(now(removal).invoice()).isEqualTo(invoice.id());
        }

        @Test
        void keep_their_group_while_they_are_drafts() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            start(BASIC, "2023-12-01");
            inGroup(SUB, "PO-1");
            add("Removal", "80.00", SUB);
            Invoice draft = billNow();
            inGroup(SUB, "PO-2");
            assertThat(engine().refreshInvoice(draft.id()).group()).isEqualTo("PO-1");
            billAt("2023-11-05T00:00:00Z");
            assertThat(last().group()).isEqualTo("PO-1");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
        }

        @Test
        void are_for_one_group_where_documents_are() {
            engine().settings().update(present -> present.withConsolidation(Consolidation.GROUP));
            start(BASIC, "2023-12-01");
            subscribe(OTHER, PRO, "2023-12-01");
            inGroup(SUB, "PO-1");
            OneOffCharge removal = add("Removal", "80.00", SUB);
            add("Setting up", "50.00", OTHER);
            addParts();

            assertRefused(ErrorCode.SEVERAL_GROUPS, "oneOffs", () -> billNow());
            assertRefused(
                    ErrorCode.SEVERAL_GROUPS,
                    "oneOffs",
                    () -> engine().oneOffs().preview(OneOffBilling.all(ADA)));
            assertThat(invoices()).isEmpty();
            Invoice first = billNow(removal);
            assertThat(first.group()).isEqualTo("PO-1");
            assertThat(shown(billNow())).isEqualTo("Setting up 50.00, Parts 37.50");
            assertThat(last().group()).isNull();
        }

        @Test
        void are_of_one_subscription() {
            start(BASIC, "2023-12-01");
            subscribe(OTHER, PRO, "2023-12-01");
            add("Removal", "80.00", SUB);
            add("Setting up", "50.00", OTHER);
            addParts();
            OneOffBilling request = OneOffBilling.all(ADA, SUB).withIdempotencyKey("a");
            Invoice invoice = engine().oneOffs().billNow(request);

            assertThat(shown(invoice)).isEqualTo("Removal 80.00");
            assertThat(engine().oneOffs().billNow(request)).isEqualTo(invoice);
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().oneOffs().billNow(OneOffBilling.all(ADA).withIdempotencyKey("a")));
            assertRefused(
                    ErrorCode.NOTHING_DUE,
                    "customerId",
                    () -> engine().oneOffs().billNow(OneOffBilling.all(ADA, SUB)));
            assertRefused(
                    ErrorCode.SUBSCRIPTION_NOT_FOUND,
                    "subscriptionId",
                    () -> engine().oneOffs().billNow(OneOffBilling.all(ADA, SubscriptionId.of("none"))));
            assertRefused(
                    ErrorCode.INVALID_BATCH,
                    "oneOffs",
                    () -> new OneOffBilling(ADA, SUB, Set.of(waiting().get(0).id()), null));
        }
    }

    /** What is for a subscription of which no document comes any more is not left waiting by those who bill. */
    @Nested
    class OfSubscriptionsThatAreOver {
        private OneOffCharge left() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            OneOffCharge removal = add("Removal", "80.00", SUB);
            Invoice invoice = billNow();
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
            return removal;
        }

        @Test
        void are_made_by_the_next_run() {
            OneOffCharge removal = left();
            inGroup(SUB, "PO-1");
            OneOffCharge parts = addParts();
            assertThat(waiting()).containsExactly(now(removal), parts);
            billAt("2023-12-02T00:00:00Z");

            assertThat(shown(last())).isEqualTo("Removal 80.00");
            assertThat(last().group()).isEqualTo("PO-1");
            assertThat(last().period().startDate()).hasToString("2023-11-01");
            assertThat(waiting()).containsExactly(parts);
            int made = invoices().size();
            billAt("2023-12-03T00:00:00Z");
            assertThat(invoices()).hasSize(made);
            assertThat(engine().runs()
                            .findByCutOff(Instant.parse("2023-12-02T00:00:00Z"))
                            .orElseThrow()
                            .progress()
                            .invoices())
                    .isEqualTo(1);
            assertProven();
        }

        @Test
        void are_made_where_the_subscription_never_began() {
            start(BASIC, "2023-12-01");
            add("Setting up", "50.00", SUB);
            at("2023-11-02T00:00:00Z", cancel());
            billAt("2023-11-03T00:00:00Z");
            billAt("2023-12-02T00:00:00Z");

            assertThat(allShown()).containsExactly("Setting up 50.00");
            assertThat(waiting()).isEmpty();
        }

        /** Whatever else of the customer a run with an earlier cut-off finds, it bills nothing that has ended since. */
        @Test
        void are_made_by_runs_up_to_their_end_or_later() {
            start(BASIC, "2023-12-01");
            subscribe(OTHER, PRO, "2023-12-01");
            add("Setting up", "50.00", SUB);
            add("Removal", "80.00", OTHER);
            at("2023-11-02T00:00:00Z", cancel());
            clock.set("2023-11-20T00:00:00Z");
            engine().subscriptions().change(OTHER, cancel());
            engine().runs().run(Instant.parse("2023-11-10T00:00:00Z"));
            assertThat(allShown()).containsExactly("Setting up 50.00");
            assertThat(engine().runs().dueBy(Instant.parse("2023-11-19T23:59:59Z")))
                    .isFalse();

            engine().runs().run(Instant.parse("2023-11-20T00:00:00Z"));
            assertThat(allShown()).containsExactly("Setting up 50.00", "Removal 80.00");
        }

        /** No document of a period comes any more, whether what was billed can be computed again or not. */
        @Test
        void are_made_although_a_correction_is_open_that_cannot_be_computed() {
            SubscriptionId ended = SubscriptionId.of("ada");
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            Invoice fee = last();
            add("Removal", "80.00", ended);
            Invoice invoice = billNow();
            engine().subscriptions().cancelAtPeriodEnd(ended);
            run("2023-12-01");
            // Thirteen times the largest quantity that an event may have is more than a quantity may have.
            for (int i = 0; i < 13; i++) {
                report("e" + i, ADA, "99999999999999999999999", "2023-11-10T00:00:00Z");
            }
            engine().voidInvoice(fee.id(), VoidIntent.WAIVE);
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
            run("2023-12-02");

            assertThat(findings()).contains(FindingReason.BILLING_FAILED);
            assertThat(shown(last())).isEqualTo("Removal 80.00");
            assertThat(waiting()).isEmpty();
        }

        @Test
        void wait_until_they_are_due() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            engine().oneOffs().add(parts().withSubscription(SUB).withDueAt(Instant.parse("2023-12-10T00:00:00Z")));
            Invoice invoice = billNow(waiting().get(0));
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            engine().voidInvoice(invoice.id(), VoidIntent.REISSUE);
            billAt("2023-12-09T00:00:00Z");
            assertThat(waiting()).hasSize(1);
            billAt("2023-12-10T00:00:00Z");
            assertThat(shown(last())).isEqualTo("Parts 37.50");
        }

        @Test
        void are_drafts_as_long_as_documents_have_a_grace() {
            left();
            engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
            billAt("2023-12-02T00:00:00Z");
            assertThat(last().status()).isEqualTo(InvoiceStatus.DRAFT);
            billAt("2023-12-05T00:00:00Z");
            assertThat(last().status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(shown(last())).isEqualTo("Removal 80.00");
        }

        @Test
        void leave_what_cannot_be_taxed() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            OneOffCharge book = engine().oneOffs()
                    .add(NewOneOff.of(ADA, "Book", dollars("5.00"))
                            .withSubscription(SUB)
                            .withTax(new ChargeTax(TaxCategory.of("books"), null)));
            tax();
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            billAt("2023-12-02T00:00:00Z");
            assertThat(waiting()).containsExactly(book);
            assertThat(findings()).containsExactly(FindingReason.ONE_OFF_NOT_BILLABLE);

            engine().taxes().addRule(rule("books", TaxCategory.of("books")));
            billAt("2023-12-03T00:00:00Z");
            assertThat(shown(last())).isEqualTo("Book 5.00");
            assertThat(last().totals().tax()).isEqualTo(dollars("0.95"));
        }

        /** They stand together as those of their subscriptions would. */
        @Test
        void are_as_many_as_the_tenant_wants() {
            start(BASIC, "2023-12-01");
            subscribe(OTHER, PRO, "2023-12-01");
            subscribe(SubscriptionId.of("z"), PRO, "2023-12-01");
            inGroup(SUB, "PO-1");
            inGroup(OTHER, "PO-1");
            for (SubscriptionId id : List.of(SUB, OTHER, SubscriptionId.of("z"))) {
                add("For " + id, "10.00", id);
                engine().subscriptions().change(id, cancel());
            }
            engine().settings().update(present -> present.withConsolidation(Consolidation.GROUP));
            billAt("2023-12-01T00:00:00Z");
            assertThat(allShown()).containsExactlyInAnyOrder("For sub 10.00, For other 10.00", "For z 10.00");

            invoices().forEach(invoice -> engine().voidInvoice(invoice.id(), VoidIntent.REISSUE));
            engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
            billAt("2023-12-02T00:00:00Z");
            assertThat(shown(last())).isEqualTo("For sub 10.00, For other 10.00, For z 10.00");
            assertThat(last().group()).isNull();

            voidLast(VoidIntent.REISSUE);
            engine().settings().update(present -> present.withConsolidation(Consolidation.NONE));
            billAt("2023-12-03T00:00:00Z");
            assertThat(allShown().stream().filter(document -> document.equals("For other 10.00")))
                    .hasSize(1);
            assertThat(waiting()).isEmpty();
        }

        @Test
        void are_made_while_the_clock_of_a_sandbox_is_moved() {
            TenantId sandbox = TenantId.of(tenant + "-s");
            billing().createTenant(sandbox, TenantKind.SANDBOX, settings());
            BillingEngine own = billing().forTenant(sandbox);
            own.timeTravel().set(Instant.parse("2023-11-01T00:00:00Z"));
            own.catalog().createPlan(BASIC, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee()));
            own.customers().create(NewCustomer.of(ADA, "Ada"));
            own.subscriptions()
                    .create(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-10"))
                            .withId(SUB));
            own.oneOffs().add(parts().withSubscription(SUB).withDueAt(Instant.parse("2023-12-24T00:00:00Z")));
            own.subscriptions().change(SUB, cancel());
            own.timeTravel().advanceTo(Instant.parse("2023-12-31T00:00:00Z"));

            assertThat(own.listInvoices(ADA, ALL).stream().map(OneOffBooks::shown))
                    .containsExactly("Parts 37.50");
            assertThat(own.runs().findByCutOff(Instant.parse("2023-12-24T00:00:00Z")))
                    .isPresent();
        }

        /** That comes by itself, and takes what was on it. */
        @Test
        void leave_what_waits_for_a_document_that_is_made_again() {
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            add("Removal", "80.00", SUB);
            at("2023-11-16T00:00:00Z", cancel());
            billAt("2023-12-01T00:00:00Z");
            voidLast(VoidIntent.REISSUE);
            billAt("2023-12-02T00:00:00Z");

            assertThat(invoices()).hasSize(3);
            assertThat(shown(last())).endsWith("Removal 80.00");
        }
    }
}
