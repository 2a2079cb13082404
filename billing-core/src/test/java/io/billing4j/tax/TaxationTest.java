package io.billing4j.tax;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TaxId;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxationTest {
    /**
     * Lines as {@code amount@rate+rate}, a compound rate as {@code *rate}; then {@code base tax} of each rate in ascending
     * order, and the taxes of the lines. Worked by hand.
     */
    @Nested
    class TaxesOnTopOfPrices {
        @ParameterizedTest
        @CsvSource({
            "PER_RATE,     EUR, 99.99@20,               99.99 20.00,        20.00", // 19.998
            "PER_RATE,     USD, 123.45@7.25,            123.45 8.95,        8.95", // 8.950125
            "PER_RATE,     JPY, 1000@10,                1000 100,           100",
            "PER_RATE,     KWD, 1.235@5,                1.235 0.062,        0.062", // 0.06175
            "PER_RATE,     USD, 10.00@0,                10.00 0.00,         0.00",
            // 8.8741125, 2.1247875 and 0.49995: each alone 8.87, 2.12, 0.50
            "PER_RATE,     USD, 99.99@8.875+2.125+0.5,  99.99 0.50 99.99 2.12 99.99 8.87,   11.49",
            // together 11.49885: 11.50, and the cent that is over goes to 2.125 %, which lost 0.48 of one (0.5 %:
            // 0.995)
            "PER_DOCUMENT, USD, 99.99@8.875+2.125+0.5,  99.99 0.50 99.99 2.13 99.99 8.87,   11.50",
            // 0.005 each: 0.01 each; 0.015 together: 0.02, to the first two
            "PER_LINE,     EUR, 0.10@5 0.10@5 0.10@5,   0.30 0.03,          0.01 0.01 0.01",
            "PER_RATE,     EUR, 0.10@5 0.10@5 0.10@5,   0.30 0.02,          0.01 0.01 0.00",
            "PER_DOCUMENT, EUR, 0.10@5 0.10@5 0.10@5,   0.30 0.02,          0.01 0.01 0.00",
            // 0.525 and 0.385: 0.53 and 0.39 by rate; 0.91 in all: 0.53 and 0.38 (of equals the lower rate)
            "PER_RATE,     EUR, 10.50@5 5.50@7,         10.50 0.53 5.50 0.39, 0.53 0.39",
            "PER_DOCUMENT, EUR, 10.50@5 5.50@7,         10.50 0.53 5.50 0.38, 0.53 0.38",
            // 5 % of 100.00, then 10 % of 105.00
            "PER_RATE,     USD, 100.00@5+*10,           100.00 10.50 100.00 5.00, 15.50",
        })
        void areRoundedWhereThePolicySays(
                TaxRounding policy, String currency, String lines, String totals, String taxes) {
            assertThat(taxed(policy, currency, TaxBehavior.EXCLUSIVE, lines)).isEqualTo(totals + " | " + taxes);
        }
    }

    @Nested
    class TaxesThatPricesHold {
        @ParameterizedTest
        @CsvSource({
            "PER_RATE,     EUR, 600.00@10,              545.45 54.55,       54.55", // 54.5454…
            "PER_RATE,     USD, 1.00@10,                0.91 0.09,          0.09", // 0.0909…
            "PER_RATE,     EUR, 119.00@19,              100.00 19.00,       19.00",
            // 10/120 and 10/120 of 10.00 are 0.8333… each: 0.83 each, 8.34 without them
            "PER_RATE,     EUR, 10.00@10+9.99999999,    8.34 0.83 8.34 0.83, 1.66",
            // 115.50 holds 5 % and, on that, 10 %
            "PER_RATE,     USD, 115.50@5+*10,           100.00 10.50 100.00 5.00, 15.50",
            // 0.0666… each of 1.40: 0.2 in all (per line 0.07 each, 0.21)
            "PER_LINE,     EUR, 1.40@5 1.40@5 1.40@5,   3.99 0.21,          0.07 0.07 0.07",
            "PER_RATE,     EUR, 1.40@5 1.40@5 1.40@5,   4.00 0.20,          0.07 0.07 0.06",
        })
        void areTheirExactPartAndTheNetIsTheRest(
                TaxRounding policy, String currency, String lines, String totals, String taxes) {
            assertThat(taxed(policy, currency, TaxBehavior.INCLUSIVE, lines)).isEqualTo(totals + " | " + taxes);
        }
    }

    @Nested
    class ALineThatIsNotTaxed {
        @Test
        void isShownWithItsReason() {
            TaxTreatment reverse = TaxTreatment.untaxed(NoTax.REVERSE_CHARGE, "Art. 196 2006/112/EC");
            TaxTreatment exempt = TaxTreatment.untaxed(NoTax.EXEMPT, "Art. 132");
            Map<String, TaxedAmount> lines = Map.of(
                    "A", new TaxedAmount(Money.parse("EUR 35.00"), reverse),
                    "B", new TaxedAmount(Money.parse("EUR 5.00"), exempt),
                    "C", new TaxedAmount(Money.parse("EUR 1.00"), reverse),
                    "D", new TaxedAmount(Money.parse("EUR 10.00"), TaxTreatment.exclusive(vat("19"))));

            TaxResult<String> result =
                    Taxation.of(CurrencyUnit.EUR, lines, TaxRounding.PER_RATE, RoundingPolicy.HALF_UP);

            assertThat(result.added()).isEqualTo(Money.parse("EUR 1.90"));
            assertThat(result.totals())
                    .containsExactly(
                            new TaxTotal.OfRate(
                                    TaxBehavior.EXCLUSIVE,
                                    vat("19"),
                                    Money.parse("EUR 10.00"),
                                    Money.parse("EUR 1.90")),
                            new TaxTotal.OfUntaxed(
                                    new TaxTreatment.Untaxed(NoTax.REVERSE_CHARGE, "Art. 196 2006/112/EC"),
                                    Money.parse("EUR 36.00")),
                            new TaxTotal.OfUntaxed(
                                    new TaxTreatment.Untaxed(NoTax.EXEMPT, "Art. 132"), Money.parse("EUR 5.00")));
            assertThat(result.lines().get("A")).isEqualTo(new LineTax(Money.parse("EUR 35.00"), List.of()));
        }
    }

    @Nested
    class Refused {
        @Test
        void isATreatmentWithoutATax() {
            assertRefused(ErrorCode.INVALID_BATCH, "taxes", TaxTreatment::exclusive);
        }

        @Test
        void isALineThatGivesBack() {
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "amount",
                    () -> new TaxedAmount(Money.parse("EUR -0.01"), TaxTreatment.exclusive(vat("19"))));
        }

        @Test
        void isATaxTwiceOnALine() {
            assertRefused(ErrorCode.ALREADY_EXISTS, "taxes", () -> TaxTreatment.inclusive(vat("19"), vat("19")));
        }

        @ParameterizedTest
        @CsvSource({"-0.01", "100.01", "0.00000000000000001"})
        void isAPercentageOutsideItsRange(String percent) {
            assertRefused(ErrorCode.INVALID_NUMBER, "percent", () -> vat(percent));
        }
    }

    private static String taxed(TaxRounding policy, String code, TaxBehavior behavior, String text) {
        CurrencyUnit currency = CurrencyUnit.of(code);
        Map<String, TaxedAmount> lines = new TreeMap<>();
        for (String line : text.split(" ", -1)) {
            int at = line.indexOf('@');
            lines.put(
                    Character.toString('A' + lines.size()),
                    new TaxedAmount(
                            Money.of(currency, new BigDecimal(line.substring(0, at))),
                            new TaxTreatment.Taxed(behavior, components(line.substring(at + 1)))));
        }
        TaxResult<String> result = Taxation.of(currency, lines, policy, RoundingPolicy.HALF_UP);
        List<Money> totals = new ArrayList<>();
        result.totals().forEach(total -> totals.addAll(List.of(total.base(), total.tax())));
        assertThat(behavior == TaxBehavior.EXCLUSIVE ? result.included() : result.added())
                .isEqualTo(Money.zero(currency));
        return plain(totals.stream()) + " | "
                + plain(result.lines().values().stream().map(LineTax::tax));
    }

    private static List<TaxComponent> components(String rates) {
        return Arrays.stream(rates.split("\\+", -1))
                .map(rate -> rate.startsWith("*")
                        ? new TaxComponent(TaxId.of("r" + rate.substring(1)), "Tax", percent(rate.substring(1)), true)
                        : vat(rate))
                .toList();
    }

    private static TaxComponent vat(String percent) {
        return TaxComponent.of(TaxId.of("r" + percent), "Tax", percent(percent));
    }

    private static BigDecimal percent(String text) {
        return new BigDecimal(text);
    }

    private static String plain(Stream<Money> amounts) {
        return String.join(
                " ", amounts.map(amount -> amount.getAmount().toPlainString()).toList());
    }
}
