package io.billing4j.rating;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.NOVEMBER;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeRaterTest {
    private final ChargeRater rater = new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE);
    private final BillingPeriod november = dates("2023-11-01", "2023-12-01");

    @Nested
    class AFee {
        @Test
        void is_priced_for_the_window_and_shared_out_over_the_service() {
            Charge seats = Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("10")));

            Derivation derivation =
                    only(rater.fee(seats, new BigDecimal(3), dates("2023-11-21", "2023-12-01"), november));

            assertThat(derivation.price().amount()).isEqualByComparingTo(usd("30"));
            assertThat(derivation.amount()).isEqualTo(Money.parse("USD 10.00")); // 10 of 30 days
            assertThat(derivation.quantity()).isEqualTo(RatedQuantity.subscribed(new BigDecimal(3)));
            assertThat(derivation.holds(CustomPrices.NONE)).isTrue();
        }
    }

    @Nested
    class Usage {
        @ParameterizedTest
        @CsvSource({
            // each,        used,     amount
            "JPY 0.5,       1,        JPY 1",
            "JPY 0.5,       3,        JPY 2", // 1.5 -> 2
            "USD 0.0006,    107706,   USD 64.62",
            "KWD 0.0005,    1,        KWD 0.001",
            "CLF 0.00005,   3,        CLF 0.0002", // 0.00015 -> 0.0002
        })
        void is_rounded_once_at_the_scale_of_its_currency(String each, BigDecimal used, String amount) {
            Charge charge = Charge.usage(
                    ChargeId.of("context"), "Context", PriceModel.perUnit(BigMoney.parse(each)), CONTEXT.id());

            Derivation derivation = only(rater.usage(charge, CONTEXT, UsageSummary.of(used, 1), november, november));

            assertThat(derivation.amount()).isEqualTo(Money.parse(amount));
            assertThat(derivation.window()).isEqualTo(derivation.service());
        }

        @Test
        void is_what_the_meter_makes_of_its_events() {
            Meter calls = Meter.of(MeterId.of("calls"), Aggregation.count(), false, NOVEMBER);
            Charge charge = Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.10")), calls.id());

            Derivation derivation =
                    only(rater.usage(charge, calls, UsageSummary.of(new BigDecimal(7), 7), november, november));

            assertThat(derivation.quantity())
                    .isEqualTo(new RatedQuantity(new BigDecimal(7), calls.id(), MeterAggregation.COUNT, 7, List.of()));
            assertThat(derivation.amount()).isEqualTo(Money.parse("USD 0.70"));
        }

        @Test
        void below_zero_is_priced_as_zero_and_shown_as_measured() {
            Charge charge = Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("1")), CREDITABLE.id());

            Derivation derivation =
                    only(rater.usage(charge, CREDITABLE, UsageSummary.of(new BigDecimal("-4"), 2), november, november));

            assertThat(derivation.quantity().value()).isEqualByComparingTo("-4");
            assertThat(derivation.amount()).isEqualTo(Money.parse("USD 0.00"));
            assertThat(derivation.price().steps()).isEmpty();
        }
    }

    private static Derivation only(List<Derivation> derivations) {
        assertThat(derivations).hasSize(1);
        return derivations.get(0);
    }

    private static BillingPeriod dates(String start, String end) {
        return BillingPeriod.ofDates(LocalDate.parse(start), LocalDate.parse(end), ZoneOffset.UTC);
    }
}
