package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.catalog.Charge;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.PriceModel;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.Minimums;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that would ask for less than 10.00, of a plan of 4.00 a month in advance. */
abstract class MinimumBehaviour extends ChangeBooks {
    private static final PlanId TINY = PlanId.of("tiny");
    private static final Minimums TEN = Minimums.of(Money.parse("USD 10.00"));

    MinimumBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void sellLittle() {
        sell(TINY, BillingInterval.MONTHLY, PriceModel.flat(usd("4.00")));
        require(TEN);
    }

    @Test
    void what_is_too_little_is_asked_for_once_it_is_enough() {
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        billAt("2024-01-01T00:00:00Z");

        assertThat(invoices()).hasSize(1);
        assertThat(lines(last()))
                .containsExactly(
                        "tiny [2023-11-01, 2023-12-01) 4.00",
                        "tiny [2023-12-01, 2024-01-01) 4.00",
                        "tiny [2024-01-01, 2024-02-01) 4.00");
        assertThat(last().period().startDate()).isEqualTo(LocalDate.parse("2024-01-01"));
        assertThat(slots(SUB))
                .extracting(InvoiceSlot::outcome)
                .containsExactly(SlotOutcome.SKIPPED, SlotOutcome.SKIPPED, SlotOutcome.INVOICED);
        billAt("2024-02-01T00:00:00Z");
        assertThat(invoices()).hasSize(1);
        assertThat(findings())
                .containsExactly(
                        FindingReason.CARRIED_FORWARD, FindingReason.CARRIED_FORWARD, FindingReason.CARRIED_FORWARD);
        assertThat(engine().listFindings(ADA, Page.first(2)))
                .extracting(Finding::detail)
                .containsExactly(
                        Map.of(
                                "periodStart", "2023-11-01T00:00:00Z",
                                "periodEnd", "2023-12-01T00:00:00Z",
                                "total", "USD 4.00"),
                        Map.of(
                                "periodStart", "2023-12-01T00:00:00Z",
                                "periodEnd", "2024-01-01T00:00:00Z",
                                "total", "USD 8.00"));
    }

    @Test
    void what_is_enough_to_the_cent_is_asked_for() {
        require(Minimums.of(Money.parse("USD 8.00"), Money.parse("EUR 1000.00")));
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");

        assertThat(totals()).containsExactly("8.00");
    }

    /** What was billed before the minimum was chosen is not asked for again. */
    @Test
    void one_run_for_several_periods_comes_to_what_several_runs_come_to() {
        require(Minimums.NONE);
        start(meteredPlan(), "2023-10-01");
        useCalls();
        billAt("2023-11-01T00:00:00Z");
        // October and, with its usage, November: 1.00, and 1.00 + 1.00.
        assertThat(totals()).containsExactly("1.00", "2.00");
        require(TEN);
        billAt("2024-03-01T00:00:00Z");

        // 1.00 + 1.00 in December, January and February, and as much in March and April that is not there yet.
        assertThat(totals()).containsExactly("1.00", "2.00");
        assertThat(slots(SUB)).hasSize(6);
        billAt("2024-04-01T00:00:00Z");
        assertThat(findings()).containsOnly(FindingReason.CARRIED_FORWARD);
        assertThat(total(last())).isEqualTo("10.00");
        assertThat(lines(last()))
                .containsExactly(
                        "Calls [2023-11-01, 2023-12-01) 1.00",
                        "metered [2023-12-01, 2024-01-01) 1.00",
                        "Calls [2023-12-01, 2024-01-01) 1.00",
                        "metered [2024-01-01, 2024-02-01) 1.00",
                        "Calls [2024-01-01, 2024-02-01) 1.00",
                        "metered [2024-02-01, 2024-03-01) 1.00",
                        "Calls [2024-02-01, 2024-03-01) 1.00",
                        "metered [2024-03-01, 2024-04-01) 1.00",
                        "Calls [2024-03-01, 2024-04-01) 1.00",
                        "metered [2024-04-01, 2024-05-01) 1.00");
    }

    @Test
    void the_same_in_several_runs() {
        require(Minimums.NONE);
        start(meteredPlan(), "2023-10-01");
        useCalls();
        billAt("2023-11-01T00:00:00Z");
        require(TEN);
        for (String month : List.of("2023-12", "2024-01", "2024-02", "2024-03", "2024-04")) {
            billAt(month + "-01T00:00:00Z");
        }

        assertThat(totals()).containsExactly("1.00", "2.00", "10.00");
        assertThat(last().lines()).hasSize(10);
    }

    @Test
    void several_documents_of_one_run_are_made_as_soon_as_there_is_enough() {
        start(TINY, "2023-06-01");
        billAt("2024-01-01T00:00:00Z");

        // June to August, September to November; December and January wait.
        assertThat(totals()).containsExactly("12.00", "12.00");
        assertThat(invoices()).extracting(invoice -> invoice.lines().size()).containsExactly(3, 3);
        billAt("2024-02-01T00:00:00Z");
        assertThat(totals()).containsExactly("12.00", "12.00", "12.00");
    }

    @Test
    void the_final_document_asks_for_what_there_is() {
        start(TINY, "2023-11-01");
        billAt("2023-12-01T00:00:00Z");
        engine().subscriptions().cancelAtPeriodEnd(SUB);
        billAt("2024-01-01T00:00:00Z");

        assertThat(lines(last()))
                .containsExactly("tiny [2023-11-01, 2023-12-01) 4.00", "tiny [2023-12-01, 2024-01-01) 4.00");
    }

    @Test
    void a_change_that_is_settled_at_once_has_its_document_and_takes_the_rest_along() {
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        assertThat(lines(last()))
                .containsExactly("tiny [2023-11-01, 2023-11-16) 2.00", "basic [2023-11-16, 2023-12-01) 15.00");
        billAt("2023-12-01T00:00:00Z");
        assertThat(totals()).containsExactly("17.00", "30.00");
    }

    @Test
    void a_document_that_was_asked_for_by_itself_is_made() {
        start(TINY, "2023-11-01");

        Invoice november = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                SUB, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"))));
        assertThat(total(november)).isEqualTo("4.00");
    }

    @Test
    void without_a_minimum_the_next_document_asks_for_all_that_is_left() {
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        require(Minimums.NONE);
        billAt("2023-12-01T00:00:00Z");

        assertThat(totals()).containsExactly("8.00");
    }

    /** 0.50 a month: what is for November 2023 is asked for in November 2024, with the twelve that follow. */
    @Test
    void nothing_is_carried_for_longer_than_a_year() {
        PlanId half = PlanId.of("half");
        sell(half, BillingInterval.MONTHLY, PriceModel.flat(usd("0.50")));
        start(half, "2023-11-01");
        billAt("2024-10-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        billAt("2024-11-01T00:00:00Z");

        assertThat(totals()).containsExactly("6.50");
        assertThat(last().lines()).hasSize(13);
    }

    @Test
    void what_counts_is_what_is_to_be_paid_beside_the_balance() {
        engine().balances().adjust(ADA, Money.parse("USD 7.00"), "Sorry", null);
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        // The balance pays it, so that there is nothing to collect.
        assertThat(totals()).containsExactly("0.00");
        billAt("2023-12-01T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");
        billAt("2024-02-01T00:00:00Z");
        // 4.00 − 3.00, 8.00 − 3.00 and 12.00 − 3.00 are too little.
        assertThat(totals()).containsExactly("0.00");
        assertThat(engine().balances().of(ADA)).isEqualTo(Money.parse("USD 3.00"));
        billAt("2024-03-01T00:00:00Z");
        assertThat(totals()).containsExactly("0.00", "13.00");
        assertThat(engine().balances().of(ADA)).isEqualTo(Money.parse("USD 0.00"));
    }

    @Test
    void a_document_that_gives_back_is_made() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(TINY, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        billAt("2023-12-01T00:00:00Z");

        // −30.00 + 2.00 + 4.00.
        assertThat(totals()).containsExactly("60.00", "0.00");
        assertThat(engine().balances().of(ADA)).isEqualTo(Money.parse("USD 24.00"));
    }

    @Test
    void a_void_document_is_made_again_with_all_that_it_had() {
        carriedToJanuary();
        engine().voidInvoice(last().id(), VoidIntent.REISSUE);
        billAt("2024-01-02T00:00:00Z");

        assertThat(totals()).containsExactly("12.00", "12.00");
        assertThat(lines(last())).isEqualTo(lines(invoices().get(0)));
    }

    @Test
    void a_waived_document_is_asked_for_by_none() {
        carriedToJanuary();
        engine().voidInvoice(last().id(), VoidIntent.WAIVE);
        billAt("2024-02-01T00:00:00Z");
        billAt("2024-03-01T00:00:00Z");
        billAt("2024-04-01T00:00:00Z");

        assertThat(lines(last()))
                .containsExactly(
                        "tiny [2024-02-01, 2024-03-01) 4.00",
                        "tiny [2024-03-01, 2024-04-01) 4.00",
                        "tiny [2024-04-01, 2024-05-01) 4.00");
    }

    @Test
    void drafts_are_made_of_what_is_enough_and_stay_when_they_are_computed_again() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");
        assertThat(totals()).containsExactly("12.00");
        require(Minimums.of(Money.parse("USD 50.00")));
        engine().refreshInvoice(last().id());
        billAt("2024-01-11T00:00:00Z");

        assertThat(numbers(invoices())).containsExactly("INV-202401-00001");
        assertThat(totals()).containsExactly("12.00");
    }

    @Test
    void usage_that_comes_late_for_what_waits_is_asked_for_with_it() {
        start(meteredPlan(), "2023-11-01");
        billAt("2023-12-01T00:00:00Z");
        report("late", ADA, "2000", "2023-11-20T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");

        // Three fees, and 10.00 for the thousand calls beyond the first.
        assertThat(totals()).containsExactly("13.00");
        billAt("2024-02-01T00:00:00Z");
        assertThat(invoices()).hasSize(1);
    }

    /** 8.00 for late calls and 1.00 for January are too little; what February's document of the same run asks for is 10.00. */
    @Test
    void a_correction_that_waits_is_asked_for_by_the_next_document_of_its_run() {
        require(Minimums.NONE);
        start(meteredPlan(), "2023-10-01");
        billAt("2023-12-01T00:00:00Z");
        assertThat(totals()).containsExactly("1.00", "1.00", "1.00");
        require(TEN);
        report("late", ADA, "1800", "2023-11-20T00:00:00Z");
        billAt("2024-02-01T00:00:00Z");

        assertThat(findings()).doesNotContain(FindingReason.CORRECTION_NOT_COMPUTABLE);
        assertThat(totals()).containsExactly("1.00", "1.00", "1.00", "10.00");
        assertThat(lines(last()))
                .containsExactly(
                        "Calls [2023-11-01, 2023-12-01) 8.00",
                        "metered [2024-01-01, 2024-02-01) 1.00",
                        "metered [2024-02-01, 2024-03-01) 1.00");
    }

    /** A tenth off for two months: 3.60, 3.60 and 4.00, as on documents apart. */
    @Test
    void coupons_take_off_what_they_would_have_taken_off_in_time() {
        CouponId tenth = CouponId.of("tenth");
        engine().coupons()
                .create(new NewCoupon(
                        tenth, "A tenth", Discount.percentage(BigDecimal.TEN), CouponScope.document(), 2, null, null));
        engine().coupons().grant(NewCouponGrant.of(CouponGrantId.of("g"), tenth, ADA));
        carriedToJanuary();

        assertThat(totals()).containsExactly("11.20");
        assertThat(last().lines())
                .extracting(line -> line.discount().getAmount().toPlainString())
                .containsExactly("0.40", "0.40", "0.00");
    }

    /** 19 % of 4.00, of 8.00 and of 12.00: 4.76 and 9.52 are too little. */
    @Test
    void taxes_count() {
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
        carriedToJanuary();

        assertThat(totals()).containsExactly("14.28");
    }

    @Test
    void a_shared_document_waits_as_a_whole() {
        engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
        SubscriptionId other = SubscriptionId.of("other");
        start(TINY, "2023-11-01");
        engine().subscriptions()
                .create(NewSubscription.of(ADA, TINY, LocalDate.parse("2023-11-01"))
                        .withId(other));
        billAt("2023-11-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        assertThat(findings()).containsExactly(FindingReason.CARRIED_FORWARD, FindingReason.CARRIED_FORWARD);
        billAt("2023-12-01T00:00:00Z");

        assertThat(totals()).containsExactly("16.00");
        assertThat(last().lines())
                .extracting(line -> line.key().subscription().value())
                .containsExactly("other", "other", "sub", "sub");
        // The other way round, all in one run.
        billAt("2024-02-01T00:00:00Z");
        assertThat(totals()).containsExactly("16.00", "16.00");
    }

    /** It stays pending until a document is made: 4.00 + 3.00 wait, and 4.00 + 4.00 + 3.00 do not. */
    @Test
    void a_one_off_charge_counts_and_waits_as_well() {
        engine().oneOffs().add(NewOneOff.of(ADA, "Set-up", Money.parse("USD 3.00")));
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        billAt("2023-12-01T00:00:00Z");

        assertThat(totals()).containsExactly("11.00");
        assertThat(amounts(last())).containsExactly("4.00", "4.00", "3.00");
        billAt("2024-03-01T00:00:00Z");
        assertThat(totals()).containsExactly("11.00", "12.00");
    }

    /** Its day is the first of November, by which there is nothing else to ask for. */
    @Test
    void a_one_off_charge_alone_waits_for_a_year_at_most() {
        engine().oneOffs().add(NewOneOff.of(ADA, "Set-up", Money.parse("USD 3.00")));
        PlanId calls = PlanId.of("calls");
        engine().catalog().createPlan(calls, "Calls", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(calls()));
        start(calls, "2023-11-01");
        billAt("2024-10-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        billAt("2024-11-01T00:00:00Z");

        assertThat(totals()).containsExactly("3.00");
    }

    /** Of 0.02 a day twelve days wait; the next document asks for all thirteen. */
    @Test
    void no_more_than_twelve_places_wait() {
        PlanId daily = PlanId.of("daily");
        sell(daily, new BillingInterval(IntervalUnit.DAY, 1), PriceModel.flat(usd("0.02")));
        start(daily, "2023-11-01");
        billAt("2023-11-30T00:00:00Z");

        assertThat(totals()).containsExactly("0.26", "0.26");
        assertThat(invoices()).extracting(invoice -> invoice.lines().size()).containsExactly(13, 13);
    }

    /**
     * The first place is a part of a week, whose window begins before it: Wednesday to Monday of 0.02 a week is 0.01, and twelve
     * whole weeks are 0.24.
     */
    @Test
    void nor_where_the_first_of_them_is_a_part_of_a_period() {
        PlanId weekly = PlanId.of("weekly");
        sell(weekly, new BillingInterval(IntervalUnit.WEEK, 1), PriceModel.flat(usd("0.02")));
        engine().subscriptions()
                .create(NewSubscription.of(ADA, weekly, LocalDate.parse("2023-11-01"))
                        .anchoredOn(LocalDate.parse("2023-10-30")));
        billAt("2024-04-22T00:00:00Z");

        assertThat(totals()).containsExactly("0.25", "0.26");
    }

    /** 20.00 pay the 8.00 of both in November; of the 8.00 of each in December 4.00 are left to pay, which is too little. */
    @Test
    void which_documents_wait_does_not_depend_on_how_many_periods_a_run_bills() {
        twoOfEight();
        billAt("2023-12-01T00:00:00Z");

        assertThat(totals()).containsExactly("0.00", "0.00");
        assertThat(balance()).isEqualTo("4.00");
    }

    @Test
    void the_same_in_a_run_for_each_period() {
        twoOfEight();
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");

        assertThat(totals()).containsExactly("0.00", "0.00");
        assertThat(balance()).isEqualTo("4.00");
    }

    private void twoOfEight() {
        PlanId eight = PlanId.of("eight");
        sell(eight, BillingInterval.MONTHLY, PriceModel.flat(usd("8.00")));
        engine().balances().adjust(ADA, Money.parse("USD 20.00"), "Sorry", null);
        start(eight, "2023-11-01");
        engine().subscriptions()
                .create(NewSubscription.of(ADA, eight, LocalDate.parse("2023-11-01"))
                        .withId(SubscriptionId.of("zzz")));
    }

    @Test
    void what_is_chosen_is_kept_and_has_to_be_an_amount() {
        assertThat(engine().settings().get().minimums()).isEqualTo(TEN);
        assertThat(engine().audit("settings", tenant.value(), Page.first(10)))
                .extracting(AuditEntry::after)
                .containsExactly(Map.of("minimums.USD", "10.00"));

        assertRefused(ErrorCode.INVALID_NUMBER, "minimums", () -> Minimums.of(Money.parse("USD 0.00")));
        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "minimums",
                () -> Minimums.of(Money.parse("USD 1.00"), Money.parse("USD 2.00")));
        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "minimums",
                () -> require(Minimums.of(Money.of(CurrencyUnit.of("XAU"), BigDecimal.ONE))));
    }

    private void carriedToJanuary() {
        start(TINY, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        billAt("2024-01-01T00:00:00Z");
        assertThat(invoices()).hasSize(1);
    }

    private void require(Minimums least) {
        engine().settings().update(present -> present.withMinimums(least));
    }

    /** 1.00 a month in advance, and calls: 1,000 free, then 0.01 each. */
    private PlanId meteredPlan() {
        PlanId plan = PlanId.of("metered");
        engine().catalog()
                .createPlan(
                        plan,
                        "Metered",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(ChargeId.of("fee"), "metered", PriceModel.flat(usd("1.00"))), calls()));
        return plan;
    }

    /** 1,100 calls a month, 1.00. */
    private void useCalls() {
        clock.set("2024-04-01T00:00:00Z");
        for (String month : List.of("2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03")) {
            report(month, ADA, "1100", month + "-10T00:00:00Z");
        }
        clock.set("2023-11-01T00:00:00Z");
    }

    private List<String> totals() {
        return invoices().stream().map(EngineBooks::total).toList();
    }
}
