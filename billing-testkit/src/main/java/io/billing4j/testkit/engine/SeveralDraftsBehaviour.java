package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Two drafts of one subscription, since documents stay drafts for 40 days: November's, and December's with November's arrears. */
abstract class SeveralDraftsBehaviour extends ChangeBooks {
    /** 30.00 a month, units at 1.00, and 100.00 at least. */
    private static final PlanId PROMISED = PlanId.of("promised");

    SeveralDraftsBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings().withGrace(Duration.ofDays(40));
    }

    @Test
    void each_takes_in_what_has_changed_of_its_own_period() {
        InvoiceId november = twoDrafts(BASIC);
        at("2023-12-05T00:00:00Z", plan(PRO, when("2023-11-16T00:00:00Z"), null));
        engine().refreshInvoice(november);

        // 30.00 · 15/30 and 60.00 · 15/30; December's is as it was until it is computed again
        assertThat(drafted())
                .containsExactly(
                        "basic [2023-11-01, 2023-11-16) 15.00",
                        "pro [2023-11-16, 2023-12-01) 30.00",
                        "basic [2023-12-01, 2024-01-01) 30.00");

        billAt("2024-01-15T00:00:00Z");
        assertThat(issued())
                .containsExactly(
                        "basic [2023-11-01, 2023-11-16) 15.00",
                        "pro [2023-11-16, 2023-12-01) 30.00",
                        "pro [2023-12-01, 2024-01-01) 60.00");
        assertThat(drafted()).containsExactly("pro [2024-01-01, 2024-02-01) 60.00");
    }

    @Test
    void the_later_one_may_be_finalised_first() {
        InvoiceId november = twoDrafts(BASIC);
        InvoiceId december = last().id();
        at("2023-12-05T00:00:00Z", plan(PRO, when("2023-11-16T00:00:00Z"), null));
        engine().refreshInvoice(november);
        Invoice later = engine().finalizeInvoice(december);
        Invoice earlier = engine().finalizeInvoice(november);

        assertThat(lines(later)).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
        assertThat(lines(earlier))
                .containsExactly("basic [2023-11-01, 2023-11-16) 15.00", "pro [2023-11-16, 2023-12-01) 30.00");
        assertThat(asked()).isEqualTo(Money.parse("USD 105.00"));
        assertThat(engine().previewNextInvoice(SUB)
                        .flatMap(InvoiceOutcome::invoice)
                        .map(ChangeBooks::lines))
                .contains(List.of("pro [2024-01-01, 2024-02-01) 60.00"));
    }

    @Test
    void what_is_missing_to_a_minimum_is_asked_for_by_one_of_them() {
        promise();
        InvoiceId november = twoDrafts(PROMISED);
        assertThat(drafted())
                .containsExactly(
                        "Fee [2023-11-01, 2023-12-01) 30.00",
                        "Spend [2023-11-01, 2023-12-01) 70.00",
                        "Fee [2023-12-01, 2024-01-01) 30.00");
        at("2023-12-05T00:00:00Z", new SubscriptionCommand.Pause(when("2023-11-16T00:00:00Z"), PausedFees.STOP, null));
        engine().refreshInvoice(november);

        assertThat(drafted())
                .containsExactly(
                        "Fee [2023-11-01, 2023-11-16) 15.00",
                        "Spend [2023-11-01, 2023-12-01) 70.00",
                        "Fee [2023-12-01, 2024-01-01) 30.00");

        billAt("2024-01-15T00:00:00Z");
        // Half of 100.00 is promised, of which 15.00 are asked for.
        assertThat(issued())
                .containsExactly("Fee [2023-11-01, 2023-11-16) 15.00", "Spend [2023-11-01, 2023-12-01) 35.00");
        assertThat(asked()).isEqualTo(Money.parse("USD 50.00"));
    }

    /** November's; December's is the last one. */
    private InvoiceId twoDrafts(PlanId plan) {
        start(plan, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        InvoiceId november = last().id();
        billAt("2023-12-01T00:00:00Z");
        assertThat(invoices()).hasSize(2).extracting(Invoice::status).containsOnly(InvoiceStatus.DRAFT);
        return november;
    }

    private List<String> drafted() {
        return shown(InvoiceStatus.DRAFT).toList();
    }

    private List<String> issued() {
        return shown(InvoiceStatus.FINALIZED).toList();
    }

    private Stream<String> shown(InvoiceStatus status) {
        return invoices().stream()
                .filter(invoice -> invoice.status() == status)
                .flatMap(invoice -> lines(invoice).stream());
    }

    private void promise() {
        MeterId units = MeterId.of("units");
        engine().catalog().createMeter(units, MeterAggregation.SUM, false);
        engine().catalog()
                .createPlan(
                        PROMISED,
                        "Promised",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(
                                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("30"))),
                                Charge.usage(ChargeId.of("units"), "Units", PriceModel.perUnit(usd("1")), units),
                                Charge.spend(
                                        ChargeId.of("spend"),
                                        "Spend",
                                        CurrencyUnit.USD,
                                        PriceTerms.NONE.withMinimum(usd("100")))));
    }
}
