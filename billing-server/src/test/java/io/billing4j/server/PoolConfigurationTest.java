package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the database is waited for. */
class PoolConfigurationTest {
    @ParameterizedTest
    @CsvSource({
        // a quarter of the call, but not more than ten seconds; half of it, but not less than a second
        "60, PT10S, PT30S",
        "40, PT10S, PT20S",
        "39, PT9.75S, PT19S",
        "10, PT2.5S, PT5S",
        "1, PT0.25S, PT1S",
        "3600, PT10S, PT30M",
    })
    void a_call_hears_that_the_database_is_away_before_its_time_is_up(int call, Duration wait, Duration answer) {
        assertThat(pool(Map.of("BILLING_LIMITS_CALL_SECONDS", Integer.toString(call))))
                .isEqualTo(new PoolConfiguration(10, wait, answer));
    }

    @Test
    void statements_can_be_given_a_time_of_their_own() {
        assertThat(pool(Map.of("BILLING_DATABASE_ANSWER_SECONDS", "300", "BILLING_DATABASE_CONNECTIONS", "20")))
                .isEqualTo(new PoolConfiguration(20, Duration.ofSeconds(10), Duration.ofMinutes(5)));
    }

    private static PoolConfiguration pool(Map<String, String> environment) {
        return Configuration.read(null, environment, Path.of("/srv")).pool();
    }
}
