package io.billing4j.catalog;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.NOVEMBER;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChargeTest {
    private static final PriceModel FLAT = PriceModel.flat(usd("20"));
    private static final PriceModel EACH = PriceModel.perUnit(usd("0.0006"));

    @Nested
    class ACharge {
        @Test
        void for_usage_is_billed_in_arrears() {
            assertThat(usage("context").timing()).isEqualTo(BillingTiming.IN_ARREARS);
            assertRefused(
                    ErrorCode.INVALID_CHARGE,
                    "timing",
                    () -> new Charge(
                            ChargeId.of("context"),
                            "Context tokens",
                            EACH,
                            BillingTiming.IN_ADVANCE,
                            CONTEXT.id(),
                            ProrationPolicy.NONE,
                            false));
        }

        @Test
        void at_a_flat_price_has_no_meter() {
            assertRefused(
                    ErrorCode.INVALID_CHARGE,
                    "meterId",
                    () -> Charge.usage(ChargeId.of("context"), "Context tokens", FLAT, CONTEXT.id()));
        }

        @Test
        void is_called_something() {
            assertRefused(ErrorCode.MISSING_FIELD, "description", () -> Charge.fee(ChargeId.of("fee"), " ", FLAT));
            assertRefused(
                    ErrorCode.INVALID_TEXT, "description", () -> Charge.fee(ChargeId.of("fee"), "x".repeat(201), FLAT));
        }
    }

    @Nested
    class AVersionOfAPlan {
        @Test
        void has_charges() {
            assertRefused(ErrorCode.PLAN_WITHOUT_CHARGES, "charges", () -> version(List.of()));
        }

        @Test
        void has_at_most_100_of_them() {
            assertThat(version(fees(100)).charges()).hasSize(100);
            assertRefused(ErrorCode.INVALID_BATCH, "charges", () -> version(fees(101)));
        }

        @Test
        void has_no_charge_twice_and_no_meter_twice() {
            assertRefused(
                    ErrorCode.DUPLICATE_CHARGE, "charges[1].chargeId", () -> version(List.of(fee("fee"), fee("fee"))));
            assertRefused(
                    ErrorCode.DUPLICATE_CHARGE,
                    "charges[2].meterId",
                    () -> version(List.of(fee("fee"), usage("context"), usage("again"))));
        }

        @Test
        void has_one_currency() {
            Charge euros = Charge.fee(ChargeId.of("euros"), "Euros", PriceModel.flat(BigMoney.parse("EUR 1")));

            assertRefused(ErrorCode.CURRENCY_MISMATCH, "charges[1].price", () -> version(List.of(fee("fee"), euros)));
        }

        @Test
        void keeps_its_charges_in_order_whatever_becomes_of_the_list() {
            List<Charge> charges = new ArrayList<>(List.of(usage("context"), fee("fee")));
            PlanVersion version = version(charges);

            charges.clear();

            assertThat(version.charges()).extracting(Charge::id).hasToString("[context, fee]");
            assertThat(version.meters()).containsExactly(CONTEXT.id());
        }
    }

    private static PlanVersion version(List<Charge> charges) {
        return new PlanVersion(
                new PlanVersionRef(PlanId.of("plan"), 1), CurrencyUnit.USD, BillingInterval.MONTHLY, charges, NOVEMBER);
    }

    private static List<Charge> fees(int count) {
        return IntStream.range(0, count).mapToObj(i -> fee("fee-" + i)).toList();
    }

    private static Charge fee(String id) {
        return Charge.fee(ChargeId.of(id), "Fee", FLAT);
    }

    private static Charge usage(String id) {
        return Charge.usage(ChargeId.of(id), "Context tokens", EACH, CONTEXT.id());
    }
}
