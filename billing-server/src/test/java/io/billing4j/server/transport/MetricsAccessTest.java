package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.server.security.Tokens;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsAccessTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , , true",
        "::1, , , true",
        "192.0.2.7, , , false",
        "192.0.2.7, , Bearer secret, false",
        "192.0.2.7, secret, Bearer secret, true",
        "192.0.2.7, secret, Bearer secrets, false",
        "192.0.2.7, secret, secret, false",
        "127.0.0.1, secret, , false"
    })
    void metrics_are_for_the_machine_itself_or_for_who_has_the_token(
            String from, @Nullable String token, @Nullable String brought, boolean may) {
        RequestHeaders headers = RequestHeaders.of(HttpMethod.GET, "/metrics");
        if (brought != null) {
            headers = headers.toBuilder().set("authorization", brought).build();
        }
        ServiceRequestContext context = ServiceRequestContext.builder(HttpRequest.of(headers))
                .remoteAddress(new InetSocketAddress(from, 4711))
                .build();
        assertThat(StatusRoutes.mayRead(context, token)).isEqualTo(may);
    }

    @Test
    void who_may_not_is_refused_as_everywhere() throws Exception {
        try (BillingServer server = BillingServer.builder(Tokens.access())
                .metricsToken("secret")
                .grace(Duration.ofMillis(100))
                .port(0)
                .build()) {
            server.start();
            URI metrics = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
            java.net.http.HttpResponse<String> refused = HttpClient.newHttpClient()
                    .send(java.net.http.HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("\"UNAUTHENTICATED\"").doesNotContain("jvm");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    java.net.http.HttpRequest.newBuilder(metrics)
                                            .header("authorization", "Bearer secret")
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
