package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigurationTest {
    @Test
    void sends_nothing_anywhere_if_nothing_is_said() {
        TracingConfiguration tracing = read(Map.of());

        assertThat(tracing.endpoint()).isNull();
        assertThat(tracing.start().isOn()).isFalse();
    }

    @Test
    void sends_a_share_to_a_collector() {
        TracingConfiguration tracing = read(Map.of(
                "BILLING_TRACING_ENDPOINT", "https://traces.example.com/v1/traces", "BILLING_TRACING_SAMPLE", "0.05"));

        assertThat(tracing.endpoint()).isEqualTo(URI.create("https://traces.example.com/v1/traces"));
        assertThat(tracing.share()).isEqualTo(new BigDecimal("0.05"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector:4318", "grpc://collector/v1/traces", "http:///v1/traces", "http://[", "/v1/traces"})
    void takes_no_other_address(String endpoint) {
        assertRefused(
                Map.of("BILLING_TRACING_ENDPOINT", endpoint),
                "tracing.endpoint (BILLING_TRACING_ENDPOINT): expected an address such as"
                        + " http://127.0.0.1:4318/v1/traces, without a user, but found '" + endpoint + "'");
    }

    @Test
    void shows_nobody_who_stands_in_an_address() {
        assertRefused(
                Map.of("BILLING_TRACING_ENDPOINT", "http://user:s3cret@collector/v1/traces"),
                "tracing.endpoint (BILLING_TRACING_ENDPOINT): expected an address such as"
                        + " http://127.0.0.1:4318/v1/traces, without a user, but found 'http://***@collector/v1/traces'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.01", "half"})
    void takes_no_other_share(String share) {
        assertRefused(
                Map.of("BILLING_TRACING_SAMPLE", share),
                "tracing.sample (BILLING_TRACING_SAMPLE): expected 0 to 1 but found '" + share + "'");
    }

    private static TracingConfiguration read(Map<String, String> environment) {
        return Configuration.read(null, environment, Path.of("/srv")).tracing();
    }

    private static void assertRefused(Map<String, String> environment, String fault) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(environment))
                .extracting(ConfigurationException::faults, InstanceOfAssertFactories.list(String.class))
                .containsExactly(fault);
    }
}
