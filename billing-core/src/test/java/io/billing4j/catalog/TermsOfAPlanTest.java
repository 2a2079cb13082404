package io.billing4j.catalog;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.TaxCategory;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which terms a whole plan can have. */
class TermsOfAPlanTest {
    private static final PriceTerms MINIMUM = PriceTerms.NONE.withMinimum(usd("100"));
    private static final PriceTerms OVERAGE =
            PriceTerms.NONE.withCommitment(new Commitment(usd("100"), new BigDecimal("1.5"), true));
    private static final PriceTerms MAXIMUM = PriceTerms.NONE.withMaximum(usd("150"));

    @Nested
    class ACharge {
        @Test
        void of_a_whole_plan_is_in_arrears_without_a_meter() {
            Charge spend = spend("spend", MINIMUM);

            assertThat(spend.ofPlan()).isTrue();
            assertThat(spend.timing()).isEqualTo(BillingTiming.IN_ARREARS);
            assertThat(spend.meter()).isNull();
            assertRefused(
                    ErrorCode.INVALID_CHARGE,
                    "timing",
                    () -> charge(BillingTiming.IN_ADVANCE, null, ProrationPolicy.BY_DAY));
            assertRefused(
                    ErrorCode.INVALID_CHARGE,
                    "meterId",
                    () -> charge(BillingTiming.IN_ARREARS, CONTEXT.id(), ProrationPolicy.BY_DAY));
        }

        @Test
        void of_a_whole_plan_is_shared_out_between_versions() {
            assertRefused(
                    ErrorCode.INVALID_CHARGE,
                    "proration",
                    () -> charge(BillingTiming.IN_ARREARS, null, ProrationPolicy.NONE));
        }

        @Test
        void of_a_whole_plan_has_a_commitment_or_a_maximum_and_nothing_else() {
            assertRefused(ErrorCode.INVALID_TERMS, "terms", () -> spend("spend", PriceTerms.NONE));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "terms.discountPercent",
                    () -> spend("spend", MINIMUM.withDiscountPercent(BigDecimal.TEN)));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "terms.includedUnits",
                    () -> spend("spend", MINIMUM.withIncludedUnits(BigDecimal.TEN)));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "terms.conversion",
                    () -> spend(
                            "spend", MINIMUM.withConversion(new QuantityConversion(BigDecimal.TEN, RoundingMode.UP))));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "terms.maximum",
                    () -> spend("spend", PriceTerms.NONE.withMaximum(BigMoney.parse("EUR 1"))));
        }

        private static Charge charge(BillingTiming timing, @Nullable MeterId meter, ProrationPolicy proration) {
            return new Charge(
                    ChargeId.of("spend"),
                    "Spend",
                    PriceModel.spend(CurrencyUnit.USD),
                    timing,
                    meter,
                    proration,
                    false,
                    MINIMUM);
        }
    }

    @Nested
    class APrice {
        @Test
        void of_a_whole_plan_stands_in_no_other() {
            PriceModel spend = PriceModel.spend(CurrencyUnit.USD);

            assertRefused(ErrorCode.INVALID_PRICE, "inner", () -> PriceModel.bucketed(spend));
            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "otherwise",
                    () -> PriceModel.matrix(
                            List.of("region"),
                            List.of(new MatrixCell(List.of("eu"), PriceModel.perUnit(usd("1")))),
                            spend));
        }
    }

    @Nested
    class APlan {
        @Test
        void has_them_once() {
            assertThat(DemoBooks.plan("pro", fee(PriceTerms.NONE), spend("spend", MINIMUM))
                            .ofPlan())
                    .map(Charge::id)
                    .hasValue(ChargeId.of("spend"));
            assertThat(DemoBooks.plan("pro", fee(PriceTerms.NONE)).ofPlan()).isEmpty();
            assertRefused(
                    ErrorCode.DUPLICATE_CHARGE,
                    "charges[2].price",
                    () -> DemoBooks.plan(
                            "pro", fee(PriceTerms.NONE), spend("spend", MINIMUM), spend("again", MAXIMUM)));
        }

        @Test
        void may_be_a_minimum_alone() {
            assertThat(DemoBooks.plan("least", spend("spend", MINIMUM)).ofPlan())
                    .isPresent();
        }

        @Test
        void with_a_minimum_may_have_charges_with_terms() {
            assertThat(DemoBooks.plan("pro", fee(MINIMUM.withMaximum(usd("200"))), spend("spend", MINIMUM))
                            .charges())
                    .hasSize(2);
        }

        @Test
        void with_a_factor_or_a_maximum_has_none_whose_own_would_break_them() {
            for (PriceTerms terms : List.of(OVERAGE, MAXIMUM)) {
                assertRefused(
                        ErrorCode.INVALID_TERMS,
                        "charges[0].terms.commitment",
                        () -> DemoBooks.plan("pro", fee(MINIMUM), spend("spend", terms)));
                assertRefused(
                        ErrorCode.INVALID_TERMS,
                        "charges[0].terms.maximum",
                        () -> DemoBooks.plan("pro", fee(MAXIMUM), spend("spend", terms)));
            }
        }

        @Test
        void does_not_add_up_prices_with_and_without_taxes() {
            Charge gross = fee(PriceTerms.NONE).withTax(new ChargeTax(TaxCategory.STANDARD, TaxBehavior.INCLUSIVE));

            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "charges[0].tax",
                    () -> DemoBooks.plan("pro", gross, spend("spend", MINIMUM)));
            assertThat(DemoBooks.plan("pro", gross, spend("spend", MINIMUM).withTax(gross.tax()))
                            .charges())
                    .hasSize(2);
        }
    }

    private static Charge fee(PriceTerms terms) {
        return Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.perUnit(usd("30")))
                .withTerms(terms);
    }

    private static Charge spend(String id, PriceTerms terms) {
        return Charge.spend(ChargeId.of(id), "Spend", CurrencyUnit.USD, terms);
    }
}
