package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a new user does who has the README alone: the commands of its quick start, one after the other in one shell, on a server
 * as the README starts it. The last ones print what the README shows below them, the invoice's total among it.
 */
@Timeout(300)
class QuickStartTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String HEADING = "## Quick start";
    private static final String ADDRESS = "127.0.0.1:8016";
    private static final String END_OF_BLOCK = "=== end of a block";

    private final Path directory = TestDatabase.reachableDirectory();

    @AfterEach
    void delete() {
        TestDatabase.delete(directory);
    }

    @Test
    void leads_to_the_invoice_that_it_shows() throws Exception {
        List.of("bash", "curl").forEach(QuickStartTest::assertInstalled);
        List<Block> blocks = blocks();
        List<Block> commands = blocks.stream().filter(Block::isCommands).toList();
        assertThat(commands).as("commands for bash in %s", HEADING).isNotEmpty();
        Block shown = blocks.get(blocks.size() - 1);
        assertThat(shown.lines())
                .as("what the last commands of %s print", HEADING)
                .anyMatch(line -> line.startsWith("\"total\":"));

        long begun = System.nanoTime();
        try (ServerJvm server = ServerJvm.start(directory, Map.of("BILLING_SERVER_PORT", "0"))) {
            server.awaitServing();
            long serving = System.nanoTime();
            List<List<String>> printed =
                    run(commands, "127.0.0.1:" + server.address().getPort());

            System.out.printf(
                    "%.1f s to a server that serves and has billed the demo, %.1f s from there to the invoice%n",
                    (serving - begun) / 1e9, (System.nanoTime() - serving) / 1e9);
            assertThat(printed).allSatisfy(lines -> assertThat(lines).noneMatch(line -> line.contains("\"error\":")));
            assertThat(printed.get(commands.size() - 1)).containsSubsequence(shown.lines());
            assertThat(jobs(server))
                    .as("jobs, that would bill everybody up to today")
                    .contains("billing", "due");
        }
    }

    /** Those of the demo that are paused. */
    private List<String> jobs(ServerJvm server) throws IOException, InterruptedException {
        String token = Files.readString(directory.resolve("data/token")).strip();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/billing/jobs"))
                .header("authorization", "Bearer " + token)
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        List<String> paused = new ArrayList<>();
        new ObjectMapper().readTree(answer).path("jobs").forEach(job -> {
            if (job.path("paused").asBoolean()) {
                paused.add(job.path("name").asText());
            }
        });
        return paused;
    }

    private static void assertInstalled(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        assertThat(Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, program)))
                .as("the README's quick start needs %s, which is in none of %s", program, path)
                .anyMatch(Files::isExecutable);
    }

    /** Runs them where the server was started; what each block printed. */
    private List<List<String>> run(List<Block> commands, String address) throws IOException, InterruptedException {
        String script = commands.stream()
                .map(block -> String.join("\n", block.lines()) + "\necho '" + END_OF_BLOCK + "'\n")
                .collect(Collectors.joining());
        assertThat(script).contains(ADDRESS);
        Path file = Files.writeString(directory.resolve("quick-start.sh"), script.replace(ADDRESS, address));
        Path output = directory.resolve("quick-start.out");
        int status = new ProcessBuilder("bash", "-euo", "pipefail", file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output);
        assertThat(status).as(printed).isZero();
        return Arrays.stream(printed.split(Pattern.quote(END_OF_BLOCK), -1))
                .map(text -> text.lines().toList())
                .toList();
    }

    private static List<Block> blocks() throws IOException {
        List<String> section = Files.readAllLines(README).stream()
                .dropWhile(line -> !line.equals(HEADING))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
        assertThat(section).as("the README's section %s", HEADING).isNotEmpty();
        List<Block> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : section) {
            if (line.startsWith("```")) {
                inside = !inside;
                if (inside) {
                    blocks.add(new Block(line.substring(3), new ArrayList<>()));
                }
            } else if (inside) {
                blocks.get(blocks.size() - 1).lines().add(line);
            }
        }
        return blocks;
    }

    /** What stands between two fences. */
    private record Block(String language, List<String> lines) {
        boolean isCommands() {
            return language.equals("bash");
        }
    }
}
