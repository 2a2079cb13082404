package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.TaxObservation;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private static boolean isOverridden(Method told) {
        return Arrays.stream(Observers.class.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(told.getName())
                        && Arrays.equals(method.getParameterTypes(), told.getParameterTypes()));
    }
}
