package io.billing4j.nulls;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.CustomAggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.OpenRun;
import io.billing4j.id.ChargeId;
import io.billing4j.id.ContentHash;
import io.billing4j.id.IdSource;
import io.billing4j.id.TaxId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditUse;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.GraduatedPercentagePrice;
import io.billing4j.price.GraduatedPrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.MatrixPrice;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.Price;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceFunction;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.StairstepPrice;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import io.billing4j.price.VolumePrice;
import io.billing4j.reporter.ReporterBuilder;
import io.billing4j.reporter.ReporterObserver;
import io.billing4j.reporter.UsageReporter;
import io.billing4j.reporter.UsageSink;
import io.billing4j.store.BillingStore;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.UsageFunction;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** One valid value of each type of the API: from the table, or made of such values. */
final class Samples {
    private static final CurrencyUnit USD = CurrencyUnit.USD;
    private static final BigMoney PRICE = BigMoney.of(USD, BigDecimal.ONE);
    private static final Money AMOUNT = Money.of(USD, BigDecimal.ONE);
    private static final PriceModel FLAT = PriceModel.flat(PRICE);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final TaxComponent TAX = TaxComponent.of(TaxId.of("vat"), "VAT", BigDecimal.valueOf(19));

    private final Map<Type, Object> table = new HashMap<>();

    Samples() {
        values();
        prices();
        ports();
    }

    private void values() {
        put(String.class, "x");
        put(byte.class, (byte) 1);
        put(int.class, 1);
        put(long.class, 1L);
        put(boolean.class, false);
        put(Integer.class, 1);
        put(Long.class, 1L);
        put(BigDecimal.class, BigDecimal.ONE);
        put(RoundingMode.class, RoundingMode.HALF_UP);
        put(Instant.class, START);
        put(LocalDate.class, LocalDate.of(2026, 11, 1));
        put(LocalTime.class, LocalTime.NOON);
        put(Duration.class, Duration.ofDays(1));
        put(ZoneId.class, ZoneOffset.UTC);
        put(UUID.class, new UUID(1, 1));
        put(CurrencyUnit.class, USD);
        put(BigMoney.class, PRICE);
        put(Money.class, AMOUNT);
        put(ContentHash.class, ContentHash.builder("sample", 1).build());
        put(NumberingTemplate.class, NumberingTemplate.DEFAULT);
        put(BillingPeriod.class, new BillingPeriod(START, START.plus(Duration.ofDays(30)), ZoneOffset.UTC));
        put(TenantSettings.class, TenantSettings.of(ZoneOffset.UTC, USD));
        put(UsagePolicy.class, UsagePolicy.DEFAULT);
        put(Discount.class, Discount.percentage(BigDecimal.TEN));
        put(CouponScope.class, CouponScope.document());
        put(ChangeTiming.class, ChangeTiming.now());
        put(SubscriptionCommand.class, new SubscriptionCommand.Activate());
        put(CreditAmount.class, CreditAmount.whole());
        put(CreditUse.class, CreditUse.credit(AMOUNT));
        put(TaxTreatment.class, new TaxTreatment.Taxed(TaxBehavior.EXCLUSIVE, List.of(TAX)));
        put(TaxPlace.class, TaxPlace.of("DE"));
        put(TaxRule.Effect.class, new TaxRule.Due(TAX, 1));
        put(TaxAnswer.class, TaxAnswer.refused("no"));
        put(Aggregation.class, Aggregation.sum());
        put(CustomAggregation.class, new CustomAggregation("mine", 1, Map.of("a", "b")));
        put(PropertyValues.class, PropertyValues.of("x"));
        put(EventFilter.class, EventFilter.including("a", "x"));
    }

    private void prices() {
        put(PriceModel.class, PriceModel.perUnit(PRICE));
        put(Charge.class, Charge.fee(ChargeId.of("base"), "Base", FLAT));
        put(Tier.class, Tier.beyond(PRICE));
        put(GraduatedPrice.class, new GraduatedPrice(List.of(Tier.beyond(PRICE)), FirstFlatFee.WHEN_ENTERED));
        put(
                VolumePrice.class,
                new VolumePrice(List.of(Tier.beyond(PRICE)), TierBound.UPPER_INCLUSIVE, FirstFlatFee.WHEN_ENTERED));
        PercentageTier rate = new PercentageTier(null, BigDecimal.ONE, PRICE);
        put(GraduatedPercentagePrice.class, new GraduatedPercentagePrice(List.of(rate), FirstFlatFee.WHEN_ENTERED));
        put(StairstepPrice.class, new StairstepPrice(List.of(new PriceBand(null, PRICE)), TierBound.UPPER_INCLUSIVE));
        put(MatrixPrice.class, new MatrixPrice(List.of("region"), List.of(new MatrixCell(List.of("eu"), FLAT)), FLAT));
        put(PercentagePrice.class, PercentagePrice.of(USD, BigDecimal.ONE));
        put(PriceTerms.class, PriceTerms.NONE);
        put(QuantityConversion.class, new QuantityConversion(BigDecimal.TEN, RoundingMode.HALF_UP));
        put(UsageThresholds.class, new UsageThresholds(List.of(PRICE), PRICE));
    }

    private void ports() {
        put(BillingStore.class, new InMemoryBillingStore());
        put(BillingClock.class, BillingClock.system());
        put(IdSource.class, (IdSource) () -> new UUID(1, 1));
        put(EngineObserver.class, EngineObserver.NONE);
        put(CustomAggregations.class, CustomAggregations.NONE);
        put(CustomPrices.class, CustomPrices.NONE);
        put(TaxCalculator.class, (TaxCalculator) questions -> List.of());
        put(Executor.class, (Executor) Runnable::run);
        put(BooleanSupplier.class, (BooleanSupplier) () -> true);
        put(UnaryOperator.class, UnaryOperator.identity());
        put(Function.class, (Function<Object, Object>) given -> "x");
        put(Supplier.class, (Supplier<byte[]>) () -> new byte[0]);
        put(UsageFunction.class, (UsageFunction) (events, query, parameters) -> BigDecimal.ONE);
        put(PriceFunction.class, (PriceFunction) (input, parameters, currency) -> Price.of(currency, List.of()));
        put(OpenRun.class, openRun());
        put(Clock.class, Clock.systemUTC());
        put(UsageSink.class, (UsageSink) events -> {});
        put(ReporterBuilder.class, UsageReporter.builder((UsageSink) of(UsageSink.class)));
        put(ReporterObserver.class, ReporterObserver.NONE);
        put(ThreadFactory.class, (ThreadFactory) Thread::new);
        put(Path.class, Path.of("x"));
        put(Billing4J.class, Billing4J.builder(new InMemoryBillingStore()).build());
    }

    /** One as the engine gives it: hosts make none. */
    private static OpenRun openRun() {
        try {
            Method made = OpenRun.class.getDeclaredMethod("of", WorkHint.class);
            made.setAccessible(true);
            UUID id = new UUID(1, 1);
            return (OpenRun) made.invoke(null, new WorkHint(id, TenantId.of("x"), WorkKind.BILLING_RUN, id.toString()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(Type type, Object value) {
        table.put(type, value);
    }

    /** A value of the type. */
    Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic);
        }
        if (type instanceof TypeVariable) {
            return "x";
        }
        Class<?> raw = (Class<?>) type;
        Object known = table.get(raw);
        if (known != null) {
            return known;
        }
        if (raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), 1);
            Array.set(array, 0, of(raw.getComponentType()));
            return array;
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        throw new IllegalStateException("the table of samples has no " + type);
    }

    private Object container(Class<?> raw, ParameterizedType generic) {
        Type[] of = generic.getActualTypeArguments();
        if (raw == List.class) {
            return List.of(of(of[0]));
        }
        if (raw == Set.class) {
            return Set.of(of(of[0]));
        }
        if (raw == Map.class) {
            return Map.of(of(of[0]), of(of[1]));
        }
        if (raw == SortedMap.class) {
            return new TreeMap<>(Map.of(of(of[0]), of(of[1])));
        }
        return of(raw);
    }

    private Object record(Class<?> raw) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (RecordComponent component : raw.getRecordComponents()) {
            parts.add(nullable(component.getAnnotatedType()) ? null : of(component.getGenericType()));
        }
        try {
            return canonical(raw).newInstance(parts.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the table of samples has no valid " + raw, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The constructor of all components. */
    static Constructor<?> canonical(Class<?> raw) throws NoSuchMethodException {
        Class<?>[] types = Arrays.stream(raw.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return raw.getDeclaredConstructor(types);
    }

    /** Whether null may be given. */
    static boolean nullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
