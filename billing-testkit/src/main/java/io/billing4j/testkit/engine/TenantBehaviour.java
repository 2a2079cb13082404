package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.money.Currencies;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whose books they are. */
abstract class TenantBehaviour extends EngineBooks {
    TenantBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void an_unknown_one_is_refused() {
        assertRefused(
                ErrorCode.TENANT_NOT_FOUND,
                null,
                () -> billing().forTenant(TenantId.of("nobody")).customers().find(ADA));
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_money_and_what_was_withdrawn_is_nobodys_currency() {
        return Stream.of("XXX", "XAU", "DEM")
                .map(code -> dynamicTest(code, () -> assertNobodysCurrency(CurrencyUnit.of(code))));
    }

    @Test
    void a_currency_that_joda_money_lacks_is_billed_with_its_own_decimals() {
        CurrencyUnit pension = Currencies.currency("currency", "UYW");
        PlanId plan = PlanId.of("pension");
        CustomerId bob = CustomerId.of("bob");
        engine().catalog()
                .createPlan(
                        plan,
                        "Pension",
                        pension,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(
                                ChargeId.of("fee"),
                                "Fee",
                                PriceModel.flat(BigMoney.of(pension, new BigDecimal("1.00005"))))));
        engine().customers().create(new NewCustomer(bob, "Bob", pension, null));
        engine().subscriptions()
                .create(new NewSubscription(
                        SubscriptionId.of("bob"), bob, plan, LocalDate.of(2023, 11, 1), null, BigDecimal.ONE));

        run("2023-11-01");

        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("1.0001");
    }

    private void assertNobodysCurrency(CurrencyUnit currency) {
        TenantId another = TenantId.of(tenant + "-2");

        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "currency",
                () -> billing().createTenant(another, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), currency)));
        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "currency",
                () -> engine().customers().create(new NewCustomer(CustomerId.of("bob"), "Bob", currency, null)));
        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "currency",
                () -> engine().catalog()
                        .createPlan(
                                PlanId.of("gold"),
                                "Gold",
                                currency,
                                BillingInterval.MONTHLY,
                                List.of(Charge.fee(
                                        ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.of(currency, 1))))));
        assertThat(billing().findTenant(another)).isEmpty();
    }
}
