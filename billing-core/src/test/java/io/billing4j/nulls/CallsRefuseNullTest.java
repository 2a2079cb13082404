package io.billing4j.nulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageGathering;
import io.billing4j.id.TenantId;
import io.billing4j.reporter.UsageReporter;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call of the engine refuses null for what it needs, at the parameter's name. */
class CallsRefuseNullTest {
    private static final TenantId TENANT = TenantId.of("x");

    /** Fields that are named after what a list holds, not after the parameter. */
    private static final Map<String, String> NAMED = Map.of("wanted", "oneOffs");

    private static List<Object> parts() {
        Billing4J.Builder builder = Billing4J.builder(new InMemoryBillingStore());
        Billing4J billing = builder.build();
        billing.createTenant(TENANT, TenantKind.SANDBOX, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(TENANT);
        UsageGathering.Builder gathering = UsageGathering.builder(billing);
        return List.of(
                builder,
                billing,
                engine,
                engine.catalog(),
                engine.customers(),
                engine.subscriptions(),
                engine.usage(),
                engine.coupons(),
                engine.entities(),
                engine.taxes(),
                engine.balances(),
                engine.oneOffs(),
                engine.creditNotes(),
                engine.runs(),
                engine.settings(),
                engine.requests(),
                engine.timeTravel(),
                gathering,
                gathering.build());
    }

    @TestFactory
    Stream<DynamicTest> of_the_engine() {
        return IntStream.range(0, parts().size())
                .boxed()
                .flatMap(part -> calls(parts().get(part).getClass())
                        .map(method -> DynamicTest.dynamicTest(
                                method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                                () -> assertThat(faults(parts().get(part), method))
                                        .isEmpty())));
    }

    @Test
    void every_part_of_the_engine_is_among_them() {
        List<Class<?>> named = Stream.of(BillingEngine.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .<Class<?>>map(Method::getReturnType)
                .filter(type -> type.getPackage() == BillingEngine.class.getPackage())
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(parts()).map(Object::getClass).containsAll(named);
    }

    @Test
    void of_a_reporter() {
        try (UsageReporter reporter = UsageReporter.builder(events -> {}).build()) {
            assertThat(calls(UsageReporter.class).flatMap(method -> faults(reporter, method).stream()))
                    .isEmpty();
        }
    }

    private static Stream<Method> calls(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> method.getParameterCount() > 0);
    }

    private static List<String> faults(Object part, Method method) {
        Samples samples = new Samples();
        Parameter[] parameters = method.getParameters();
        List<@Nullable Object> valid = new ArrayList<>();
        for (Parameter parameter : parameters) {
            valid.add(samples.of(parameter.getParameterizedType()));
        }
        return new Refusal((name, field) -> isNamed(name.equals("value") ? method.getName() : name, field))
                .faults(
                        arguments -> method.invoke(part, arguments),
                        Arrays.stream(parameters).map(Parameter::getName).toList(),
                        Arrays.stream(parameters)
                                .map(Parameter::getAnnotatedType)
                                .toList(),
                        valid);
    }

    /** The field of a setter's one value is what it sets; an element's has its place behind it. */
    private static boolean isNamed(String name, @Nullable String field) {
        return field != null
                && ((field + "[").startsWith(name + "[")
                        || (field + "[").startsWith(NAMED.getOrDefault(name, name) + "["));
    }
}
