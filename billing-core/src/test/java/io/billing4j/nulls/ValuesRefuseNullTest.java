package io.billing4j.nulls;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.price.CustomPrices;
import io.billing4j.reporter.ReporterBuilder;
import io.billing4j.tenant.BillingClock;
import io.billing4j.usage.CustomAggregations;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every value that a host makes refuses null at once, at the name of what is missing: not where it is used, which may be a run. */
class ValuesRefuseNullTest {
    /** Packages of what hosts are given, with the requests that are there as well. */
    private static final Map<String, Set<String>> OUTPUT = Map.ofEntries(
            entry("balance", Set.of()),
            entry("event", Set.of()),
            entry("invoice", Set.of("IdempotencyKey", "CreditAmount", "CreditUse")),
            entry("rating", Set.of()),
            entry("reporter", Set.of()),
            entry("run", Set.of()),
            entry("store", Set.of("Page")));

    /** What else hosts are given, or a store gives back: made of what was refused before. The parts of a type go with it. */
    private static final Set<String> MADE_BY_ENGINE = Set.of(
            // money and prices: the currency table, and what the arithmetic hands on
            "IsoCurrency",
            "Allocation",
            "CreditLimit",
            "Share",
            "ContinuedPrice",
            "SettledPrice",
            "SpendLeft",
            // documents and their numbers
            "NumberedDocument",
            "LineTax",
            "TaxBasis",
            "TaxedAmount",
            "TaxResult",
            "TaxTotal",
            // what a tax service is asked, and what was known of its answers
            "TaxQuestion",
            "TaxAnswers",
            "TaxRules",
            // state and history as stores keep them
            "AuditEntry",
            "CustomerState",
            "CouponBook",
            "Redemption",
            "DiscountClaim",
            "DiscountShares",
            "HeldItem",
            "ScheduledChange",
            "Subscription",
            "SubscriptionChange",
            "SubscriptionItem",
            "SubscriptionState",
            "BillingCursor",
            // usage as it was counted
            "RecordedUsage",
            "ReportedUsage",
            "TouchedWindow",
            "UsagePart",
            "UsageSummary",
            // answers and observations of the engine
            "BalanceCheck",
            "ChangePreview",
            "ChunkFailure",
            "CreditNotePreview",
            "CustomerStatus",
            "InvoiceObservation",
            "InvoiceOutcome",
            "PlanOffer",
            "RequestAnswer",
            "TaxObservation",
            "UsageReceipt");

    /** Fields that are named after what they are, not after the component. */
    private static final Map<String, String> NAMED = Map.ofEntries(
            entry("Actor.name", "actor"),
            entry("At.instant", "effectiveAt"),
            entry("BillingInterval.unit", "interval.unit"),
            entry("BillingPeriod.startInclusive", "periodStart"),
            entry("BillingPeriod.endExclusive", "periodEnd"),
            entry("CreditUse.credit", "use.credit"),
            entry("CreditUse.refund", "use.refund"),
            entry("CreditUse.offset", "use.offset"),
            entry("CustomAggregation.name", "custom.name"),
            entry("CustomAggregation.parameters", "custom.parameters"),
            entry("EventFilter.include", "filter"),
            entry("EventFilter.exclude", "filter"),
            entry("IdempotencyKey.key", "idempotencyKey"),
            entry("Lines.amounts", "lines"),
            entry("Minimums.amounts", "minimums"),
            entry("NoteNumbering.template", "creditNotes.template"),
            entry("PropertyValues.values", "filter"),
            entry("QuantityRounding.mode", "rounding.mode"),
            entry("RequestKey.value", "idempotencyKey"),
            entry("RoundingPolicy.mode", "rounding"),
            entry("TaxCalculatorId.value", "taxCalculator"),
            entry("TaxCategory.value", "category"),
            entry("UsagePolicy.maxAhead", "usage.maxAhead"),
            entry("UsagePolicy.farAhead", "usage.farAhead"),
            entry("UsagePolicy.tooOld", "usage.tooOld"),
            entry("UsagePolicy.retention", "usage.retention"),
            entry("UsageThresholds.amounts", "thresholds.amounts"));

    private final Samples samples = new Samples();

    @TestFactory
    Stream<DynamicTest> made_of_all_components() {
        return values().filter(Class::isRecord)
                .map(type -> DynamicTest.dynamicTest(type.getName(), () -> {
                    List<String> names = new ArrayList<>();
                    List<AnnotatedType> types = new ArrayList<>();
                    List<@Nullable Object> valid = new ArrayList<>();
                    Object sample = samples.of(type);
                    for (RecordComponent component : type.getRecordComponents()) {
                        names.add(component.getName());
                        types.add(component.getAnnotatedType());
                        valid.add(component.getAccessor().invoke(sample));
                    }
                    Constructor<?> constructor = Samples.canonical(type);
                    Refusal refusal = new Refusal((name, field) -> isNamed(type, name, field));
                    assertThat(refusal.faults(constructor::newInstance, names, types, valid))
                            .isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> made_or_changed_by_a_method() {
        return values().map(type -> DynamicTest.dynamicTest(type.getName(), () -> {
            List<String> faults = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                if (makes(type, method)) {
                    faults(type, method).forEach(fault -> faults.add(method.getName() + " " + fault));
                }
            }
            assertThat(faults).isEmpty();
        }));
    }

    @Test
    void what_is_left_out_is_there() {
        Set<String> names = Api.types().stream().map(Class::getSimpleName).collect(Collectors.toSet());

        assertThat(names).containsAll(MADE_BY_ENGINE);
        OUTPUT.values().forEach(requests -> assertThat(names).containsAll(requests));
        assertThat(records()).hasSizeGreaterThan(100);
    }

    private List<String> faults(Class<?> type, Method method) {
        Object target = Modifier.isStatic(method.getModifiers()) ? null : samples.of(type);
        Parameter[] parameters = method.getParameters();
        List<@Nullable Object> valid = new ArrayList<>();
        for (Parameter parameter : parameters) {
            valid.add(samples.of(parameter.getParameterizedType()));
        }
        return new Refusal((name, field) -> field != null)
                .faults(
                        arguments -> method.invoke(target, arguments),
                        Arrays.stream(parameters).map(Parameter::getName).toList(),
                        Arrays.stream(parameters)
                                .map(Parameter::getAnnotatedType)
                                .toList(),
                        valid);
    }

    /** Whether it gives a value of the type, or of a kind of it, from arguments. */
    private static boolean makes(Class<?> type, Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && method.getParameterCount() > 0
                && type.isAssignableFrom(method.getReturnType())
                && !method.getName().equals("valueOf");
    }

    private static Stream<Class<?>> values() {
        return Stream.concat(
                records(),
                Stream.of(
                        BillingClock.class,
                        CustomAggregations.class,
                        CustomPrices.class,
                        NumberingTemplate.class,
                        ReporterBuilder.class));
    }

    private static Stream<Class<?>> records() {
        return Api.types().stream()
                .filter(type -> type.isRecord() || (type.isInterface() && type.isSealed()))
                .filter(type -> !MADE_BY_ENGINE.contains(outermost(type).getSimpleName()))
                .filter(type -> {
                    Set<String> requests = OUTPUT.get(type.getPackageName().substring("io.billing4j.".length()));
                    return requests == null || requests.contains(outermost(type).getSimpleName());
                });
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getDeclaringClass() == null ? type : outermost(type.getDeclaringClass());
    }

    private static boolean isNamed(Class<?> type, String component, @Nullable String field) {
        String name = NAMED.getOrDefault(type.getSimpleName() + "." + component, component);
        if (name.equals("value")) {
            name = type.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT)
                    + type.getSimpleName().substring(1);
        }
        return field != null && (field + "[").startsWith(name + "[");
    }
}
