package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.EngineObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics that the manual names are there from the start, and have no label that could take any value. */
@Timeout(120)
class MetricsManualTest {
    private static final Pattern NAME = Pattern.compile("`((?:billing|hikaricp|jvm|system|armeria)_[a-z_]+)…?`");

    /** Only where the server keeps house for usage. */
    private static final Pattern OF_UPKEEP = Pattern.compile("billing_usage_(maintenance|months|deleted|left).*");

    /** Whose number is not ours to choose. */
    private static final Pattern OF_MANY =
            Pattern.compile("(tenant|customer|subscription|invoice|run|correlation|trace)(_id)?=");

    private static final Pattern LABEL = Pattern.compile("^(?:billing|hikaricp)_[a-z_]+\\{(.*)} ", Pattern.MULTILINE);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void names_what_is_there() throws Exception {
        List<String> named = named();
        assertThat(named).contains("billing_invoice_time_seconds", "billing_outbox_events", "billing_server_");

        String metrics = metrics();
        assertThat(named).allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name));
        assertThat(LABEL.matcher(metrics).results().map(found -> found.group(1)))
                .isNotEmpty()
                .noneMatch(labels -> OF_MANY.matcher(labels).find());
    }

    private static List<String> named() throws IOException {
        return Files.readAllLines(Path.of("../docs/server.md")).stream()
                .dropWhile(line -> !line.equals("## Metrics"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line ->
                        NAME.matcher(line.substring(0, line.indexOf(" | "))).results())
                .map(MatchResult::group)
                .map(name -> name.replaceAll("[`…]", ""))
                .filter(name -> !OF_UPKEEP.matcher(name).matches())
                .toList();
    }

    private String metrics() throws Exception {
        Configuration configuration = Configuration.read(
                null,
                Map.of(
                        "BILLING_SERVER_PORT",
                        "0",
                        "BILLING_DATABASE_URL",
                        TestDatabase.fresh().url(),
                        "BILLING_DATABASE_USER",
                        TestDatabase.APP_ROLE,
                        "BILLING_DATABASE_PASSWORD",
                        TestDatabase.APP_PASSWORD,
                        "BILLING_AUTH_SECRET",
                        "a secret of the tests that is long enough"),
                directory);
        try (ServerProcess server = ServerProcess.start(configuration, () -> true, EngineObserver.NONE)) {
            URI base = URI.create(configuration.server().url(server.address().getPort()));
            // A call, for those that count calls.
            assertThat(get(base.resolve("/api/billing/meters"))).contains("UNAUTHENTICATED");
            return get(base.resolve("/metrics"));
        }
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
