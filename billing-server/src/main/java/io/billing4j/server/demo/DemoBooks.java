package io.billing4j.server.demo;

import static io.billing4j.server.demo.DemoService.CONTEXT_TOKENS;
import static io.billing4j.server.demo.DemoService.GENERATED_TOKENS;

import io.billing4j.catalog.Charge;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * What is sold to whom, what was used, and up to when it is billed.
 *
 * @param services each with its own customers and plan
 * @param subscribed the first day of all subscriptions
 * @param cutOffs of the billing runs, in order
 */
public record DemoBooks(List<DemoService> services, LocalDate subscribed, List<LocalDate> cutOffs) {
    /** Of all prices. */
    public static final CurrencyUnit CURRENCY = CurrencyUnit.USD;

    /** Keeps copies of the lists. */
    public DemoBooks {
        services = List.copyOf(services);
        cutOffs = List.copyOf(cutOffs);
    }

    /**
     * A chat service with 40 customers and a coding service with 20, subscribed and billed on 1 November 2023, billed again
     * on 1 December: 56,370 events, 120 invoices.
     */
    public static DemoBooks standard() {
        LocalDate november = LocalDate.of(2023, 11, 1);
        return new DemoBooks(List.of(assistant(), coder()), november, List.of(november, november.plusMonths(1)));
    }

    private static DemoService assistant() {
        return new DemoService(
                "conv",
                40,
                PlanId.of("assistant"),
                "Assistant",
                List.of(
                        Charge.fee(ChargeId.of("base"), "Assistant", PriceModel.flat(usd("20.00"))),
                        Charge.usage(
                                ChargeId.of("context"),
                                "Context tokens",
                                PriceModel.graduated(List.of(
                                        Tier.upTo(new BigDecimal(100_000), usd("0")),
                                        Tier.upTo(new BigDecimal(500_000), usd("0.00015")),
                                        Tier.beyond(usd("0.0001")))),
                                CONTEXT_TOKENS),
                        Charge.usage(
                                ChargeId.of("generated"),
                                "Generated tokens",
                                PriceModel.perUnit(usd("0.0006")),
                                GENERATED_TOKENS)),
                Trace.resource("conv.csv"));
    }

    private static DemoService coder() {
        return new DemoService(
                "code",
                20,
                PlanId.of("coder"),
                "Coder",
                List.of(
                        Charge.fee(ChargeId.of("base"), "Coder", PriceModel.flat(usd("50.00"))),
                        Charge.usage(
                                ChargeId.of("context"),
                                "Context tokens",
                                PriceModel.volume(List.of(
                                        Tier.upTo(new BigDecimal(500_000), usd("0.00012")),
                                        Tier.upTo(new BigDecimal(900_000), usd("0.0001")),
                                        Tier.beyond(usd("0.00009")))),
                                CONTEXT_TOKENS),
                        Charge.usage(
                                ChargeId.of("generated"),
                                "Generated tokens",
                                PriceModel.packaged(new BigDecimal(1_000), usd("0.50"), BigDecimal.ZERO),
                                GENERATED_TOKENS)),
                Trace.resource("code.csv"));
    }

    private static BigMoney usd(String amount) {
        return BigMoney.of(CURRENCY, new BigDecimal(amount));
    }
}
