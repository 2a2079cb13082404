package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another process reports and gets SIGKILL while it is at work. */
class KilledReporterTest {
    private static final int THREADS = 4;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"down", "taken.txt"})
    void leaves_every_event_that_it_acknowledged(String sink) throws Exception {
        Path taken = temporary.resolve("taken.txt");
        Set<String> acknowledged = new TreeSet<>();
        try (Other other = start(sink.equals("down") ? sink : taken.toString())) {
            while (acknowledged.size() < 500) {
                acknowledged.add(other.awaitAcknowledged());
            }
            other.kill();
            other.addRest(acknowledged);
        }

        Set<String> counted = new TreeSet<>();
        if (Files.exists(taken)) {
            Files.readString(taken).lines().forEach(counted::add);
        }
        try (UsageReporter next = reporter(
                events -> events.forEach(event -> counted.add(event.id().value())))) {
            assertThat(next.counters().setAside()).isZero();
            assertThat(next.flush(Duration.ofSeconds(30))).isTrue();
        }

        assertThat(counted).containsAll(acknowledged);
        // What was being reported when it died may be there or not; the last line that it printed is not looked at.
        assertThat(counted.size()).isBetween(acknowledged.size(), acknowledged.size() + THREADS + 1);
    }

    @Test
    void keeps_others_out_of_its_directory_as_long_as_it_lives() throws Exception {
        try (Other other = start("down")) {
            other.awaitAcknowledged();

            assertRefused(ErrorCode.SPILL_IN_USE, null, () -> reporter(events -> {}));
            // The refused attempt has not taken the lock from the other process.
            assertRefused(ErrorCode.SPILL_IN_USE, null, () -> reporter(events -> {}));

            other.kill();
        }
        reporter(events -> {}).close();
    }

    private UsageReporter reporter(UsageSink sink) {
        return UsageReporter.builder(sink).spillTo(temporary.resolve("spill")).build();
    }

    private Other start(String sink) throws IOException {
        return new Other(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReportingProcess.class.getName(),
                        temporary.resolve("spill").toString(),
                        sink,
                        Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static final class Other implements AutoCloseable {
        private static final String ACKNOWLEDGED = "acknowledged ";

        private final Process process;
        private final BufferedReader output;

        Other(Process process) {
            this.process = process;
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        }

        String awaitAcknowledged() throws IOException {
            String line = output.readLine();
            if (line == null || !line.startsWith(ACKNOWLEDGED)) {
                throw new IOException("expected an acknowledged event but found " + line);
            }
            return line.substring(ACKNOWLEDGED.length());
        }

        void kill() {
            assertThat(process.isAlive()).isTrue();
            close();
        }

        /** What it had printed before it died; of the last line perhaps not all. */
        void addRest(Set<String> acknowledged) throws IOException {
            String last = null;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (last != null) {
                    acknowledged.add(last.substring(ACKNOWLEDGED.length()));
                }
                last = line;
            }
        }

        @Override
        public void close() {
            // Not the process's own way, which throws away what it had printed.
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }
}
