package io.billing4j.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its users start it: a JVM of its own with the real log, in a working directory of its own. */
public final class ServerJvm implements AutoCloseable {
    /**
     * Flags of a JVM that starts fast and never runs as fast as it could. Most of what a short life costs is the start, and of that an
     * eighth to a fifth the verification of classes.
     */
    public static final List<String> SHORT_LIVED = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private static final Pattern LISTENING = Pattern.compile("Listening on (http://127\\.0\\.0\\.1:\\d+) .*");

    private final Path directory;
    private final Process process;
    private final BufferedReader output;
    private URI address = URI.create("http://127.0.0.1");

    private ServerJvm(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** One that is for a few calls. */
    public static ServerJvm start(Path directory, Map<String, String> environment) throws IOException {
        return start(directory, environment, SHORT_LIVED);
    }

    /** One with the JVM's own settings, for many calls. */
    public static ServerJvm startForLong(Path directory, Map<String, String> environment) throws IOException {
        return start(directory, environment, List.of());
    }

    private static ServerJvm start(Path directory, Map<String, String> environment, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BILLING_"));
        builder.environment().putAll(environment);
        return new ServerJvm(directory, builder.start());
    }

    /** Waits until it says that it serves; what it said before. */
    public List<String> awaitServing() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                address = URI.create(listening.group(1));
            }
            if (line.startsWith("Serving ")) {
                return lines;
            }
        }
        throw new IOException("expected a server that serves but found " + lines + ", " + errors());
    }

    /** Where it listens, once it serves. */
    public URI address() {
        return address;
    }

    /** What it answers to the tenant {@code demo}. */
    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + token())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** What it lets the tenant {@code demo} in by. */
    String token() throws IOException {
        return Files.readString(directory.resolve("data/token")).strip();
    }

    /** Its PostgreSQL. */
    ProcessHandle postgres() throws IOException {
        String pid = Files.readAllLines(directory.resolve("data/postgres/data/postmaster.pid"))
                .get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    /** SIGTERM. */
    void askToEnd() {
        process.toHandle().destroy();
    }

    /** SIGTERM, and waits for the end. */
    void terminate() {
        askToEnd();
        process.onExit().join();
    }

    /** What it writes to its standard output from now on, until it ends. */
    List<String> output() {
        return output.lines().toList();
    }

    /** Waits for the end; the status. */
    int awaitEnd() {
        return process.onExit().join().exitValue();
    }

    /** What it wrote to its standard error. */
    List<String> errors() throws IOException {
        return Files.readAllLines(directory.resolve("errors"));
    }

    /** SIGTERM as well, so that no PostgreSQL outlives the test. */
    @Override
    public void close() {
        terminate();
    }
}
