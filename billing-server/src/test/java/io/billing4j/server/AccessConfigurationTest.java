package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.TokenKeys;
import io.billing4j.server.security.TokenRules;
import io.billing4j.tenant.TenantKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigurationTest {
    private static final String KEYS = "https://id.example.com/keys";
    private static final String SECRET = "a secret of the tests that is long enough";

    @TempDir
    private Path directory = Path.of("");

    @Nested
    class Without_any_setting {
        @Test
        void a_server_with_a_database_of_its_own_issues_tokens_itself() {
            AccessConfiguration access = read(Map.of());
            assertThat(access.issues()).isTrue();
            assertThat(access.kinds()).containsExactlyInAnyOrder(TenantKind.values());
            assertThat(access.metricsToken()).isNull();
            // Four to each of ten connections, half of them for one tenant.
            assertThat(access.limits()).isEqualTo(new CallLimits(200, 20, 40));
        }

        @Test
        void a_server_with_the_operators_database_does_not_start() {
            assertRefused(
                    Map.of("BILLING_DATABASE_URL", "jdbc:postgresql://db.example.com/books"),
                    "auth.jwks-url (BILLING_AUTH_JWKS_URL): expected one of auth.jwks-url, auth.jwks-file, auth.secret to"
                            + " be set, since a database of your own needs tokens of your own");
        }
    }

    @Nested
    class Tokens {
        @Test
        void are_known_by_published_keys() throws Exception {
            TokenRules rules = read(Map.of(
                            "BILLING_AUTH_JWKS_URL", KEYS,
                            "BILLING_AUTH_ISSUER", "https://id.example.com",
                            "BILLING_AUTH_AUDIENCE", "billing",
                            "BILLING_AUTH_CLOCK_SKEW_SECONDS", "0",
                            "BILLING_AUTH_TENANT_CLAIM", "org",
                            "BILLING_AUTH_ROLES_CLAIM", "scope"))
                    .tokens();
            assertThat(rules)
                    .isEqualTo(new TokenRules(
                            new TokenKeys.Published(URI.create(KEYS).toURL()),
                            "https://id.example.com",
                            "billing",
                            Duration.ZERO,
                            "org",
                            "scope"));
        }

        @Test
        void are_known_by_a_secret_alone() {
            assertThat(read(Map.of("BILLING_AUTH_SECRET", SECRET)).tokens())
                    .isEqualTo(TokenRules.of(new TokenKeys.Shared(SECRET)));
        }

        /** Whoever runs the identity provider has others for whom its tokens are. */
        @Test
        void of_public_keys_need_an_issuer_and_an_audience() {
            assertRefused(
                    Map.of("BILLING_AUTH_JWKS_URL", KEYS),
                    "auth.issuer (BILLING_AUTH_ISSUER): expected it to be set, since auth.jwks-url is",
                    "auth.audience (BILLING_AUTH_AUDIENCE): expected it to be set, since auth.jwks-url is");
            assertRefused(
                    Map.of("BILLING_AUTH_ISSUER", "https://id.example.com"),
                    "auth.jwks-url (BILLING_AUTH_JWKS_URL): expected it to be set, since auth.issuer is");
        }

        @Test
        void are_known_in_one_way() {
            assertRefused(
                    Map.of(
                            "BILLING_AUTH_JWKS_URL",
                            KEYS,
                            "BILLING_AUTH_SECRET",
                            SECRET,
                            "BILLING_AUTH_ISSUER",
                            "i",
                            "BILLING_AUTH_AUDIENCE",
                            "a"),
                    "auth.secret (BILLING_AUTH_SECRET): expected one of auth.jwks-url, auth.jwks-file, auth.secret but"
                            + " found auth.jwks-url as well");
        }

        @Test
        void are_not_known_by_what_others_could_change_or_guess() throws Exception {
            for (String url :
                    new String[] {"http://id.example.com/keys", "keys", "ftp://127.0.0.1/keys", "https:// "}) {
                assertRefused(
                        Map.of("BILLING_AUTH_JWKS_URL", url, "BILLING_AUTH_ISSUER", "i", "BILLING_AUTH_AUDIENCE", "a"),
                        "auth.jwks-url (BILLING_AUTH_JWKS_URL): expected https://... but found '" + url.strip() + "'");
            }
            assertRefused(
                    Map.of("BILLING_AUTH_SECRET", "x".repeat(31)),
                    "auth.secret (BILLING_AUTH_SECRET): expected at least 32 bytes but found fewer");
            Path empty = Files.writeString(directory.resolve("keys.json"), "{\"keys\": []}");
            assertRefused(
                    Map.of(
                            "BILLING_AUTH_JWKS_FILE",
                            "keys.json",
                            "BILLING_AUTH_ISSUER",
                            "i",
                            "BILLING_AUTH_AUDIENCE",
                            "a"),
                    "auth.jwks-file (BILLING_AUTH_JWKS_FILE): expected keys for RS256 or ES256 in " + empty);
        }
    }

    @Test
    void what_is_served_and_how_much_of_it_can_be_chosen() {
        AccessConfiguration access = read(Map.of(
                "BILLING_TENANTS_SERVE", "sandbox",
                "BILLING_LIMITS_CALLS_PER_SECOND", "5",
                "BILLING_LIMITS_CALLS_AT_ONCE", "6",
                "BILLING_LIMITS_CALLS_IN_ALL", "7",
                "BILLING_METRICS_TOKEN", "for-prometheus"));
        assertThat(access.kinds()).containsExactly(TenantKind.SANDBOX);
        assertThat(access.limits()).isEqualTo(new CallLimits(5, 6, 7));
        assertThat(access.metricsToken()).isEqualTo("for-prometheus");
        assertThat(access.toString()).doesNotContain("for-prometheus");
        assertRefused(
                Map.of("BILLING_LIMITS_CALLS_AT_ONCE", "8", "BILLING_LIMITS_CALLS_IN_ALL", "7"),
                "limits.calls-at-once (BILLING_LIMITS_CALLS_AT_ONCE): expected 1 to 7 but found '8'");
    }

    private AccessConfiguration read(Map<String, String> environment) {
        return Configuration.read(null, environment, directory).access();
    }

    private void assertRefused(Map<String, String> environment, String... faults) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(null, environment, directory))
                .extracting(ConfigurationException::faults, InstanceOfAssertFactories.list(String.class))
                .containsExactly(faults);
    }
}
