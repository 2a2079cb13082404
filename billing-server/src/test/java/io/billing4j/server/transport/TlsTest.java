package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.grpc.v1.GetMeterRequest;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    @TempDir
    private static Path directory = Path.of("");

    private static SelfSigned own;
    private static BillingServer server;

    @BeforeAll
    static void start() throws IOException {
        own = SelfSigned.of(directory, "RSA");
        server = server(own.writeTo(directory.resolve("server.crt"), directory.resolve("server.key")));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class AClientThatTrustsTheCertificate {
        @Test
        void is_answered_over_http_1_and_http_2_in_tls_1_2_and_1_3() throws Exception {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    HttpClient client = HttpClient.newBuilder()
                            .sslContext(own.trusted())
                            .sslParameters(new SSLParameters(null, new String[] {protocol}))
                            .version(version)
                            .build();
                    HttpResponse<String> answer = get(client, server);

                    assertThat(answer.body()).contains("\"meterId\":\"calls\"");
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.sslSession().map(SSLSession::getProtocol)).hasValue(protocol);
                }
            }
        }

        @Test
        void is_answered_over_grpc() {
            try (ClientFactory trusting = ClientFactory.builder()
                    .tlsCustomizer(tls -> tls.trustManager(own.certificate()))
                    .build()) {
                assertThat(stub(trusting).getMeter(request()).getMeterId()).isEqualTo("calls");
            }
        }
    }

    @Nested
    class NobodyElse {
        @Test
        void gets_through_without_trust() {
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), server)).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> stub(ClientFactory.ofDefault()).getMeter(request()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        }

        @Test
        void is_answered_in_plain_text() throws IOException {
            byte[] answer = talk("GET /health HTTP/1.1\r\nHost: billing\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("HTTP/", "UP");
        }

        @Test
        void is_answered_in_tls_1_1() throws IOException {
            // A ClientHello of TLS 1.1 with one suite; the answer is a fatal alert, protocol_version (70).
            byte[] hello = HexFormat.of()
                    .parseHex("160302002d" + "01000029" + "0302" + "00".repeat(32) + "00" + "0002c013" + "0100");

            assertThat(talk(hello)).startsWith(21).endsWith(2, 70);
        }

        private byte[] talk(byte[] bytes) throws IOException {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), server.address().getPort())) {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                InputStream answer = socket.getInputStream();
                // Ends because the server closes the connection.
                return answer.readAllBytes();
            }
        }
    }

    @Nested
    class RenewedOnDisk {
        @Test
        void the_certificate_is_served_without_a_restart_once_both_files_belong_together() throws Exception {
            Path certificate = directory.resolve("renewed.crt");
            Path key = directory.resolve("renewed.key");
            SelfSigned first = SelfSigned.of(directory, "EC");
            SelfSigned second = SelfSigned.of(directory, "EC");
            BillingServer renewing = server(first.writeTo(certificate, key));
            renewing.start();
            try {
                assertThat(served(renewing, first)).isEqualTo(first.certificate());

                Path unused = directory.resolve("unused");
                second.writeTo(certificate, unused);
                assertThat(served(renewing, first))
                        .as("with the key of the first")
                        .isEqualTo(first.certificate());

                second.writeTo(certificate, key);
                X509Certificate found = first.certificate();
                while (found.equals(first.certificate())) {
                    found = served(renewing, first, second);
                }
                assertThat(found).isEqualTo(second.certificate());
            } finally {
                renewing.close();
            }
        }

        private X509Certificate served(BillingServer asked, SelfSigned... trusted) throws Exception {
            for (SelfSigned one : trusted) {
                try {
                    HttpClient client =
                            HttpClient.newBuilder().sslContext(one.trusted()).build();
                    SSLSession session = get(client, asked).sslSession().orElseThrow();
                    return (X509Certificate) session.getPeerCertificates()[0];
                } catch (SSLException e) {
                    // Another one is served.
                }
            }
            throw new AssertionError("a certificate that is served is trusted");
        }
    }

    @Nested
    class Files_that {
        @Test
        void hold_a_key_with_a_password_are_opened_by_it_alone() throws Exception {
            Path certificate = directory.resolve("secret.crt");
            Path key = directory.resolve("secret.key");
            TlsFiles files = own.writeTo(certificate, key, "s3cret");

            assertThat(files.read().privateKey()).isEqualTo(own.key());
            assertThat(files).asString().doesNotContain("s3cret");
            assertUnusable(
                    new TlsFiles(certificate, key, "other"),
                    true,
                    "expected an RSA or EC key, PKCS#8 in PEM, that the password opens but found something else in "
                            + key);
            assertUnusable(
                    new TlsFiles(certificate, key, null),
                    true,
                    "expected an RSA or EC key, PKCS#8 in PEM, without a password but found something else in " + key);
        }

        @Test
        void do_not_belong_together_are_refused() throws IOException {
            for (String algorithm : List.of("RSA", "EC")) {
                Path certificate = directory.resolve("own.crt");
                Path key = directory.resolve("own.key");
                Path others = directory.resolve("others.key");
                TlsFiles files = SelfSigned.of(directory, algorithm).writeTo(certificate, key);
                assertThat(files.read().certificateChain()).hasSize(1);

                SelfSigned.of(directory, algorithm).writeTo(directory.resolve("unused"), others);
                assertUnusable(
                        new TlsFiles(certificate, others, null),
                        true,
                        "expected the key of the certificate but found another one in " + others);
            }
        }

        @Test
        void are_not_there_or_hold_something_else_are_refused() throws IOException {
            Path certificate = directory.resolve("good.crt");
            Path key = directory.resolve("good.key");
            own.writeTo(certificate, key);
            Path missing = directory.resolve("missing");
            Path text = Files.writeString(directory.resolve("text"), "something\n");

            assertUnusable(
                    new TlsFiles(missing, key, null),
                    false,
                    "expected a readable file but found java.nio.file.NoSuchFileException: " + missing);
            assertUnusable(
                    new TlsFiles(certificate, missing, null),
                    true,
                    "expected a readable file but found java.nio.file.NoSuchFileException: " + missing);
            assertUnusable(
                    new TlsFiles(text, key, null),
                    false,
                    "expected certificates in PEM but found something else in " + text);
            assertUnusable(
                    new TlsFiles(certificate, text, null),
                    true,
                    "expected an RSA or EC key, PKCS#8 in PEM, without a password but found something else in " + text);
        }

        @Test
        void are_not_valid_at_the_time_are_warned_of() throws IOException {
            Path certificate = directory.resolve("old.crt");
            TlsFiles old = SelfSigned.expired(directory).writeTo(certificate, directory.resolve("old.key"));
            X509Certificate found = old.read().certificateChain().get(0);
            Instant end = found.getNotAfter().toInstant();
            Instant start = found.getNotBefore().toInstant();

            assertThat(old.warning(end)).isEmpty();
            assertThat(old.warning(end.plusMillis(1)))
                    .hasValue(certificate + " has expired: it was valid until " + end);
            assertThat(old.warning(start)).isEmpty();
            assertThat(old.warning(start.minusMillis(1)))
                    .hasValue(certificate + " is not valid yet: it will be from " + start);
        }

        private void assertUnusable(TlsFiles files, boolean ofKey, String detail) {
            assertThatThrownBy(files::read).isInstanceOfSatisfying(UnusableTlsFileException.class, e -> {
                assertThat(e.detail()).isEqualTo(detail);
                assertThat(e.ofKey()).isEqualTo(ofKey);
            });
        }
    }

    private static MeterServiceGrpc.MeterServiceBlockingStub stub(ClientFactory factory) {
        return GrpcClients.builder(
                        "gproto+https://127.0.0.1:" + server.address().getPort())
                .factory(factory)
                .setHeader("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                .build(MeterServiceGrpc.MeterServiceBlockingStub.class);
    }

    private static GetMeterRequest request() {
        return GetMeterRequest.newBuilder().setMeterId("calls").build();
    }

    private static HttpResponse<String> get(HttpClient client, BillingServer asked)
            throws IOException, InterruptedException {
        URI address = URI.create("https://127.0.0.1:" + asked.address().getPort() + "/api/billing/meters/calls");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static BillingServer server(TlsFiles files) {
        return BillingServer.builder(Tokens.access())
                .services(List.of(new Meters()))
                .tls(files)
                .renewal(Duration.ofMillis(20))
                .grace(Duration.ofSeconds(1))
                .port(0)
                .build();
    }

    private static final class Meters extends MeterServiceGrpc.MeterServiceImplBase {
        @Override
        public void getMeter(GetMeterRequest request, StreamObserver<Meter> observer) {
            observer.onNext(Meter.newBuilder().setMeterId(request.getMeterId()).build());
            observer.onCompleted();
        }
    }
}
