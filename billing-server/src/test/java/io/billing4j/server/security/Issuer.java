package io.billing4j.server.security;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An identity provider: signs tokens, and publishes its keys on the loopback interface. */
final class Issuer implements AutoCloseable {
    private final AtomicInteger fetches = new AtomicInteger();
    private final Server server;
    private volatile List<JWK> published = List.of();
    private volatile boolean failing;

    Issuer() {
        server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .service("/keys", (context, request) -> answer())
                .build();
        server.start().join();
    }

    private HttpResponse answer() {
        fetches.incrementAndGet();
        return failing
                ? HttpResponse.of(HttpStatus.INTERNAL_SERVER_ERROR)
                : HttpResponse.of(MediaType.JSON, new JWKSet(published).toString(true));
    }

    URL url() {
        try {
            return URI.create("http://127.0.0.1:"
                            + server.activePorts().keySet().iterator().next().getPort() + "/keys")
                    .toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** These are the keys from now on. */
    void publish(JWK... keys) {
        published = List.of(keys);
    }

    /** Whether it answers with an error from now on. */
    void fail(boolean value) {
        failing = value;
    }

    /** As at the beginning: it answers, without keys, and nobody has asked. */
    void reset() {
        published = List.of();
        failing = false;
        fetches.set(0);
    }

    /** How often somebody asked for the keys. */
    int fetches() {
        return fetches.get();
    }

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The claims, signed by the key. */
    static String sign(JWK key, JWTClaimsSet claims) throws JOSEException {
        return sign(key, JOSEObjectType.JWT, claims);
    }

    static String sign(JWK key, @Nullable JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
        boolean rsa = key instanceof RSAKey;
        JWSSigner signer = rsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey());
        JWSHeader header = new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(type)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
