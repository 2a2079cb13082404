package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Discount;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.Consolidation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Runs that put subscriptions of Ada on one document: {@code one} and {@code two} to a plan of 30.00, {@code three} to one of 60.00. */
abstract class ConsolidationBehaviour extends ChangeBooks {
    private static final SubscriptionId ONE = SubscriptionId.of("one");
    private static final SubscriptionId TWO = SubscriptionId.of("two");
    private static final SubscriptionId THREE = SubscriptionId.of("three");

    ConsolidationBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void all_subscriptions_of_a_customer_are_on_one_document() {
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");

        // In the order of the subscriptions' keys: one, three, two.
        assertThat(shown()).containsExactly("one 30.00, three 60.00, two 30.00", "one 30.00, three 60.00, two 30.00");
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202312-00001");
        assertThat(slots(TWO))
                .allMatch(slot ->
                        invoices().stream().anyMatch(invoice -> invoice.id().equals(slot.invoice())));
    }

    @Test
    void subscriptions_to_one_plan_are_on_one_document() {
        join(Consolidation.PLAN);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");

        assertThat(shown()).containsExactly("one 30.00, two 30.00", "three 60.00");
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202311-00002");
    }

    @Test
    void subscriptions_have_documents_of_their_own_where_nothing_else_is_chosen() {
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        join(Consolidation.CUSTOMER);
        billAt("2023-12-01T00:00:00Z");
        join(Consolidation.NONE);
        billAt("2024-01-01T00:00:00Z");

        assertThat(invoices()).extracting(invoice -> invoice.lines().size()).containsExactly(1, 1, 1, 3, 1, 1, 1);
    }

    @Test
    void those_that_are_due_on_other_days_do_not_wait_for_each_other() {
        join(Consolidation.CUSTOMER);
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-02");
        billAt("2023-12-02T00:00:00Z");

        assertThat(shown()).containsExactly("one 30.00", "two 30.00", "one 30.00", "two 30.00");
    }

    @Test
    void arrears_of_several_periods_are_a_document_for_each_day() {
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2024-01-01T00:00:00Z");

        assertThat(invoices())
                .extracting(invoice -> invoice.period().startDate())
                .containsExactly(
                        LocalDate.parse("2023-11-01"), LocalDate.parse("2023-12-01"), LocalDate.parse("2024-01-01"));
        assertThat(invoices()).allMatch(invoice -> invoice.lines().size() == 3);
    }

    /** Of the daily one a transaction takes 100 places, up to 8 February. */
    @Test
    void a_document_does_not_fall_apart_where_one_transaction_does_not_take_all_that_is_due() {
        join(Consolidation.CUSTOMER);
        sell(PlanId.of("daily"), new BillingInterval(IntervalUnit.DAY, 1), PriceModel.flat(usd("1.00")));
        subscribe(ONE, PlanId.of("daily"), "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-01");
        billAt("2024-05-01T00:00:00Z");

        // 30 days of November, 31 of December and January, 29 of February, 31 of March, 30 of April, and 1 May.
        assertThat(invoices()).hasSize(183);
        assertThat(invoices().stream().filter(invoice -> invoice.lines().size() == 2))
                .extracting(invoice -> invoice.period().startDate().toString())
                .containsExactly(
                        "2023-11-01",
                        "2023-12-01",
                        "2024-01-01",
                        "2024-02-01",
                        "2024-03-01",
                        "2024-04-01",
                        "2024-05-01");
    }

    @Test
    void a_change_that_is_settled_at_once_has_a_document_of_its_own() {
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-16T00:00:00Z");
        engine().subscriptions().change(ONE, plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt("2023-11-16T00:00:00Z");

        // Half of 30.00 back, and half of 60.00.
        assertThat(shown().get(1)).isEqualTo("one -15.00, one 30.00");
    }

    /** The change's place is as old as the period's; that of the other one comes before it all the same. */
    @Test
    void a_change_that_is_made_again_with_the_document_before_it_leaves_that_whole() {
        join(Consolidation.CUSTOMER);
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-16T00:00:00Z");
        engine().subscriptions().change(ONE, plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        engine().voidInvoice(last().id(), VoidIntent.REISSUE);
        engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
        billAt("2023-11-17T00:00:00Z");

        // 15 days of 30.00 and 15 of 60.00; nothing is left for the change.
        assertThat(shown().subList(2, shown().size())).containsExactly("one 15.00, one 30.00, two 30.00");
    }

    /** As it would be if the document were made then: what comes later for it is not waived with the document. */
    @Test
    void one_for_which_nothing_is_due_any_more_is_settled_without_the_document_that_becomes_final() {
        join(Consolidation.CUSTOMER);
        engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-11-11T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        assertThat(shown()).endsWith("one 30.00, two 30.00");
        clock.set("2023-12-05T00:00:00Z");
        engine().subscriptions().change(TWO, new SubscriptionCommand.Cancel(when("2023-12-01T00:00:00Z"), null));
        billAt("2023-12-11T00:00:00Z");

        assertThat(shown()).contains("one 30.00");
        InvoiceSlot december = slots(TWO).get(1);
        assertThat(december.outcome()).isEqualTo(SlotOutcome.SKIPPED);
        assertThat(december.invoice()).isNull();
    }

    /** The final place of November has nothing to ask for on 1 December. */
    @Test
    void one_for_which_nothing_is_due_has_no_part_in_the_period_of_the_document() {
        join(Consolidation.CUSTOMER);
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        engine().subscriptions().change(ONE, new SubscriptionCommand.Cancel(ChangeTiming.periodEnd(), null));
        billAt("2023-12-01T00:00:00Z");

        assertThat(shown()).endsWith("two 30.00");
        assertThat(slots(ONE).get(1).outcome()).isEqualTo(SlotOutcome.SKIPPED);
        assertThat(last().period()).isEqualTo(slots(TWO).get(1).period());
    }

    @Test
    void a_correction_is_on_the_next_document_they_share() {
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-16T00:00:00Z");
        engine().subscriptions().change(TWO, plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        billAt("2023-12-01T00:00:00Z");

        assertThat(shown().get(1)).isEqualTo("one 30.00, three 60.00, two -15.00, two 30.00, two 60.00");
    }

    @Test
    void one_that_cannot_be_billed_leaves_its_place_and_the_others_have_their_document() {
        SubscriptionId books = SubscriptionId.of("books");
        join(Consolidation.CUSTOMER);
        taxStandardGoods();
        sellUntaxable(PlanId.of("books"));
        subscribeAll();
        subscribe(books, PlanId.of("books"), "2023-11-01");
        billAt("2023-11-01T00:00:00Z");

        assertThat(shown()).containsExactly("one 30.00, three 60.00, two 30.00");
        assertThat(slots(books)).isEmpty();
        assertThat(findings()).contains(FindingReason.PERIOD_NOT_BILLABLE);
        // 19 % of 120.00.
        assertThat(total(last())).isEqualTo("142.80");
    }

    @Test
    void where_not_even_the_facts_can_be_told_each_has_documents_of_its_own() {
        join(Consolidation.CUSTOMER);
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(SubscriptionId.of("api"), API, "2023-11-01");
        // Thirteen times the largest quantity that an event may have is more than a quantity may have.
        for (int i = 0; i < 13; i++) {
            report("e" + i, ADA, "99999999999999999999999", "2023-11-10T00:00:00Z");
        }
        billAt("2024-01-01T00:00:00Z");

        assertThat(shown()).containsExactlyInAnyOrder("api 20.00", "api 20.00", "one 30.00", "one 30.00", "one 30.00");
        assertThat(findings()).contains(FindingReason.PERIOD_NOT_BILLABLE);
    }

    @Test
    void a_void_document_is_made_again_as_it_was_and_nothing_else_joins_it() {
        join(Consolidation.PLAN);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        join(Consolidation.CUSTOMER);
        Invoice both = invoices().get(0);
        Invoice alone = invoices().get(1);
        engine().voidInvoice(both.id(), VoidIntent.REISSUE);
        engine().voidInvoice(alone.id(), VoidIntent.REISSUE);
        subscribe(SubscriptionId.of("four"), BASIC, "2023-11-01");
        billAt("2023-11-02T00:00:00Z");

        assertThat(shown())
                .containsExactly(
                        "one 30.00, two 30.00", "three 60.00", "four 30.00", "one 30.00, two 30.00", "three 60.00");
        assertThat(invoices().subList(0, 2)).allMatch(invoice -> invoice.status() == InvoiceStatus.VOIDED);
    }

    @Test
    void a_waived_document_is_made_again_for_none_of_them() {
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        engine().voidInvoice(invoices().get(0).id(), VoidIntent.WAIVE);
        billAt("2023-11-02T00:00:00Z");

        assertThat(invoices()).hasSize(1);
        assertThat(List.of(slots(ONE), slots(TWO), slots(THREE)))
                .allMatch(own -> own.get(0).waived());
    }

    /** A coupon for one subscription only is for the one that is due first; of these the one with the lowest key. */
    @Test
    void what_a_coupon_takes_off_is_the_same_as_on_documents_apart() {
        CouponId tenth = CouponId.of("tenth");
        engine().coupons().create(NewCoupon.once(tenth, "A tenth", Discount.percentage(new BigDecimal("10"))));
        engine().coupons().grant(NewCouponGrant.of(CouponGrantId.of("g"), tenth, ADA));
        join(Consolidation.CUSTOMER);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        List<String> together = discounts();
        engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
        billAt("2023-11-02T00:00:00Z");
        List<String> again = discounts();
        join(Consolidation.NONE);
        engine().voidInvoice(invoices().get(1).id(), VoidIntent.REISSUE);
        billAt("2023-11-03T00:00:00Z");

        assertThat(together).containsExactly("one 3.00", "three 0.00", "two 0.00");
        assertThat(again).containsExactlyElementsOf(together);
        assertThat(discounts()).containsExactlyElementsOf(together);
        assertThat(invoices()).hasSize(5);
    }

    private void join(Consolidation consolidation) {
        engine().settings().update(present -> present.withConsolidation(consolidation));
    }

    /** 19 %, and nothing is said of other goods. */
    private void taxStandardGoods() {
        TaxPlace germany = TaxPlace.of("DE");
        engine().taxes()
                .addRule(new TaxRule(
                        TaxRuleId.of("standard"),
                        TaxCategory.STANDARD,
                        germany,
                        LocalDate.parse("2021-01-01"),
                        null,
                        new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal("19")), 0)));
        engine().settings()
                .update(present ->
                        present.withTaxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, germany)));
    }

    private void sellUntaxable(PlanId plan) {
        engine().catalog()
                .createPlan(
                        plan,
                        "Books",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(fee().withTax(new ChargeTax(TaxCategory.of("books"), null))));
    }

    private void subscribeAll() {
        subscribe(ONE, BASIC, "2023-11-01");
        subscribe(TWO, BASIC, "2023-11-01");
        subscribe(THREE, PRO, "2023-11-01");
    }

    private void subscribe(SubscriptionId id, PlanId plan, String start) {
        engine().subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse(start)).withId(id));
    }

    /** Each document as {@code one 30.00, two 30.00}. */
    private List<String> shown() {
        return invoices().stream()
                .map(invoice -> String.join(
                        ", ",
                        invoice.lines().stream()
                                .map(line -> line.key().subscription() + " "
                                        + line.amount().getAmount().toPlainString())
                                .toList()))
                .toList();
    }

    /** What is taken off the lines of documents that are not void, in the order of the subscriptions. */
    private List<String> discounts() {
        return invoices().stream()
                .filter(invoice -> invoice.status() != InvoiceStatus.VOIDED)
                .flatMap(invoice -> invoice.lines().stream())
                .map(line -> line.key().subscription() + " "
                        + line.discount().getAmount().toPlainString())
                .sorted()
                .toList();
    }
}
