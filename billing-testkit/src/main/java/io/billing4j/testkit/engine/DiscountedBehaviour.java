package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.Customer;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Redemption;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCoupon;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.VoidIntent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Coupons on documents that runs make. */
abstract class DiscountedBehaviour extends CouponBooks {
    DiscountedBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ADocument {
        @Test
        void has_the_discount_and_proves_itself() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-12-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
            Invoice first = invoices().get(0);
            assertThat(first.discounts().list()).hasSize(1);
            assertThat(first.totals().discount()).isEqualTo(Money.parse("USD 5.00"));
            assertThat(engine().verifyInvoice(first.id())).isEmpty();
            assertThat(engine().coupons().of(ADA).redemptions())
                    .containsExactly(
                            new Redemption(GRANT, SubscriptionId.of("ada"), 0, first.id(), Money.parse("USD 5.00")));
        }

        @Test
        void that_is_looked_at_ahead_has_it_and_uses_nothing_up() {
            create(percent("50"));
            grant();
            subscribe(ADA, "2023-11-01");

            assertThat(made(engine().previewNextInvoice(SubscriptionId.of("ada"))
                                    .orElseThrow())
                            .totals()
                            .total())
                    .isEqualTo(Money.parse("USD 10.00"));
            assertThat(engine().coupons().of(ADA).redemptions()).isEmpty();
        }

        @Test
        void of_one_of_two_subscriptions_has_a_coupon_for_once() {
            create(fixed("5.00"));
            grant();
            subscribeSecond("2023-11-01");
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
        }

        @Test
        void that_is_due_first_has_it_however_late_the_run_is() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-10");
            subscribeSecond("2023-11-05");
            run("2023-12-20");

            assertThat(invoices().stream()
                            .filter(invoice -> invoice.totals().discount().isPositive()))
                    .singleElement()
                    .satisfies(
                            invoice -> assertThat(invoice.lines().get(0).key().subscription())
                                    .isEqualTo(SECOND));
        }

        /** The first place of the one is due before the coupon, and its second after that of the other. */
        @Test
        void that_is_due_first_of_those_it_is_for_has_it_however_late_the_run_is() {
            create(fixed("5.00"));
            grant(null, Instant.parse("2023-11-15T00:00:00Z"));
            subscribe(ADA, "2023-11-01");
            subscribeSecond("2023-11-20");
            run("2023-12-10");

            assertThat(invoices().stream()
                            .filter(invoice -> invoice.totals().discount().isPositive()))
                    .singleElement()
                    .satisfies(
                            invoice -> assertThat(invoice.lines().get(0).key().subscription())
                                    .isEqualTo(SECOND));
        }

        @Test
        void of_a_place_that_is_due_after_the_end_has_none() {
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            engine().coupons().end(GRANT, Instant.parse("2023-12-01T00:00:00Z"));
            run("2023-12-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("18.00", "20.00");
        }

        @Test
        void of_charges_that_a_coupon_is_not_for_has_none() {
            engine().coupons()
                    .create(new NewCoupon(
                            WELCOME,
                            "Welcome",
                            percent("10"),
                            CouponScope.charges(Set.of(ChargeId.of("calls"))),
                            null,
                            null,
                            null));
            grant();
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");

            // 1,000 calls beyond the free ones are 10.00, less 1.00
            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("20.00", "29.00");
        }
    }

    @Nested
    class LateUsage {
        @Test
        void of_a_discounted_period_is_discounted_as_that_was() {
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            engine().coupons().end(GRANT, Instant.parse("2023-12-02T00:00:00Z"));
            report("late", ADA, "500", "2023-11-11T00:00:00Z");
            run("2024-01-01");

            // −10.00 less −1.00 and 15.00 less 1.50, then the fee of January, which the coupon is no more for
            Invoice january = invoices().get(2);
            assertThat(amounts(january)).containsExactly("-10.00", "15.00", "20.00");
            assertThat(january.totals().discount()).isEqualTo(Money.parse("USD 0.50"));
            assertThat(total(january)).isEqualTo("24.50");
            assertThat(engine().verifyInvoice(january.id())).isEmpty();
        }

        /** The line that it names has 1.00 off, of which the document alone would not know. */
        @Test
        void that_takes_a_line_back_without_its_discount_does_not_prove_itself() {
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            report("late", ADA, "500", "2023-11-11T00:00:00Z");
            run("2024-01-01");

            InvoiceLine back = invoices().get(2).lines().get(0);
            assertThat(back.discount()).isEqualTo(Money.parse("USD -1.00"));
            Invoice forged =
                    stored(InvoiceLine.of(1, back.key(), back.description(), back.derivation(), LineAdjustments.NONE));
            assertThat(forged.verified()).isTrue();
            assertThat(engine().verifyInvoice(forged.id()))
                    .extracting(InvoiceFault::kind)
                    .containsExactly(InvoiceFault.Kind.DISCOUNT_NOT_DERIVED);
        }

        private Invoice stored(InvoiceLine line) {
            SubscriptionId ada = SubscriptionId.of("ada");
            List<InvoiceLine> lines = List.of(line);
            return store().inTransaction(tenant, unit -> {
                InvoiceDraft draft = new InvoiceDraft(
                        InvoiceId.of(new UUID(1, 1)),
                        ADA,
                        Customer.MAIN_ENTITY,
                        ada,
                        unit.slots()
                                .from(Map.of(ada, 0))
                                .getOrDefault(ada, List.of())
                                .get(0)
                                .place(),
                        lines,
                        DocumentTotals.of(lines, Money.parse("USD 0.00")),
                        clock.now(tenant));
                unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
                Invoice invoice = Invoice.draft(draft, InvoiceOrigin.request(null));
                unit.invoices().insertHeaders(List.of(invoice));
                return invoice;
            });
        }
    }

    @Nested
    class AVoidDocument {
        @Test
        void that_is_made_again_has_its_coupon_again() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
        }

        @Test
        void that_is_waived_leaves_it_to_the_next() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.WAIVE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00");
        }

        @Test
        void that_is_made_again_and_then_waived_leaves_it_to_the_next() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
            run("2023-11-01");
            engine().voidInvoice(invoices().get(1).id(), VoidIntent.WAIVE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00");
        }

        private List<Invoice> standing() {
            return invoices().stream()
                    .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                    .toList();
        }
    }

    @Nested
    class ADraft {
        @Test
        void has_what_is_granted_later_once_it_is_computed_again() {
            create(fixed("5.00"));
            subscribe(ADA, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                    SubscriptionId.of("ada"),
                    Instant.parse("2023-11-01T00:00:00Z"),
                    Instant.parse("2023-12-01T00:00:00Z"))));
            grant(null, Instant.parse("2023-11-01T00:00:00Z"));

            assertThat(total(draft)).isEqualTo("20.00");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("15.00");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("15.00");
            Invoice issued = engine().finalizeInvoice(draft.id());
            assertThat(engine().findInvoice(draft.id())).contains(issued);
            assertThat(engine().verifyInvoice(draft.id())).isEmpty();
            assertThat(engine().coupons().of(ADA).redemptions()).hasSize(1);
        }
    }
}
