package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.server.transport.SelfSigned;
import io.billing4j.server.transport.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigurationTest {
    @TempDir
    private Path directory = Path.of("");

    @Nested
    class WhereItListens {
        @Test
        void is_the_machine_itself_in_plain_text_if_nothing_is_said() {
            ServerConfiguration server = read(Map.of()).server();

            assertThat(server.url(1)).isEqualTo("http://127.0.0.1:1");
            assertThat(server.tls()).isNull();
        }

        @Test
        void is_any_other_address_with_tls_or_without_it_on_purpose() throws IOException {
            assertRefused(
                    Map.of("BILLING_SERVER_HOST", "0.0.0.0"),
                    "server.host (BILLING_SERVER_HOST): expected a loopback address, or tls.certificate to be set, or"
                            + " tls.off-on-purpose to be on, but found 0.0.0.0");
            assertThat(read(Map.of("BILLING_SERVER_HOST", "0.0.0.0", "BILLING_TLS_OFF_ON_PURPOSE", "on"))
                            .server()
                            .url(8016))
                    .isEqualTo("http://0.0.0.0:8016");
            certificate("EC");
            assertThat(read(Map.of(
                                    "BILLING_SERVER_HOST", "::",
                                    "BILLING_TLS_CERTIFICATE", "server.crt",
                                    "BILLING_TLS_KEY", "server.key"))
                            .server()
                            .url(8016))
                    .isEqualTo("https://[0:0:0:0:0:0:0:0]:8016");
        }

        @Test
        void decides_who_may_read_about_the_api_if_nothing_is_said() {
            assertThat(read(Map.of()).server().docsOpen()).isTrue();
            assertThat(read(Map.of("BILLING_SERVER_HOST", "::1")).server().docsOpen())
                    .isTrue();
            assertThat(read(Map.of("BILLING_DOCS_OPEN", "off")).server().docsOpen())
                    .isFalse();
            Map<String, String> outside = Map.of("BILLING_SERVER_HOST", "0.0.0.0", "BILLING_TLS_OFF_ON_PURPOSE", "on");
            assertThat(read(outside).server().docsOpen()).isFalse();
            Map<String, String> open = new HashMap<>(outside);
            open.put("BILLING_DOCS_OPEN", "on");
            assertThat(read(open).server().docsOpen()).isTrue();
        }

        @Test
        void is_an_address() {
            assertRefused(
                    Map.of("BILLING_SERVER_HOST", "no such host"),
                    "server.host (BILLING_SERVER_HOST): expected an address or the name of one but found"
                            + " 'no such host'");
        }
    }

    @Nested
    class TheCertificate {
        @Test
        void is_read_at_the_start_with_what_opens_its_key() throws Exception {
            Path certificate = directory.resolve("server.crt");
            Path key = directory.resolve("server.key");
            SelfSigned.of(directory, "EC").writeTo(certificate, key, "s3cret");
            Files.writeString(directory.resolve("password"), "s3cret\n");
            Map<String, String> environment = Map.of(
                    "BILLING_TLS_CERTIFICATE", "server.crt",
                    "BILLING_TLS_KEY", "server.key",
                    "BILLING_TLS_KEY_PASSWORD_FILE", "password");

            assertThat(read(environment).server().tls()).isEqualTo(new TlsFiles(certificate, key, "s3cret"));
        }

        @Test
        void that_cannot_be_served_is_refused_with_all_else() throws IOException {
            certificate("EC");
            SelfSigned.of(directory, "EC").writeTo(directory.resolve("others.crt"), directory.resolve("others.key"));

            assertRefused(
                    Map.of(
                            "BILLING_SERVER_PORT", "none",
                            "BILLING_TLS_CERTIFICATE", "server.crt",
                            "BILLING_TLS_KEY", "others.key",
                            "BILLING_DEMO", "maybe"),
                    "server.port (BILLING_SERVER_PORT): expected 0 to 65535 but found 'none'",
                    "tls.key (BILLING_TLS_KEY): expected the key of the certificate but found another one in "
                            + directory.resolve("others.key"),
                    "demo (BILLING_DEMO): expected on or off but found 'maybe'");
            assertRefused(
                    Map.of("BILLING_TLS_CERTIFICATE", "nowhere", "BILLING_TLS_KEY", "server.key"),
                    "tls.certificate (BILLING_TLS_CERTIFICATE): expected a readable file but found"
                            + " java.nio.file.NoSuchFileException: " + directory.resolve("nowhere"));
        }

        @Test
        void and_its_key_come_together_and_mean_that_tls_is_on() throws IOException {
            certificate("EC");

            assertRefused(
                    Map.of("BILLING_TLS_KEY_PASSWORD", "s3cret"),
                    "tls.key (BILLING_TLS_KEY): expected it to be set, since tls.key-password is");
            assertRefused(
                    Map.of("BILLING_TLS_KEY", "server.key"),
                    "tls.certificate (BILLING_TLS_CERTIFICATE): expected it to be set, since tls.key is");
            assertRefused(
                    Map.of("BILLING_TLS_CERTIFICATE", "server.crt", "BILLING_TLS_OFF_ON_PURPOSE", "on"),
                    "tls.key (BILLING_TLS_KEY): expected it to be set, since tls.certificate is",
                    "tls.off-on-purpose (BILLING_TLS_OFF_ON_PURPOSE): expected off, since tls.certificate is set, but"
                            + " found on");
        }

        @Test
        void is_warned_of_when_it_has_expired_or_its_key_is_open_to_all() throws IOException {
            Path key = directory.resolve("server.key");
            SelfSigned.expired(directory).writeTo(directory.resolve("server.crt"), key);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
            Map<String, String> environment =
                    Map.of("BILLING_TLS_CERTIFICATE", "server.crt", "BILLING_TLS_KEY", "server.key");

            assertThat(read(environment).report().warnings())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith(directory.resolve("server.crt") + " has expired: it was valid until "),
                            second -> assertThat(second).isEqualTo("tls.key: everybody may read " + key));
        }
    }

    @Nested
    class LimitsAndTheLog {
        @Test
        void have_defaults() {
            Configuration configuration = read(Map.of());

            assertThat(configuration.limits())
                    .isEqualTo(new LimitConfiguration(8 * 1024 * 1024, Duration.ofMinutes(1), Duration.ofHours(1)));
            assertThat(configuration.log())
                    .isEqualTo(new LogConfiguration(LogConfiguration.Target.FILE, LogConfiguration.Level.INFO));
            assertThat(configuration.server().drain()).isZero();
            assertThat(configuration.server().grace()).hasSeconds(30);
        }

        @Test
        void are_refused_where_they_are_out_of_bounds() {
            assertRefused(
                    Map.of(
                            "BILLING_SERVER_DRAIN_SECONDS", "601",
                            "BILLING_SERVER_GRACE_SECONDS", "0",
                            "BILLING_LIMITS_REQUEST_BYTES", "1023",
                            "BILLING_LIMITS_CALL_SECONDS", "0",
                            "BILLING_LIMITS_STREAM_SECONDS", "86401",
                            "BILLING_LOG_TO", "syslog",
                            "BILLING_LOG_LEVEL", "debug"),
                    "server.drain-seconds (BILLING_SERVER_DRAIN_SECONDS): expected 0 to 600 but found '601'",
                    "server.grace-seconds (BILLING_SERVER_GRACE_SECONDS): expected 1 to 600 but found '0'",
                    "limits.request-bytes (BILLING_LIMITS_REQUEST_BYTES): expected 1024 to 104857600 but found '1023'",
                    "limits.call-seconds (BILLING_LIMITS_CALL_SECONDS): expected 1 to 3600 but found '0'",
                    "limits.stream-seconds (BILLING_LIMITS_STREAM_SECONDS): expected 1 to 86400 but found '86401'",
                    "log.to (BILLING_LOG_TO): expected console or file but found 'syslog'",
                    "log.level (BILLING_LOG_LEVEL): expected error or info or warn but found 'debug'");
        }
    }

    private void certificate(String algorithm) throws IOException {
        SelfSigned.of(directory, algorithm).writeTo(directory.resolve("server.crt"), directory.resolve("server.key"));
    }

    private Configuration read(Map<String, String> environment) {
        return Configuration.read(null, environment, directory);
    }

    private void assertRefused(Map<String, String> environment, String... faults) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(environment))
                .extracting(ConfigurationException::faults, InstanceOfAssertFactories.list(String.class))
                .containsExactly(faults);
    }
}
