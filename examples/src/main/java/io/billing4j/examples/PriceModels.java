package io.billing4j.examples;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Meter;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.Commitment;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.Price;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceInput;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceStep;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.PricedPart;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.Tier;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What the manual's page on pricing shows in Java; a comment is what its line prints. */
public final class PriceModels {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final Instant FIRST_OF_MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private PriceModels() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        flat(out);
        stairstep(out);
        matrix(out);
        custom(out);
        terms(out);
        shortPeriod(out);
        customAggregation(out);
    }

    private static void flat(PrintStream out) {
        PriceModel fee = PriceModel.flat(usd("20"));
        out.println(fee.price(number("3")).amount()); // USD 20
    }

    private static void stairstep(PrintStream out) {
        PriceModel bands =
                PriceModel.stairstep(List.of(new PriceBand(number("100"), usd("10")), new PriceBand(null, usd("18"))));
        out.println(bands.price(number("0")).amount()); // USD 0
        out.println(bands.price(number("1")).amount()); // USD 10
        out.println(bands.price(number("100")).amount()); // USD 10
        out.println(bands.price(number("100.5")).amount()); // USD 18.0
    }

    private static void matrix(PrintStream out) {
        PriceModel matrix = PriceModel.matrix(
                List.of("region", "size"),
                List.of(
                        new MatrixCell(List.of("eu", "large"), PriceModel.perUnit(usd("3"))),
                        new MatrixCell(List.of("eu", "small"), PriceModel.perUnit(usd("1")))),
                PriceModel.perUnit(usd("5")));
        PriceInput servers = PriceInput.ofGroups(List.of(
                new PricedPart(Map.of("region", "eu", "size", "large"), number("10"), 10),
                new PricedPart(Map.of("region", "eu", "size", "small"), number("4"), 4),
                new PricedPart(Map.of("region", "us"), number("2"), 2)));
        out.println(matrix.price(servers).amount()); // USD 44
    }

    private static void custom(PrintStream out) {
        CustomPrices customs = CustomPrices.NONE.with("at-least", 1, (input, parameters, currency) -> {
            BigDecimal units = input.quantity().max(number(parameters.getOrDefault("least", "0")));
            return Price.of(currency, List.of(PriceStep.of(units, BigMoney.of(currency, number("2")))));
        });
        PriceModel atLeast = PriceModel.custom("at-least", 1, CurrencyUnit.USD, Map.of("least", "5"));
        out.println(atLeast.price(PriceInput.of(number("3")), customs).amount()); // USD 10
        out.println(atLeast.price(PriceInput.of(number("7")), customs).amount()); // USD 14
    }

    private static void terms(PrintStream out) {
        Commitment promised = new Commitment(usd("100"), number("1.5"), true);
        PriceTerms committed = PriceTerms.NONE.withCommitment(promised);
        PriceModel unit = PriceModel.perUnit(usd("1"));
        BigDecimal one = BigDecimal.ONE;
        out.println(committed.settle(unit.price(number("120")), one, one, true).charge()); // 130.0
        out.println(committed.settle(unit.price(number("80")), one, one, true).charge()); // 80
        out.println(committed.settle(unit.price(number("80")), one, one, true).trueUp()); // 20

        PriceTerms all = PriceTerms.NONE
                .withConversion(new QuantityConversion(number("1000"), RoundingMode.CEILING))
                .withIncludedUnits(number("3"))
                .withDiscountPercent(number("20"))
                .withCommitment(new Commitment(usd("30"), number("1.5"), true))
                .withMaximum(usd("42"));
        PriceModel ten = PriceModel.perUnit(usd("10"));
        Price much = all.price(ten, PriceInput.of(number("7400")), CustomPrices.NONE);
        Price little = all.price(ten, PriceInput.of(number("3400")), CustomPrices.NONE);
        out.println(much.amount()); // USD 50
        out.println(all.settle(much, one, one, true).charge()); // 42
        out.println(all.settle(little, one, one, true).charge()); // 8.00
        out.println(all.settle(little, one, one, true).trueUp()); // 22.00
    }

    private static void shortPeriod(PrintStream out) {
        PriceModel tiers =
                PriceModel.graduated(List.of(new Tier(number("100"), usd("0.10"), usd("5")), Tier.beyond(usd("0.05"))));
        Price price = tiers.price(number("120"));
        BigDecimal half = number("15");
        BigDecimal whole = number("30");
        PriceTerms capped = PriceTerms.NONE.withMaximum(usd("20"));
        out.println(price.fixed() + " + " + price.variable()); // USD 5 + USD 11.00
        out.println(PriceTerms.NONE.settle(price, half, whole, true).charge()); // 405.00
        out.println(capped.settle(price, half, whole, true).charge()); // 300
    }

    private static void customAggregation(PrintStream out) {
        CustomAggregations functions = CustomAggregations.NONE.with(
                "nth-largest",
                1,
                (events, query, parameters) -> events.stream()
                        .map(recorded -> recorded.event().quantity())
                        .sorted(Comparator.reverseOrder())
                        .skip(Integer.parseInt(parameters.getOrDefault("n", "1")) - 1L)
                        .findFirst()
                        .orElse(BigDecimal.ZERO));
        Meter second = meter(Aggregation.custom("nth-largest", 1, Map.of("n", "2")));
        UsageAggregator aggregator = new UsageAggregator(functions);
        UsageSummary summary = aggregator.summary(march(second), reports(second, "7", "12", "9"));
        out.println(summary.quantity()); // 9
    }

    private static Meter meter(Aggregation aggregation) {
        return Meter.of(MeterId.of("load"), aggregation, false, FIRST_OF_MARCH);
    }

    private static UsageQuery march(Meter meter) {
        BillingPeriod march = BillingPeriod.ofDates(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1), ZoneOffset.UTC);
        return UsageQuery.of(ADA, SubscriptionId.of("ada-1"), meter, march);
    }

    /** One report of each quantity. */
    private static List<RecordedUsage> reports(Meter meter, String... quantities) {
        return Arrays.stream(quantities)
                .map(quantity ->
                        UsageEvent.of(EventId.of("e" + quantity), ADA, meter.id(), number(quantity), FIRST_OF_MARCH))
                .map(event -> new RecordedUsage(event, FIRST_OF_MARCH))
                .toList();
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
