package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.EngineObserver;
import io.billing4j.server.observe.UsageMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics and labels that the manuals name are there from the start, and none has a label that could take any value. */
@Timeout(120)
class MetricsManualTest {
    private static final Pattern NAME = Pattern.compile("(?:billing|hikaricp|jvm|system|armeria)_[a-z_]+");

    /** Whose number is not ours to choose. */
    private static final Pattern OF_MANY =
            Pattern.compile("(tenant|customer|subscription|invoice|run|correlation|trace)(_id)?=");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern SERIES = Pattern.compile("(" + NAME + ")?(…)?(?:\\{(.*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~?)\"([^\"]*)\"");

    private static List<Line> lines = List.of();

    @BeforeAll
    static void read(@TempDir Path directory) throws Exception {
        // Those of usage are there only where the server keeps house, as that of the test does not.
        PrometheusMeterRegistry upkeep = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        UsageMeters unused = new UsageMeters(upkeep);
        lines = Stream.of(metrics(directory), upkeep.scrape())
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .map(Line::of)
                .toList();
    }

    @Test
    void names_what_is_there() throws Exception {
        List<Series> named = rows("../docs/server.md", "## Metrics")
                .flatMap(row -> series(row.get(0)).stream())
                .toList();

        assertThat(named)
                .extracting(Series::name)
                .contains("billing_invoice_time_seconds", "billing_outbox_events", "billing_usage_left");
        assertThat(named)
                .allSatisfy(series -> assertThat(lines)
                        .anyMatch(line -> line.name()
                                .matches(series.name() + (series.more() ? ".*" : "(_(count|sum|bucket|max))?"))));
    }

    @Test
    void has_no_label_for_each_tenant_or_run() {
        assertThat(lines)
                .filteredOn(line -> line.name().matches("(billing|hikaricp)_.*"))
                .isNotEmpty()
                .noneMatch(line -> OF_MANY.matcher(line.labels()).find());
    }

    @Test
    void alerts_on_what_is_there() throws Exception {
        List<List<String>> rows = rows("../docs/operations.md", "### Alerts").toList();
        List<Series> named = rows.stream()
                .flatMap(row -> series(row.get(0) + row.get(1)).stream())
                .toList();

        assertThat(named)
                .contains(
                        new Series("billing_run_customers_failed_total", false, ""),
                        new Series("billing_calls_refused_total", false, "reason=\"role\""),
                        new Series("jvm_memory_", true, ""))
                .allSatisfy(series -> assertThat(lines).anyMatch(series::isOf));
    }

    /** Such as the failure of one that is done or not: what it rises by is told in words. */
    @Test
    void alerts_on_values_of_labels_that_are_there() throws Exception {
        List<List<String>> rows = rows("../docs/operations.md", "### Alerts")
                .filter(row -> !words(row.get(1)).isEmpty())
                .toList();

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            String name = series(row.get(0)).get(0).name();
            assertThat(words(row.get(1)))
                    .allSatisfy(word -> assertThat(lines)
                            .anyMatch(line ->
                                    line.name().equals(name) && line.labels().contains("=\"" + word + '"')));
        });
    }

    /** The cells of each row of the table below a heading. */
    private static Stream<List<String>> rows(String file, String heading) throws IOException {
        String depth = heading.substring(0, heading.indexOf(' ') + 1);
        return Files.readAllLines(Path.of(file)).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith(depth) && !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.substring(2).split(" \\| ", -1)));
    }

    /** What a cell names: a metric, its beginning, or further labels of the one before. */
    private static List<Series> series(String cell) {
        List<Series> all = new ArrayList<>();
        String name = "";
        for (String code : codes(cell)) {
            Matcher found = SERIES.matcher(code);
            if (found.matches()) {
                name = found.group(1) == null ? name : found.group(1);
                all.add(new Series(name, found.group(2) != null, found.group(3) == null ? "" : found.group(3)));
            }
        }
        return all;
    }

    private static List<String> words(String cell) {
        return codes(cell).stream()
                .filter(code -> code.matches("[a-z_]+") && !NAME.matcher(code).matches())
                .toList();
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** One of what is measured, as the server shows it. */
    private record Line(String name, String labels) {
        static Line of(String text) {
            int end = text.lastIndexOf(' ');
            int labels = text.indexOf('{');
            return labels < 0
                    ? new Line(text.substring(0, end), "")
                    : new Line(text.substring(0, labels), text.substring(labels, end));
        }
    }

    /** What a manual names, with the labels that it has there. */
    private record Series(String name, boolean more, String labels) {
        boolean isOf(Line line) {
            return (more ? line.name().startsWith(name) : line.name().equals(name))
                    && LABEL.matcher(labels)
                            .results()
                            .allMatch(label -> line.labels()
                                    .contains(label.group(1)
                                            + "=\""
                                            // a pattern is on what is there in time
                                            + (label.group(2).equals("=") ? label.group(3) + '"' : "")));
        }
    }

    private static String metrics(Path directory) throws Exception {
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
