package io.billing4j.rating;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.PricedPart;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What terms and a short period make of a price, each amount worked by hand. */
class TermsAndSharesTest {
    private static final BillingPeriod NOVEMBER = dates("2023-11-01");
    private static final BillingPeriod FROM_THE_16TH = dates("2023-11-16"); // 15 of 30 days

    private static final PriceModel TIERS = PriceModel.graduated(
            List.of(new Tier(new BigDecimal(100), usd("0.10"), usd("5")), new Tier(null, usd("0.05"), usd("3"))));

    @Nested
    class UsageOfAShortPeriod {
        @Test
        void has_the_tiers_of_a_whole_one_and_half_of_their_flat_fees() {
            // 100 × 0.10 + 20 × 0.05 = 11; (5 + 3) × 15/30 = 4
            assertThat(usage(PriceTerms.NONE, 120, FROM_THE_16TH)).containsExactly("CHARGE USD 15.00");
            // 100 × 0.10 + 5 + 20 × 0.05 + 3 = 19
            assertThat(usage(PriceTerms.NONE, 120, NOVEMBER)).containsExactly("CHARGE USD 19.00");
        }

        @Test
        void is_trued_up_to_half_of_the_commitment() {
            // 10 × 0.10 + 5 × 15/30 = 3.50; half of 20.00 is 10.00
            assertThat(usage(PriceTerms.NONE.withMinimum(usd("20")), 10, FROM_THE_16TH))
                    .containsExactly("CHARGE USD 3.50", "TRUE_UP USD 6.50");
        }

        @Test
        void costs_at_most_half_of_the_maximum() {
            // 15.00 as above; half of 24.00 is 12.00
            assertThat(usage(PriceTerms.NONE.withMaximum(usd("24")), 120, FROM_THE_16TH))
                    .containsExactly("CHARGE USD 12.00");
        }

        @Test
        void without_proration_has_all_that_is_fixed() {
            Charge charge = charge(PriceTerms.NONE.withMinimum(usd("20")), ProrationPolicy.NONE);

            // 10 × 0.10 + 5 = 6
            assertThat(shown(rate(charge, 10, FROM_THE_16TH))).containsExactly("CHARGE USD 6.00", "TRUE_UP USD 14.00");
        }
    }

    @Nested
    class ACommitment {
        @Test
        void with_a_factor_multiplies_what_is_beyond_it() {
            // 19.00, of which 9.00 are beyond 10.00 and count 1.5 times: 10 + 13.50
            PriceTerms terms = PriceTerms.NONE.withCommitment(new Commitment(usd("10"), new BigDecimal("1.5"), true));

            assertThat(usage(terms, 120, NOVEMBER)).containsExactly("CHARGE USD 23.50");
        }

        @Test
        void that_is_met_to_the_cent_asks_for_no_more() {
            assertThat(usage(PriceTerms.NONE.withMinimum(usd("19")), 120, NOVEMBER))
                    .containsExactly("CHARGE USD 19.00");
        }

        @Test
        void and_its_charge_are_rounded_together() {
            // 3.335 × 15/30 = 1.6675 -> 1.67 charged; half of 10.005 is 5.0025 -> 5.00, so 3.33 are missing
            PriceModel flatTier = PriceModel.graduated(List.of(new Tier(null, usd("0"), usd("3.335"))));
            Charge charge = Charge.usage(ChargeId.of("context"), "Context", flatTier, CONTEXT.id())
                    .withTerms(PriceTerms.NONE.withMinimum(usd("10.005")));

            assertThat(shown(rate(charge, 1, FROM_THE_16TH))).containsExactly("CHARGE USD 1.67", "TRUE_UP USD 3.33");
        }
    }

    @Nested
    class ATrueUpOfAPartOfAFee {
        @Test
        void is_not_below_zero_where_the_rounded_charge_reaches_the_commitment() {
            // 10 × 0.10074 = 1.0074 -> 1.01, and 1.0076 -> 1.01: nothing is missing to the cent, on no day of January
            Charge seats = new Charge(
                            ChargeId.of("seats"),
                            "Seats",
                            PriceModel.perUnit(usd("0.10074")),
                            BillingTiming.IN_ADVANCE,
                            null,
                            ProrationPolicy.BY_DAY,
                            false)
                    .withTerms(PriceTerms.NONE.withMinimum(usd("1.0076")));
            BillingPeriod january = dates("2024-01-01", "2024-02-01");

            for (int day = 1; day <= 31; day++) {
                BillingPeriod service = dates(
                        LocalDate.of(2024, 1, day).toString(),
                        LocalDate.of(2024, 1, day).plusDays(1).toString());
                assertThat(rater().fee(seats, BigDecimal.TEN, service, january)
                                .get(1)
                                .amount())
                        .as(service.toString())
                        .isEqualTo(Money.zero(CurrencyUnit.USD));
            }
        }

        @Test
        void adds_up_to_the_whole_true_up_over_the_days_of_a_period() {
            // 0.149 -> 0.15 of the charge; 1.00 − 0.15 = 0.85 are missing in the month
            Charge fee = new Charge(
                            ChargeId.of("fee"),
                            "Fee",
                            PriceModel.flat(usd("0.149")),
                            BillingTiming.IN_ADVANCE,
                            null,
                            ProrationPolicy.BY_DAY,
                            false)
                    .withTerms(PriceTerms.NONE.withMinimum(usd("1")));
            Money missing = Money.zero(CurrencyUnit.USD);
            for (int day = 1; day <= 30; day++) {
                BillingPeriod service = dates(
                        LocalDate.of(2023, 11, day).toString(),
                        LocalDate.of(2023, 11, day).plusDays(1).toString());
                Money part = rater().fee(fee, BigDecimal.ONE, service, NOVEMBER)
                        .get(1)
                        .amount();
                assertThat(part.isNegative()).isFalse();
                missing = missing.plus(part);
            }

            assertThat(missing).isEqualTo(Money.parse("USD 0.85"));
        }
    }

    @Nested
    class TermsThatDoNotFit {
        @Test
        void are_refused_before_anything_is_computed() {
            PriceTerms euros = PriceTerms.NONE.withMinimum(BigMoney.parse("EUR 50"));

            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "terms.commitment.amount",
                    () -> new RatingBasis(
                            TIERS,
                            euros,
                            RatedQuantity.subscribed(BigDecimal.ONE),
                            NOVEMBER,
                            NOVEMBER,
                            ProrationPolicy.BY_DAY,
                            RoundingPolicy.HALF_UP));
        }
    }

    @Nested
    class GroupsThatWereTakenBack {
        private final PriceModel byRegion = PriceModel.matrix(
                List.of("region"),
                List.of(new MatrixCell(List.of("eu"), PriceModel.perUnit(usd("1")))),
                PriceModel.perUnit(usd("2")));

        @Test
        void lower_the_cell_that_they_belong_to() {
            // eu: 10 − 5; us: −3 is nothing
            RatedQuantity quantity = groups(
                    new PricedPart(Map.of("region", "eu", "size", "s"), new BigDecimal(10), 1),
                    new PricedPart(Map.of("region", "eu", "size", "l"), new BigDecimal(-5), 1),
                    new PricedPart(Map.of("region", "us"), new BigDecimal(-3), 1));

            Derivation derivation =
                    Derivation.of(basis(byRegion, quantity), CustomPrices.NONE).get(0);

            assertThat(derivation.amount()).isEqualTo(Money.parse("USD 5.00"));
            assertThat(derivation.explain()).contains("Where more was taken back than was used, nothing is priced.");
        }

        @Test
        void are_nothing_by_themselves_in_buckets() {
            RatedQuantity quantity = groups(
                    new PricedPart(Map.of("region", "eu"), new BigDecimal(10), 1),
                    new PricedPart(Map.of("region", "us"), new BigDecimal(-3), 1));

            assertThat(Derivation.of(
                                    basis(PriceModel.bucketed(PriceModel.perUnit(usd("1"))), quantity),
                                    CustomPrices.NONE)
                            .get(0)
                            .amount())
                    .isEqualTo(Money.parse("USD 10.00"));
        }

        private RatedQuantity groups(PricedPart... parts) {
            return new RatedQuantity(new BigDecimal(2), CONTEXT.id(), MeterAggregation.SUM, 3, List.of(parts));
        }

        private RatingBasis basis(PriceModel model, RatedQuantity quantity) {
            return new RatingBasis(
                    model,
                    PriceTerms.NONE,
                    quantity,
                    NOVEMBER,
                    NOVEMBER,
                    ProrationPolicy.BY_SECOND,
                    RoundingPolicy.HALF_UP);
        }
    }

    @Nested
    class ADiscount {
        @Test
        void is_taken_off_before_the_minimum_is_looked_at() {
            // 19 × 90 % = 17.10; 2.90 are missing to 20
            PriceTerms terms =
                    PriceTerms.NONE.withDiscountPercent(BigDecimal.TEN).withMinimum(usd("20"));

            assertThat(usage(terms, 120, NOVEMBER)).containsExactly("CHARGE USD 17.10", "TRUE_UP USD 2.90");
        }
    }

    @Nested
    class AFeeUnderTerms {
        @Test
        void is_shared_out_as_a_whole() {
            // 3 seats at 10, at least 50: 30 + 20, of which 15 of 30 days
            Charge seats = Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("10")))
                    .withTerms(PriceTerms.NONE.withMinimum(usd("50")));

            assertThat(shown(rater().fee(seats, new BigDecimal(3), FROM_THE_16TH, NOVEMBER)))
                    .containsExactly("CHARGE USD 15.00", "TRUE_UP USD 10.00");
        }

        @Test
        void has_included_units() {
            Charge seats = Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("10")))
                    .withTerms(PriceTerms.NONE.withIncludedUnits(new BigDecimal(2)));

            assertThat(shown(rater().fee(seats, new BigDecimal(5), NOVEMBER, NOVEMBER)))
                    .containsExactly("CHARGE USD 30.00");
        }
    }

    @Nested
    class InWords {
        @Test
        void usage_is_counted_priced_and_rounded() {
            Derivation derivation = rate(charge(PriceTerms.NONE, ProrationPolicy.BY_SECOND), 120, NOVEMBER)
                    .get(0);

            assertThat(derivation.explain())
                    .containsExactly(
                            "120 context-tokens: the sum of 4 reports from 2023-11-01 to 2023-11-30 (UTC).",
                            "100 × 0.1 + 5 = 15",
                            "20 × 0.05 + 3 = 4",
                            "19 USD, rounded half up: 19.00 USD.");
        }

        @Test
        void a_true_up_says_what_was_committed_and_for_which_share() {
            Derivation trueUp = rate(
                            charge(PriceTerms.NONE.withMinimum(usd("20")), ProrationPolicy.BY_DAY), 10, FROM_THE_16TH)
                    .get(1);

            assertThat(trueUp.explain())
                    .containsExactly(
                            "10 context-tokens: the sum of 4 reports from 2023-11-16 to 2023-11-30 (UTC).",
                            "10 × 0.1 + 5 = 6",
                            "Of the period from 2023-11-01 to 2023-11-30 (UTC) this is 1/2; fixed amounts count for"
                                    + " that share.",
                            "Committed are 20 a period, here 10; 3.5 were charged, the rest is asked for here.",
                            "Both together are rounded half up, and the rounded charge of 3.50 is taken off: 6.50 USD.");
        }

        @Test
        void a_part_of_a_fee_says_what_it_is_part_of() {
            Charge fee = new Charge(
                    ChargeId.of("fee"),
                    "Fee",
                    PriceModel.flat(usd("31")),
                    BillingTiming.IN_ADVANCE,
                    null,
                    ProrationPolicy.BY_DAY,
                    false);

            assertThat(rater().fee(fee, BigDecimal.ONE, FROM_THE_16TH, NOVEMBER)
                            .get(0)
                            .explain())
                    .containsExactly(
                            "1 subscribed from 2023-11-16 to 2023-11-30 (UTC).",
                            "1 × 31 = 31",
                            "That is for the whole period from 2023-11-01 to 2023-11-30 (UTC); this line is for 1/2 of"
                                    + " it, counted in days.",
                            "Amounts from the period's start are rounded half up, and this part is the difference:"
                                    + " 15.50 USD.");
        }

        @Test
        void conversion_included_units_discount_overage_and_maximum_are_told() {
            PriceTerms terms = PriceTerms.NONE
                    .withConversion(new QuantityConversion(new BigDecimal(10), RoundingMode.CEILING))
                    .withIncludedUnits(new BigDecimal(2))
                    .withDiscountPercent(new BigDecimal("2.5"))
                    .withCommitment(new Commitment(usd("1"), new BigDecimal(2), false))
                    .withMaximum(usd("100"));

            // 25 -> 3 units, 1 of them to pay: 0.10 + 5 = 5.10; less 2.5 % = 4.9725; 1 + 3.9725 × 2 = 8.945
            assertThat(rate(charge(terms, ProrationPolicy.BY_SECOND), 25, NOVEMBER)
                            .get(0)
                            .explain())
                    .containsExactly(
                            "25 context-tokens: the sum of 4 reports from 2023-11-01 to 2023-11-30 (UTC).",
                            "In units of 10, rounded up: 3.",
                            "2 are included, 1 remain.",
                            "1 × 0.1 + 5 = 5.1",
                            "Less a discount of 2.5 %.",
                            "What is beyond the commitment of 1 a period counts 2 times.",
                            "At most 100 a period.",
                            "8.945 USD, rounded half up: 8.95 USD.");
        }
    }

    private static List<String> usage(PriceTerms terms, int used, BillingPeriod service) {
        return shown(rate(charge(terms, ProrationPolicy.BY_SECOND), used, service));
    }

    private static Charge charge(PriceTerms terms, ProrationPolicy proration) {
        Charge usage = Charge.usage(ChargeId.of("context"), "Context", TIERS, CONTEXT.id());
        return new Charge(
                        usage.id(),
                        usage.description(),
                        usage.price(),
                        usage.timing(),
                        usage.meter(),
                        proration,
                        usage.storeZeroLine())
                .withTerms(terms);
    }

    private static List<Derivation> rate(Charge charge, int used, BillingPeriod service) {
        RatedQuantity quantity =
                new RatedQuantity(new BigDecimal(used), CONTEXT.id(), MeterAggregation.SUM, 4, List.of());
        BillingPeriod window = charge.proration().window(NOVEMBER, service.startInclusive());
        RatingBasis basis = RatingBasis.of(charge, quantity, service, window, RoundingPolicy.HALF_UP);
        List<Derivation> derivations = Derivation.of(basis, CustomPrices.NONE);
        assertThat(derivations).allMatch(derivation -> derivation.holds(CustomPrices.NONE));
        return derivations;
    }

    private static ChargeRater rater() {
        return new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE);
    }

    private static List<String> shown(List<Derivation> derivations) {
        return derivations.stream()
                .map(derivation -> derivation.part() + " " + derivation.amount())
                .toList();
    }

    private static BillingPeriod dates(String start) {
        return dates(start, "2023-12-01");
    }

    private static BillingPeriod dates(String start, String end) {
        return BillingPeriod.ofDates(LocalDate.parse(start), LocalDate.parse(end), ZoneOffset.UTC);
    }
}
