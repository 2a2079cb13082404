package io.billing4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ISSUER = "https://id.example.com";
    private static final String AUDIENCE = "billing";
    private static final String SECRET = "a secret of at least thirty-two bytes";

    private static final RSAKey RSA = Issuer.rsa("rsa-1");
    private static final ECKey EC = Issuer.ec("ec-1");
    private static final Issuer ISSUING = new Issuer();

    private final Issuer issuer = ISSUING;
    private TokenVerifier verifier = TokenVerifier.of(rules(new TokenKeys.Shared(SECRET)), CLOCK);

    @BeforeEach
    void open() {
        issuer.reset();
        issuer.publish(RSA, EC);
        verifier = TokenVerifier.of(rules(new TokenKeys.Published(issuer.url())), CLOCK);
    }

    @AfterEach
    void close() {
        verifier.close();
    }

    @AfterAll
    static void stop() {
        ISSUING.close();
    }

    @Nested
    class A_token_that_counts {
        @Test
        void says_whom_it_speaks_for() throws Exception {
            Token found = verifier.verify(Issuer.sign(
                    RSA,
                    claims().claim("billing_roles", List.of("writer", "biller", "of-another-service"))
                            .build()));
            assertThat(found.identity())
                    .isEqualTo(new Identity(
                            "user:4711", TenantId.of("acme"), TenantKind.LIVE, Set.of(Role.WRITER, Role.BILLER)));
            // Clocks may differ by a minute.
            assertThat(found.until()).isEqualTo(NOW.plusSeconds(3_660));
        }

        @Test
        void may_be_signed_on_an_elliptic_curve() throws Exception {
            assertThat(verifier.verify(Issuer.sign(EC, claims().build()))
                            .identity()
                            .subject())
                    .isEqualTo("user:4711");
        }

        @Test
        void may_have_its_roles_in_one_text() throws Exception {
            assertThat(roles("reader writer")).containsExactlyInAnyOrder(Role.READER, Role.WRITER);
            assertThat(roles("READER admin2 ")).isEmpty();
            assertThat(roles(4711)).isEmpty();
            assertThat(verifier.verify(Issuer.sign(RSA, claims().build()))
                            .identity()
                            .roles())
                    .isEmpty();
        }

        @Test
        void may_be_of_a_sandbox() throws Exception {
            assertThat(kind("sandbox")).isEqualTo(TenantKind.SANDBOX);
            assertThat(kind("live")).isEqualTo(TenantKind.LIVE);
        }

        @Test
        void may_say_that_it_is_an_access_token_or_nothing() throws Exception {
            JWTClaimsSet claims = claims().build();
            assertThat(verifier.verify(Issuer.sign(RSA, new JOSEObjectType("at+jwt"), claims)))
                    .isEqualTo(verifier.verify(Issuer.sign(RSA, null, claims)));
        }

        @Test
        void may_have_its_tenant_and_roles_under_other_names() throws Exception {
            TokenRules rules = new TokenRules(
                    new TokenKeys.Published(issuer.url()), null, null, TokenRules.CLOCK_SKEW, "org", "https://b/roles");
            try (TokenVerifier other = TokenVerifier.of(rules, CLOCK)) {
                Token found = other.verify(Issuer.sign(
                        RSA,
                        claims().claim("org", "other")
                                .claim("https://b/roles", "admin")
                                .build()));
                assertThat(found.identity().tenant()).isEqualTo(TenantId.of("other"));
                assertThat(found.identity().roles()).containsExactly(Role.ADMIN);
            }
        }

        private Set<Role> roles(Object claim) throws Exception {
            return verifier.verify(Issuer.sign(
                            RSA, claims().claim("billing_roles", claim).build()))
                    .identity()
                    .roles();
        }

        private TenantKind kind(String claim) throws Exception {
            return verifier.verify(Issuer.sign(
                            RSA, claims().claim("billing_kind", claim).build()))
                    .identity()
                    .kind();
        }
    }

    /** To the second, with a minute for clocks that differ. */
    @Nested
    class Time {
        @ParameterizedTest
        @CsvSource({"1, true", "0, true", "-59, true", "-60, false", "-61, false"})
        void runs_out(long seconds, boolean counts) throws Exception {
            assertCounts(claims().expirationTime(at(seconds)), counts);
        }

        @ParameterizedTest
        @CsvSource({"-1, true", "59, true", "60, false", "61, false"})
        void has_to_come(long seconds, boolean counts) throws Exception {
            assertCounts(claims().notBeforeTime(at(seconds)), counts);
        }

        @Test
        void is_limited_always() throws Exception {
            assertCounts(claims().expirationTime(null), false);
        }

        private void assertCounts(JWTClaimsSet.Builder claims, boolean counts) throws Exception {
            String token = Issuer.sign(RSA, claims.build());
            if (counts) {
                assertThat(verifier.verify(token).identity().subject()).isEqualTo("user:4711");
            } else {
                assertRejected(token);
            }
        }
    }

    @Nested
    class A_token_that_does_not_count {
        @Test
        void is_for_or_from_somebody_else() throws Exception {
            assertRefused(claims().issuer("https://id.example.com/"));
            assertRefused(claims().issuer(null));
            assertRefused(claims().audience("shipping"));
            assertRefused(claims().audience((String) null));
        }

        @Test
        void is_not_signed() {
            assertRejected(new PlainJWT(claims().build()).serialize());
            String signed = sign();
            assertRejected(signed.substring(0, signed.lastIndexOf('.') + 1));
        }

        @Test
        void was_changed() throws Exception {
            String[] mine = sign().split("\\.", -1);
            String[] other = Issuer.sign(
                            RSA, claims().claim("billing_roles", "admin").build())
                    .split("\\.", -1);
            assertRejected(mine[0] + "." + other[1] + "." + mine[2]);
        }

        /** RFC 8725 2.1: the public key, which everybody has, as a secret. */
        @Test
        void is_signed_with_the_public_key_as_a_secret() throws Exception {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), claims().build());
            token.sign(new MACSigner(RSA.toRSAPublicKey().getEncoded()));
            assertRejected(token.serialize());
        }

        @Test
        void is_signed_with_a_key_that_it_brings_itself() throws Exception {
            RSAKey own = Issuer.rsa("rsa-1");
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID("rsa-1")
                            .jwk(own.toPublicJWK())
                            .build(),
                    claims().build());
            token.sign(new RSASSASigner(own));
            assertRejected(token.serialize());
        }

        @Test
        void is_signed_in_another_way() throws Exception {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build(), claims().build());
            token.sign(new RSASSASigner(RSA));
            assertRejected(token.serialize());
        }

        @Test
        void is_encrypted() throws Exception {
            EncryptedJWT token = new EncryptedJWT(
                    new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM), claims().build());
            token.encrypt(new RSAEncrypter(RSA.toRSAPublicKey()));
            assertRejected(token.serialize());
        }

        @Test
        void is_something_else_than_a_token() throws Exception {
            assertRejected(Issuer.sign(RSA, new JOSEObjectType("dpop+jwt"), claims().build()));
        }

        @Test
        void has_no_tenant_or_none_that_can_be_one() throws Exception {
            assertRefused(claims().claim("billing_tenant", null));
            assertRefused(claims().claim("billing_tenant", ""));
            assertRefused(claims().claim("billing_tenant", "no/key"));
            assertRefused(claims().claim("billing_tenant", List.of("acme")));
            assertRefused(claims().claim("billing_kind", "production"));
        }

        /** That a claim is there says nothing of its value: one that maps what it does not have may write null. */
        @ParameterizedTest
        @ValueSource(strings = {"exp", "sub", "billing_tenant", "iss", "aud"})
        void has_null_for_what_is_required(String claim) throws Exception {
            Map<String, Object> claims = new HashMap<>(claims().build().toJSONObject());
            claims.put(claim, null);
            JWSObject token = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(),
                    new Payload(JSONObjectUtils.toJSONString(claims)));
            token.sign(new RSASSASigner(RSA));
            assertThat(token.getPayload().toString()).contains("\"" + claim + "\":null");
            assertRejected(token.serialize());
        }

        /** Its reader takes some headers for impossible in another way than others. */
        @Test
        void has_a_header_that_nobody_can_read() {
            for (String header : List.of(
                    "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"p2c\":-1}",
                    "{\"alg\":\"RS256\",\"crit\":[\"x\"],\"x\":1}",
                    "{\"alg\":7}",
                    "[]",
                    "{\"alg\":\"RS256\",\"kid\":{}}")) {
                String encoded = Base64URL.encode(header).toString();
                assertRejected(encoded + ".e30.AAAA");
                assertRejected(encoded + ".a.a.a.a");
            }
        }

        @Test
        void has_no_subject_that_can_stand_in_the_audit_trail() throws Exception {
            assertRefused(claims().subject(null));
            assertRefused(claims().subject("a\nb"));
            assertRefused(claims().subject("x".repeat(201)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a", "a.b", "a.b.c", "..", "eyJhbGciOiJub25lIn0..", "\u0000", "é.é.é"})
        void is_none_at_all(String text) {
            assertRejected(text);
        }

        @Test
        void is_longer_than_any() {
            assertRejected("x".repeat(8_193));
        }

        private String sign() {
            try {
                return Issuer.sign(RSA, claims().build());
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        private void assertRefused(JWTClaimsSet.Builder claims) throws Exception {
            assertRejected(Issuer.sign(RSA, claims.build()));
        }
    }

    @Nested
    class Keys {
        @Test
        void may_be_changed_while_the_server_runs() throws Exception {
            String old = Issuer.sign(RSA, claims().build());
            verifier.verify(old);
            RSAKey next = Issuer.rsa("rsa-2");
            issuer.publish(next);
            assertThat(verifier.verify(Issuer.sign(next, claims().build()))
                            .identity()
                            .subject())
                    .isEqualTo("user:4711");
            assertRejected(old);
        }

        @Test
        void are_not_fetched_again_and_again_for_names_that_tokens_invent() throws Exception {
            verifier.verify(Issuer.sign(RSA, claims().build()));
            for (int i = 0; i < 20; i++) {
                assertRejected(Issuer.sign(Issuer.ec("invented-" + i), claims().build()));
            }
            assertThat(issuer.fetches()).isEqualTo(2);
        }

        @Test
        void that_are_known_outlast_an_issuer_that_is_down() throws Exception {
            verifier.verify(Issuer.sign(RSA, claims().build()));
            issuer.fail(true);
            assertThat(verifier.verify(Issuer.sign(EC, claims().build()))
                            .identity()
                            .subject())
                    .isEqualTo("user:4711");
        }

        @Test
        void that_were_never_had_are_an_outage() throws Exception {
            issuer.fail(true);
            String token = Issuer.sign(RSA, claims().build());
            // From the third on they are not looked for at all.
            for (int i = 0; i < 4; i++) {
                BillingException failure = catchThrowableOfType(BillingException.class, () -> verifier.verify(token));
                assertThat(failure.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
            }
        }

        @Test
        void may_be_in_a_file(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("keys.json");
            Files.writeString(file, new JWKSet(List.of(RSA.toPublicJWK(), EC.toPublicJWK())).toString());
            try (TokenVerifier filed = TokenVerifier.of(rules(new TokenKeys.Filed(file)), CLOCK)) {
                assertThat(filed.verify(Issuer.sign(EC, claims().build()))
                                .identity()
                                .subject())
                        .isEqualTo("user:4711");
            }
        }

        @Test
        void in_a_file_have_to_be_some(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("keys.json");
            for (String text :
                    List.of("", "{}", "{\"keys\": []}", "{\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\"}]}")) {
                Files.writeString(file, text);
                assertThatIllegalArgumentException()
                        .as(text)
                        .isThrownBy(() -> TokenVerifier.of(rules(new TokenKeys.Filed(file)), CLOCK))
                        .withMessageContaining(file.toString());
            }
        }
    }

    @Nested
    class A_secret {
        private final TokenRules shared = rules(new TokenKeys.Shared(SECRET));

        @Test
        void signs_what_it_verifies() throws Exception {
            Identity identity =
                    new Identity("me", TenantId.of("acme"), TenantKind.SANDBOX, Set.of(Role.BILLER, Role.WRITER));
            String token = new LocalIssuer(shared, CLOCK).issue(identity, Duration.ofDays(1));
            try (TokenVerifier local = TokenVerifier.of(shared, CLOCK)) {
                assertThat(local.verify(token).identity()).isEqualTo(identity);
            }
        }

        @Test
        void takes_no_public_key_nor_another_secret() throws Exception {
            SignedJWT other = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
            other.sign(new MACSigner(SECRET.replace('a', 'b').getBytes(StandardCharsets.UTF_8)));
            try (TokenVerifier local = TokenVerifier.of(shared, CLOCK)) {
                assertRejected(local, other.serialize());
                assertRejected(local, Issuer.sign(RSA, claims().build()));
                assertRejected(local, new PlainJWT(claims().build()).serialize());
            }
        }

        @Test
        void is_long_enough_in_bytes() {
            assertThat(TokenKeys.Shared.longEnough("x".repeat(31))).isFalse();
            assertThat(TokenKeys.Shared.longEnough("x".repeat(32))).isTrue();
            assertThat(TokenKeys.Shared.longEnough("é".repeat(16))).isTrue();
        }

        @Test
        void is_not_shown() {
            assertThat(shared.toString()).doesNotContain(SECRET);
        }
    }

    private void assertRejected(String token) {
        assertRejected(verifier, token);
    }

    private static void assertRejected(TokenVerifier verifier, String token) {
        assertThatExceptionOfType(RejectedTokenException.class).isThrownBy(() -> verifier.verify(token));
    }

    private static TokenRules rules(TokenKeys keys) {
        return new TokenRules(
                keys, ISSUER, AUDIENCE, TokenRules.CLOCK_SKEW, TokenRules.TENANT_CLAIM, TokenRules.ROLES_CLAIM);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("another", AUDIENCE))
                .subject("user:4711")
                .claim("billing_tenant", "acme")
                .expirationTime(at(3_600));
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }
}
