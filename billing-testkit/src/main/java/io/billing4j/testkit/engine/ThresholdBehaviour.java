package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Usage that is billed before its period ends, once it has reached an amount. */
abstract class ThresholdBehaviour extends ThresholdBooks {
    ThresholdBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void is_billed_by_the_first_run_after_it_has_reached_the_amount() {
        begun();
        use("2023-11-10T00:00:00Z", "59");
        billAt("2023-11-10T12:00:00Z");
        assertThat(invoices()).hasSize(1);
        use("2023-11-10T13:00:00Z", "1");
        billAt("2023-11-11T00:00:00Z");

        Invoice early = last();
        assertThat(lines(early)).containsExactly("Units [2023-11-01, 2023-12-01) 60.00");
        assertThat(early.status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(early.period().startInclusive()).hasToString("2023-11-01T00:00:00Z");
        assertThat(early.period().endExclusive()).hasToString("2023-11-11T00:00:00.000001Z");
        assertThat(early.number().orElseThrow().issueDate()).hasToString("2023-11-11");
        assertThat(marked()).isEmpty();
    }

    @Test
    void goes_on_in_its_tiers_with_the_document_of_the_rest() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        use("2023-11-20T00:00:00Z", "40");
        billAt("2023-12-01T00:00:00Z");

        // 100 × 1.00 + 20 × 0.50 = 110.00, of which 80.00 are asked for
        assertThat(lastLines())
                .containsExactly(
                        "Units [2023-11-01, 2023-12-01) -80.00",
                        "Units [2023-11-01, 2023-12-01) 110.00",
                        "Monthly fee [2023-12-01, 2024-01-01) 20.00");
        assertThat(total(last())).isEqualTo("50.00");
        billAt("2024-01-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("20.00");
    }

    @Test
    void is_billed_again_only_at_the_next_amount() {
        begun();
        use("2023-11-10T00:00:00Z", "100");
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);
        use("2023-11-11T00:00:00Z", "119"); // 100.00 + 59.50
        assertThat(billReachedAt("2023-11-11T01:00:00Z")).isZero();
        use("2023-11-12T00:00:00Z", "1"); // 160.00
        assertThat(billReachedAt("2023-11-12T01:00:00Z")).isEqualTo(1);

        assertThat(amounts(last())).containsExactly("-100.00", "160.00");
        assertThat(early()).hasSize(2);
    }

    @Test
    void that_has_passed_several_amounts_at_once_has_one_document() {
        begun();
        use("2023-11-10T00:00:00Z", "600"); // 350.00: beyond 60, 160 and 260
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);
        use("2023-11-11T00:00:00Z", "19"); // 359.50
        assertThat(billReachedAt("2023-11-11T01:00:00Z")).isZero();
        use("2023-11-12T00:00:00Z", "1");
        assertThat(billReachedAt("2023-11-12T01:00:00Z")).isEqualTo(1);
    }

    @Test
    void that_falls_and_rises_again_is_not_billed_twice_for_one_amount() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        use("2023-11-11T00:00:00Z", "-50");
        billAt("2023-11-11T12:00:00Z");
        use("2023-11-12T00:00:00Z", "60");
        billAt("2023-11-12T12:00:00Z");
        assertThat(early()).hasSize(1);

        use("2023-11-13T00:00:00Z", "-60");
        billAt("2023-12-01T00:00:00Z");
        // 30.00 were used after all: 50.00 are given back, 20.00 of them with the fee.
        assertThat(amounts(last())).containsExactly("-80.00", "30.00", "20.00");
        assertThat(total(last())).isEqualTo("0.00");
        assertThat(balance()).isEqualTo("30.00");
    }

    @Test
    void counts_what_is_reported_for_the_instant_and_nothing_ahead_of_it() {
        begun();
        clock.set("2023-11-10T00:00:00Z");
        use(ADA, UNITS, "50", "2023-11-10T00:00:00Z");
        use(ADA, UNITS, "20", "2023-11-10T00:00:00.000001Z");
        assertThat(engine().runs().billReached()).isZero();
        assertThat(marked()).containsExactly(ADA);
        use(ADA, UNITS, "10", "2023-11-10T00:00:00Z");

        assertThat(engine().runs().billReached()).isEqualTo(1);
        assertThat(amounts(last())).containsExactly("60.00");
    }

    @Test
    void of_an_instant_ahead_is_looked_at_once_that_has_come() {
        begun();
        clock.set("2023-11-10T00:00:00Z");
        use(ADA, UNITS, "80", "2023-11-10T01:00:00Z");
        assertThat(billReachedAt("2023-11-10T00:30:00Z")).isZero();
        assertThat(marked()).containsExactly(ADA);

        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isEqualTo(1);
        assertThat(amounts(last())).containsExactly("80.00");
        assertThat(marked()).isEmpty();
    }

    @Test
    void that_was_reported_with_some_ahead_of_it_is_looked_at_at_once() {
        begun();
        clock.set("2023-11-10T00:00:00Z");
        engine().usage()
                .record(List.of(
                        used(ADA, UNITS, "80", "2023-11-09T00:00:00Z"),
                        used(ADA, UNITS, "50", "2023-11-11T00:00:00Z"),
                        used(ADA, UNITS, "90", "2023-11-12T00:00:00Z")));

        assertThat(billReachedAt("2023-11-10T00:00:00Z")).isEqualTo(1); // 80 × 1.00
        assertThat(amounts(last())).containsExactly("80.00");
        assertThat(billReachedAt("2023-11-11T00:00:00Z")).isZero(); // 100 × 1.00 + 30 × 0.50 = 115.00, short of 160.00
        assertThat(billReachedAt("2023-11-12T00:00:00Z")).isEqualTo(1); // 100 × 1.00 + 120 × 0.50
        assertThat(amounts(last())).containsExactly("-80.00", "160.00");
        assertThat(marked()).isEmpty();
    }

    @Test
    void has_at_most_fifty_documents_in_a_period() {
        PlanId often = PlanId.of("often");
        sell(often, new UsageThresholds(List.of(), usd("1")), fee(), units(UNITS));
        start(often, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        int made = 0;
        for (int i = 0; i < 52; i++) {
            use("2023-11-10T00:00:00Z", "1");
            made += engine().runs().billReached();
        }

        assertThat(made).isEqualTo(50);
        assertThat(marked()).isEmpty();
        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-50.00", "52.00", "20.00");
    }

    @Test
    void waits_for_the_document_of_its_own_period() {
        start(METERED, "2023-11-01");
        use("2023-11-10T00:00:00Z", "80");
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isZero();
        assertThat(marked()).containsExactly(ADA);
        billAt("2023-11-10T02:00:00Z");

        assertThat(invoices()).hasSize(2);
        assertThat(amounts(last())).containsExactly("80.00");
        assertThat(marked()).isEmpty();
    }

    @Test
    void leaves_late_usage_of_the_period_before_to_the_document_of_the_rest() {
        begun();
        use("2023-11-10T00:00:00Z", "50");
        billAt("2023-12-01T00:00:00Z");
        use("2023-12-04T00:00:00Z", "70");
        use(ADA, UNITS, "5", "2023-11-20T00:00:00Z");
        billAt("2023-12-05T00:00:00Z");
        assertThat(lastLines()).containsExactly("Units [2023-12-01, 2024-01-01) 70.00");

        billAt("2024-01-01T00:00:00Z");
        assertThat(amounts(last())).containsExactlyInAnyOrder("-50.00", "55.00", "-70.00", "70.00", "20.00");
        billAt("2024-02-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("20.00");
    }

    @Test
    void is_taken_back_by_the_final_document() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        at("2023-11-20T00:00:00Z", cancel());
        billAt("2023-11-20T00:00:00Z");

        // Of the fee, 10 of 30 days are given back.
        assertThat(invoices().stream().map(ThresholdBooks::amounts).flatMap(amounts -> amounts.stream()))
                .contains("-80.00", "80.00");
        assertThat(asked()).hasToString("USD 92.67"); // 80.00 and 19 of 30 days of 20.00
        assertThat(slots(SUB)).hasSize(3);
    }

    @Test
    void has_no_true_up_before_its_period_is_over() {
        PlanId committed = PlanId.of("committed");
        sell(committed, AT_60, fee(), units(UNITS).withTerms(PriceTerms.NONE.withMinimum(usd("100"))));
        start(committed, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        assertThat(amounts(last())).containsExactly("80.00");

        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-80.00", "80.00", "20.00", "20.00");
    }

    @Test
    void is_said_in_the_settings_once_a_plan_has_amounts_and_ever_after() {
        assertThat(engine().settings().get().thresholds()).isTrue();
        engine().settings().update(present -> TenantSettings.of(present.zone(), present.currency()));
        assertThat(engine().settings().get().thresholds()).isTrue();
    }

    @Test
    void of_a_plan_without_amounts_is_not_looked_at() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        report("e1", ADA, "1000000", "2023-11-01T00:00:00Z");

        assertThat(marked()).isEmpty();
        assertThat(billReachedAt("2023-11-10T00:00:00Z")).isZero();
    }

    @Test
    void has_the_amounts_of_the_plan_that_holds_by_then() {
        PlanId other = PlanId.of("other");
        sell(other, null, fee(), units(UNITS));
        begun();
        use("2023-11-10T00:00:00Z", "80");
        at("2023-11-10T12:00:00Z", plan(other, ChangeTiming.now(), null));

        assertThat(billReachedAt("2023-11-11T00:00:00Z")).isZero();
        assertThat(marked()).isEmpty();
    }

    @Test
    void that_is_void_is_billed_again_once_more_is_reported() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        Invoice early = last();
        voidLast(VoidIntent.REISSUE);
        assertThat(marked()).isEmpty();
        assertThat(billReachedAt("2023-11-11T00:00:00Z")).isZero();
        use("2023-11-12T00:00:00Z", "1");
        assertThat(billReachedAt("2023-11-12T00:00:00Z")).isEqualTo(1);

        assertThat(lastLines()).containsExactly("Units [2023-11-01, 2023-12-01) 81.00");
        assertThat(slots(SUB)).extracting(slot -> slot.place().sequence()).containsExactly(1, 2, 3);
        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-81.00", "81.00", "20.00");
        assertThat(engine().findInvoice(early.id()).orElseThrow().status()).isEqualTo(InvoiceStatus.VOIDED);
    }

    @Test
    void that_is_void_after_the_rest_was_billed_is_asked_for_with_the_next() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        Invoice early = last();
        billAt("2023-12-01T00:00:00Z");
        engine().voidInvoice(early.id(), VoidIntent.REISSUE);
        assertThat(billReachedAt("2023-12-02T00:00:00Z")).isZero();
        billAt("2024-01-01T00:00:00Z");

        assertThat(amounts(last())).containsExactlyInAnyOrder("80.00", "20.00");
        assertThat(asked()).hasToString("USD 140.00"); // three fees and 80.00
    }

    @Test
    void is_not_waived() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");

        assertRefused(
                ErrorCode.ILLEGAL_TRANSITION, "intent", () -> engine().voidInvoice(last().id(), VoidIntent.WAIVE));
    }

    @Test
    void that_was_credited_stays_credited() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        engine().creditNotes().issue(CreditNoteRequest.whole(last().id(), CreditReason.OTHER));
        use("2023-11-20T00:00:00Z", "40");
        billAt("2023-12-01T00:00:00Z");

        // 30.00 more were used, and 20.00 are the fee.
        assertThat(last().totals().total().plus(last().totals().credit())).hasToString("USD 50.00");
    }
}
