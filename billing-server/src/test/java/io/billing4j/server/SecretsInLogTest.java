package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.billing4j.engine.EngineObserver;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.LocalIssuer;
import io.billing4j.server.security.Role;
import io.billing4j.server.tracing.Collector;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.logstash.logback.encoder.LogstashEncoder;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A server with every secret that it can have, called by who may and by who may not, and all that it logs meanwhile. */
@Timeout(120)
class SecretsInLogTest {
    private static final String SECRET = "the-secret-of-tokens-that-nobody-is-to-see";
    private static final String METRICS = "the-token-of-those-who-read-metrics";
    private static final String BODY = "the-body-of-a-request-is-nobodys-business";
    private static final TenantId ALPHA = TenantId.of("alpha");

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // Else the fields of its thread would be looked up when somebody asks for them.
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private Level before = Level.ERROR;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void listen() {
        before = root.getLevel();
        for (Iterator<Appender<ILoggingEvent>> known = root.iteratorForAppenders(); known.hasNext(); ) {
            others.add(known.next());
        }
        others.forEach(root::detachAppender);
        root.setLevel(Level.INFO);
        root.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(lines);
        others.forEach(root::addAppender);
        root.setLevel(before);
    }

    @Test
    void has_no_secret_no_token_and_no_password() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        List<String> secrets;
        List<Integer> answers;
        try (Collector collector = new Collector()) {
            Configuration configuration = Configuration.read(
                    null,
                    Map.ofEntries(
                            Map.entry("BILLING_SERVER_PORT", "0"),
                            Map.entry("BILLING_DATABASE_URL", database.url()),
                            Map.entry("BILLING_DATABASE_USER", TestDatabase.APP_ROLE),
                            Map.entry("BILLING_DATABASE_PASSWORD", TestDatabase.APP_PASSWORD),
                            Map.entry("BILLING_AUTH_SECRET", SECRET),
                            Map.entry("BILLING_METRICS_TOKEN", METRICS),
                            Map.entry(
                                    "BILLING_TRACING_ENDPOINT",
                                    collector.endpoint().toString())),
                    directory);
            LocalIssuer issuer = new LocalIssuer(configuration.tokens(), SystemSource.clock());
            String token = issuer.issue(
                    new Identity("tester", ALPHA, TenantKind.LIVE, Set.of(Role.ADMIN)), Duration.ofHours(1));
            String expired = issuer.issue(
                    new Identity("tester", ALPHA, TenantKind.LIVE, Set.of(Role.ADMIN)), Duration.ofHours(-1));
            String forged = token.substring(0, token.length() - 4) + "AAAA";
            String basic = Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));
            secrets = List.of(
                    TestDatabase.APP_PASSWORD,
                    SECRET,
                    METRICS,
                    BODY,
                    token,
                    expired,
                    forged,
                    signature(token),
                    signature(expired),
                    basic);
            try (ServerProcess server = ServerProcess.start(configuration, () -> true, EngineObserver.NONE)) {
                server.billing()
                        .createTenant(ALPHA, TenantKind.LIVE, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
                URI base =
                        URI.create(configuration.server().url(server.address().getPort()));
                answers = new ArrayList<>();
                for (String credential : List.of(
                        "Bearer " + token,
                        "Bearer " + expired,
                        "Bearer " + forged,
                        "Bearer " + SECRET,
                        "Basic " + basic)) {
                    answers.add(post(
                            base.resolve("/api/billing/meters"),
                            credential,
                            "{\"meterId\": \"" + BODY + "\", \"aggregation\": \"COUNT\"}"));
                    answers.add(post(base.resolve("/api/billing/meters"), credential, "{\"" + BODY + "\": {"));
                    answers.add(post(base.resolve("/api/billing/runs"), credential, "{\"cutOff\": \"2025-02-01\"}"));
                }
                answers.add(get(base.resolve("/metrics"), "Bearer " + METRICS));
                answers.add(get(base.resolve("/metrics"), "Bearer " + METRICS.substring(1)));
            }
            assertThat(collector.posts())
                    .isNotEmpty()
                    .allSatisfy(post -> assertThat(post.text()).doesNotContain(secrets));
        }

        assertThat(answers)
                .containsExactly(200, 400, 200, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 200, 401);
        assertThat(lines.list).extracting(ILoggingEvent::getMessage).contains("billing run", "a token was rejected");
        assertThat(written()).doesNotContain(secrets);
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    /** The lines as the server writes them. */
    private String written() {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.start();
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent line : List.copyOf(lines.list)) {
            text.append(new String(encoder.encode(line), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static int post(URI address, String credential, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Authorization", credential)
                .POST(BodyPublishers.ofString(body)));
    }

    private static int get(URI address, String credential) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).header("Authorization", credential));
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        return answer.statusCode();
    }
}
