package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewOneOff;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Places that an outside service refuses, of fees of 30.00 and 60.00: each leaves to the next what goes with it, so that the next is another
 * question.
 */
abstract class ExternalTaxRefusedPlaceBehaviour extends OneOffBooks {
    private static final LocalDate START = LocalDate.parse("2023-11-01");

    ExternalTaxRefusedPlaceBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return taxedBySandbox(super.settings());
    }

    /** December and January are refused, each with corrections of November and without: that is two places, and three leave the charge. */
    @Test
    void counts_once_for_one_off_charges_though_it_is_asked_for_with_corrections_and_without() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        addParts();
        refuseBefore("2024-02-01");
        billAt("2024-02-01T00:00:00Z");

        // 30.00 more for a month, of which half is left.
        assertThat(shown(last())).contains("pro 60.00", "Parts 37.50");
        assertThat(waiting()).isEmpty();
        assertThat(findings()).doesNotContain(FindingReason.ONE_OFF_NOT_BILLABLE);
        assertProven();
    }

    @Test
    void counts_once_more_with_the_third() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        addParts();
        refuseBefore("2024-03-01");
        billAt("2024-03-01T00:00:00Z");

        assertThat(shown(last())).contains("pro 60.00").doesNotContain("Parts");
        assertThat(waiting()).hasSize(1);
        assertThat(findings()).contains(FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    /** More than there are rounds: they are asked for together. */
    @Test
    void is_billed_at_once_however_many_one_off_charges_are_refused() {
        start(BASIC, START.toString());
        engine().oneOffs().add(Collections.nCopies(25, NewOneOff.of(ADA, "Bad", dollars("1.00"))));
        add("Good", "20.00");
        taxService.refuse(ExternalTaxRefusedPlaceBehaviour::isBad);
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00, Good 20.00");
        assertThat(waiting()).hasSize(25);
        assertThat(findings()).hasSize(25).containsOnly(FindingReason.ONE_OFF_NOT_BILLABLE);
        // With all, each of 26 by itself, with none of them, and with the one that is not refused.
        assertThat(taxService.asked()).hasSize(29);
        assertProven();
    }

    /** The coupon goes from one month to the next: each is known to be refused before the next is asked for with it. */
    @Test
    void leaves_a_coupon_to_the_first_that_is_not_however_many_there_are() {
        grantFiveOff();
        start(BASIC, START.toString());
        refuseBefore("2025-11-01");
        billAt("2025-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00");
        // 30.00 less 5.00, and 19 %
        assertThat(total(last())).isEqualTo("29.75");
        assertOnlyRefused();
    }

    @Test
    void leaves_corrections_to_the_first_that_is_not_however_many_there_are() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        refuseBefore("2025-12-01");
        billAt("2025-12-01T00:00:00Z");

        assertThat(last().period().startInclusive()).isEqualTo(Instant.parse("2025-12-01T00:00:00Z"));
        // 60.00, half of the 30.00 that November was too cheap, and 19 %: 75.00 and 14.25
        assertThat(total(last())).isEqualTo("89.25");
        assertOnlyRefused();
        assertProven();
    }

    /**
     * The most that a place can be asked for: with corrections and without, each with both charges, without the one that is refused by
     * itself, and with none; and not before the place ahead of it, which holds the coupon, is refused. That is 18 × 6 times, which is more than
     * five for each of 19 places and the ten that there are anyway.
     */
    @Test
    void leaves_all_that_to_the_first_that_is_not_though_each_has_one_off_charges_of_its_own() {
        start(BASIC, START.toString());
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        grantFiveOff();
        IntStream.rangeClosed(1, 18).mapToObj(START::plusMonths).forEach(this::addBadAndGood);
        LocalDate good = START.plusMonths(19);
        taxService.refuse(question -> isBad(question) || isOfFeesBefore(question, good));
        billAt("2025-06-01T00:00:00Z");

        assertThat(last().period().startInclusive()).isEqualTo(Instant.parse("2025-06-01T00:00:00Z"));
        // 60.00, half of the 30.00 that November was too cheap, less 5.00, and 19 %: 70.00 and 13.30
        assertThat(total(last())).isEqualTo("83.30");
        assertThat(waiting()).hasSize(36);
        assertOnlyRefused();
        assertProven();
    }

    @Test
    void leaves_a_coupon_to_another_subscription_of_a_shared_document() {
        engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
        grantFiveOff();
        IntStream.range(0, 25)
                .forEach(
                        i -> subscribe(SubscriptionId.of(String.format(Locale.ROOT, "a%02d", i)), BASIC, "2023-11-01"));
        subscribe(SubscriptionId.of("z"), PRO, "2023-11-01");
        taxService.refuse(question ->
                question.lines().stream().anyMatch(line -> line.description().equals("basic")));
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("pro 60.00");
        // 60.00 less 5.00, and 19 %
        assertThat(total(last())).isEqualTo("65.45");
        assertOnlyRefused();
    }

    private void refuseBefore(String good) {
        LocalDate day = LocalDate.parse(good);
        taxService.refuse(question -> !hasFeesSince(question, day));
    }

    /** What is corrected has the day of the document that it was on. */
    private static boolean hasFeesSince(TaxQuestion question, LocalDate day) {
        return question.lines().stream()
                .anyMatch(line -> line.oneOff() == null && !line.day().isBefore(day));
    }

    private static boolean isOfFeesBefore(TaxQuestion question, LocalDate day) {
        return question.lines().stream().anyMatch(line -> line.oneOff() == null) && !hasFeesSince(question, day);
    }

    private static boolean isBad(TaxQuestion question) {
        return question.lines().stream().anyMatch(line -> line.description().equals("Bad"));
    }

    private void addBadAndGood(LocalDate day) {
        clock.set(day + "T00:00:00Z");
        add("Bad", "1.00");
        add("Good", "1.00");
    }

    private void grantFiveOff() {
        CouponId five = CouponId.of("five");
        engine().coupons()
                .create(new NewCoupon(
                        five, "Five", Discount.fixed(dollars("5.00")), CouponScope.document(), 1, null, null));
        engine().coupons().grant(new NewCouponGrant(CouponGrantId.of("five-ada"), five, ADA, null, null));
    }

    /** Nothing was left open because it was asked for too often. */
    private void assertOnlyRefused() {
        assertThat(engine().listFindings(null, ALL))
                .isNotEmpty()
                .allMatch(finding -> "TAX_REFUSED".equals(finding.detail().get("code")));
    }
}
