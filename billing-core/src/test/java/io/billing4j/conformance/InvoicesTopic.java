package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountClaim;
import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.discount.DiscountShares;
import io.billing4j.discount.Discounting;
import io.billing4j.id.TaxId;
import io.billing4j.money.Currencies;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.LineTax;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxResult;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxTotal;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tax.Taxation;
import io.billing4j.tax.TaxedAmount;
import io.billing4j.tenant.BalancePolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What discounts and taxes make of the lines of a document. */
final class InvoicesTopic implements Topic {
    @Override
    public String name() {
        return "invoices";
    }

    @Override
    public List<ConventionRule> exclusions() {
        String ownShare =
                "a part of a period is its own share, and not what the days before it leave: 1 of 30 days of 10.00 from the"
                        + " fifth on is 1.67 less 1.33";
        return List.of(
                new ConventionRule(
                        ownShare,
                        convention ->
                                convention.path("day_count").asText().equals("same-day start and end bills one day")),
                new ConventionRule(
                        ownShare,
                        InvoicesTopic::repairs,
                        input -> ofItems(input) && ItemsCase.beginsWithAPart(input.object("setup"))),
                new ConventionRule(
                        "another interval is counted from the billing day before the change on, and not from the change",
                        InvoicesTopic::repairs,
                        input -> ofItems(input) && ItemsCase.countsAnotherIntervalFromBefore(input.object("setup"))));
    }

    private static boolean repairs(JsonNode convention) {
        return convention.has("repair");
    }

    private static boolean ofItems(CaseInput input) {
        return input.text("kind").equals("items");
    }

    @Override
    public Answer answer(CaseInput input) {
        CurrencyUnit currency = Currencies.currency("currency", input.text("currency"));
        CaseInput setup = input.object("setup");
        return switch (input.text("kind")) {
            case "adjustments" -> adjustments(currency, setup, order(input));
            case "discount_spread" -> spread(currency, setup);
            case "tax" -> tax(currency, setup);
            case "fees" -> fees(currency, setup, rounding(input));
            case "items" -> new ItemsCase(currency, setup).answer();
            case "true_up" -> new BilledCase(currency, setup).trueUp();
            case "commitment" -> new BilledCase(currency, setup).commitment();
            case "credit_note" -> new BilledCase(currency, setup).creditNote();
            case "progressive" -> new BilledCase(currency, setup).progressive();
            case "flow" -> new BilledCase(currency, setup).trial();
            default -> throw new IllegalArgumentException("no such kind: " + input.text("kind"));
        };
    }

    private static DiscountOrder order(CaseInput input) {
        return input.convention("order").contains("percentage coupons first")
                ? DiscountOrder.PERCENTAGES_FIRST
                : DiscountOrder.AS_GIVEN;
    }

    private static TaxRounding rounding(CaseInput input) {
        return input.convention("invoice_tax").contains("rounded once")
                ? TaxRounding.PER_DOCUMENT
                : TaxRounding.PER_RATE;
    }

    private static Answer adjustments(CurrencyUnit currency, CaseInput setup, DiscountOrder order) {
        SortedMap<Integer, Money> lines = amounts(currency, setup.objects("lines"));
        List<DiscountClaim<Integer, Integer>> claims = new ArrayList<>();
        for (CaseInput coupon : setup.objects("line_coupons")) {
            claims.add(new DiscountClaim<>(
                    claims.size(), discount(currency, coupon), Level.LINE, Set.of(coupon.integer("line"))));
        }
        claims.addAll(ofDocument(currency, setup.objects("invoice_coupons"), lines.keySet(), claims.size()));
        Money subtotal = sum(currency, lines);
        SortedMap<Integer, Money> left = discounted(currency, lines, claims, order);
        Money due = sum(currency, left);
        Money credits = prepaid(currency, setup, left);
        return Answer.of("subtotal", subtotal.getAmount())
                .and("discount", subtotal.minus(due).getAmount())
                .and("credits", credits.getAmount())
                .and("total", due.minus(credits).getAmount());
    }

    /** What is paid from a balance that is for usage. */
    private static Money prepaid(CurrencyUnit currency, CaseInput setup, SortedMap<Integer, Money> left) {
        List<CaseInput> inputs = setup.objects("lines");
        Money balance = Money.zero(currency);
        for (String credit : setup.texts("prepaid_credits")) {
            balance = balance.plus(new BigDecimal(credit));
        }
        Money usage = Money.zero(currency);
        for (Map.Entry<Integer, Money> line : left.entrySet()) {
            if (inputs.get(line.getKey()).text("type", "").equals("usage")) {
                usage = usage.plus(line.getValue());
            }
        }
        Money due = sum(currency, left);
        Money offered = BalancePolicy.USAGE.offered(balance, usage);
        return offered.isLessThan(due) ? offered : due;
    }

    private static Answer spread(CurrencyUnit currency, CaseInput setup) {
        SortedMap<Integer, Money> lines = amounts(currency, setup.objects("lines"));
        Discount discount = Discount.fixed(Currencies.money("discount", currency, setup.decimal("discount")));
        List<DiscountClaim<Integer, Integer>> claims =
                List.of(new DiscountClaim<>(0, discount, Level.DOCUMENT, lines.keySet()));
        return Answer.of(
                "line_amounts_after",
                decimals(discounted(currency, lines, claims, DiscountOrder.AS_GIVEN)
                        .values()));
    }

    private static Answer tax(CurrencyUnit currency, CaseInput setup) {
        SortedMap<Integer, Money> lines = amounts(currency, setup.objects("lines"));
        SortedMap<Integer, TaxedAmount> taxed = new TreeMap<>();
        List<CaseInput> inputs = setup.objects("lines");
        lines.forEach((line, amount) -> {
            List<CaseInput> own = inputs.get(line).objects("taxes");
            taxed.put(line, new TaxedAmount(amount, treatment(own.isEmpty() ? setup.objects("taxes") : own)));
        });
        TaxResult<Integer> result = Taxation.of(currency, taxed, TaxRounding.PER_RATE, RoundingPolicy.HALF_UP);
        Money tax = result.added().plus(result.included());
        Money total = sum(currency, lines).plus(result.added());
        return Answer.of("tax", tax.getAmount())
                .and("total", total.getAmount())
                .and("net", total.minus(tax).getAmount())
                .and(
                        "per_tax",
                        decimals(result.totals().stream().map(TaxTotal::tax).toList()))
                .and(
                        "per_line_tax",
                        decimals(result.lines().values().stream()
                                .map(LineTax::tax)
                                .toList()));
    }

    private static Answer fees(CurrencyUnit currency, CaseInput setup, TaxRounding rounding) {
        List<CaseInput> fees = setup.objects("fees");
        SortedMap<Integer, Money> lines = amounts(currency, fees);
        List<DiscountClaim<Integer, Integer>> claims =
                ofDocument(currency, setup.objects("coupons"), lines.keySet(), 0);
        SortedMap<Integer, Money> left = discounted(currency, lines, claims, DiscountOrder.AS_GIVEN);
        SortedMap<Integer, TaxedAmount> taxed = new TreeMap<>();
        List<Money> coupons = new ArrayList<>();
        left.forEach((fee, amount) -> {
            BigDecimal percent = fees.get(fee).decimal("tax_percent");
            taxed.put(fee, new TaxedAmount(amount, TaxTreatment.exclusive(component(0, percent))));
            coupons.add(lines.getOrDefault(fee, Money.zero(currency)).minus(amount));
        });
        TaxResult<Integer> result = Taxation.of(currency, taxed, rounding, RoundingPolicy.HALF_UP);
        return Answer.of("fees", sum(currency, lines).getAmount())
                .and("coupons", sum(currency, lines).minus(sum(currency, left)).getAmount())
                .and("taxes", result.added().getAmount())
                .and("total", sum(currency, left).plus(result.added()).getAmount())
                .and("per_fee_coupon", decimals(coupons))
                .and(
                        "per_fee_tax",
                        decimals(result.lines().values().stream()
                                .map(LineTax::tax)
                                .toList()));
    }

    private static TaxTreatment treatment(List<CaseInput> taxes) {
        if (taxes.isEmpty()) {
            return TaxTreatment.untaxed(NoTax.REVERSE_CHARGE, "Reverse charge");
        }
        List<TaxComponent> components = new ArrayList<>();
        boolean inclusive = false;
        for (CaseInput tax : taxes) {
            components.add(component(components.size(), tax.decimal("rate_percent")));
            inclusive |= tax.on("inclusive");
        }
        return new TaxTreatment.Taxed(inclusive ? TaxBehavior.INCLUSIVE : TaxBehavior.EXCLUSIVE, components);
    }

    private static TaxComponent component(int number, BigDecimal percent) {
        return TaxComponent.of(TaxId.of("tax-" + number), "Tax", percent);
    }

    private static List<DiscountClaim<Integer, Integer>> ofDocument(
            CurrencyUnit currency, List<CaseInput> coupons, Set<Integer> lines, int first) {
        List<DiscountClaim<Integer, Integer>> claims = new ArrayList<>();
        for (CaseInput coupon : coupons) {
            claims.add(new DiscountClaim<>(first + claims.size(), discount(currency, coupon), Level.DOCUMENT, lines));
        }
        return claims;
    }

    private static Discount discount(CurrencyUnit currency, CaseInput coupon) {
        return coupon.has("percent")
                ? Discount.percentage(coupon.decimal("percent"))
                : Discount.fixed(Currencies.money("fixed", currency, coupon.decimal("fixed")));
    }

    private static SortedMap<Integer, Money> discounted(
            CurrencyUnit currency,
            SortedMap<Integer, Money> lines,
            List<DiscountClaim<Integer, Integer>> claims,
            DiscountOrder order) {
        SortedMap<Integer, Money> left = new TreeMap<>(lines);
        Map<Integer, DiscountShares<Integer>> taken =
                Discounting.apply(currency, lines, claims, order, RoundingPolicy.HALF_UP);
        taken.values()
                .forEach(shares -> shares.shares().forEach((line, share) -> left.merge(line, share, Money::minus)));
        return left;
    }

    private static SortedMap<Integer, Money> amounts(CurrencyUnit currency, List<CaseInput> lines) {
        SortedMap<Integer, Money> amounts = new TreeMap<>();
        lines.forEach(
                line -> amounts.put(amounts.size(), Currencies.money("amount", currency, line.decimal("amount"))));
        return amounts;
    }

    private static Money sum(CurrencyUnit currency, SortedMap<Integer, Money> amounts) {
        return Money.total(currency, amounts.values());
    }

    private static List<BigDecimal> decimals(Iterable<Money> amounts) {
        List<BigDecimal> decimals = new ArrayList<>();
        amounts.forEach(amount -> decimals.add(amount.getAmount()));
        return decimals;
    }
}
