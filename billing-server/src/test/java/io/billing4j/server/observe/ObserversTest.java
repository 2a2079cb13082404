package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.TaxObservation;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ObserversTest {
    @Test
    void pass_on_all_that_the_engine_tells() {
        assertThat(EngineObserver.class.getDeclaredMethods())
                .filteredOn(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .isNotEmpty()
                .allMatch(ObserversTest::isOverridden);
    }

    @Test
    void tell_everybody_what_a_tax_service_was_asked() {
        List<TaxObservation> told = new ArrayList<>();
        EngineObserver each = new EngineObserver() {
            @Override
            public void taxesAsked(TaxObservation observation) {
                told.add(observation);
            }
        };
        TaxObservation asked =
                new TaxObservation(TenantId.of("demo"), TaxCalculatorId.of("service"), 3, 2, Duration.ofMillis(40));

        Observers.of(each, each).taxesAsked(asked);

        assertThat(told).containsExactly(asked, asked);
    }

    @Test
    void tell_the_others_all_that_one_of_them_throws_at() throws ReflectiveOperationException {
        List<String> told = new ArrayList<>();
        Observers observers = Observers.of(throwing(), telling(told), throwing(), telling(told));
        List<Throwable> uncaught = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        List<String> calls = new ArrayList<>();
        try {
            for (Method call : EngineObserver.class.getMethods()) {
                calls.add(call.getName());
                calls.add(call.getName());
                call.invoke(observers, new Object[call.getParameterCount()]);
            }
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }

        assertThat(told).isNotEmpty().isEqualTo(calls);
        assertThat(uncaught).hasSameSizeAs(calls).allMatch(failure -> "on purpose".equals(failure.getMessage()));
    }

    private static EngineObserver throwing() {
        return observer(call -> {
            throw new IllegalStateException("on purpose");
        });
    }

    private static EngineObserver telling(List<String> told) {
        return observer(told::add);
    }

    private static EngineObserver observer(Consumer<String> calls) {
        return (EngineObserver) Proxy.newProxyInstance(
                ObserversTest.class.getClassLoader(),
                new Class<?>[] {EngineObserver.class},
                (self, call, arguments) -> {
                    calls.accept(call.getName());
                    return null;
                });
    }

    private static boolean isOverridden(Method told) {
        return Arrays.stream(Observers.class.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(told.getName())
                        && Arrays.equals(method.getParameterTypes(), told.getParameterTypes()));
    }
}
