package io.billing4j.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** A second JVM that starts an embedded PostgreSQL, commits entry after entry, and says each number afterwards. */
final class OtherServer implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private OtherServer(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static OtherServer start(TestHome home) throws IOException {
        return start(home, List.of(), System.getProperty("java.class.path"));
    }

    static OtherServer start(TestHome home, List<String> prefix, String classPath) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-cp", classPath, OtherServer.class.getName()));
        command.addAll(List.of(home.directory().toString(), home.binaries().toString()));
        return new OtherServer(new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectError(home.directory().resolve("other-server.err").toFile())
                .start());
    }

    /** What it says next: {@code started}, {@code refused} with the message, or the number of a committed entry. */
    String nextLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the other server ended");
        }
        return line;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** SIGKILL, and the last number that it had said until then. */
    long kill(long last) throws IOException {
        boolean atWork = process.isAlive();
        end();
        if (!atWork) {
            throw new IllegalStateException("the other server ended before it was killed");
        }
        long said = last;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.endsWith(".")) {
                said = Long.parseLong(line.substring(0, line.length() - 1));
            }
        }
        return said;
    }

    @Override
    public void close() {
        end();
    }

    /** By its handle: the process object would close the pipe, with the last words in it. */
    private void end() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream told = System.out;
        System.setOut(System.err);
        EmbeddedPostgresSettings settings =
                EmbeddedPostgresSettings.in(Path.of(arguments[0])).withBinaries(Path.of(arguments[1]));
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(settings)) {
            EmbeddedPostgresConnection admin = postgres.start();
            Ledger.create(admin);
            told.println("started " + postgres.pid().orElseThrow());
            try (Connection connection = Ledger.connect(admin)) {
                for (long entry = 1; ; entry++) {
                    Ledger.commit(connection, entry);
                    told.println(entry + ".");
                }
            }
        } catch (EmbeddedPostgresException e) {
            told.println("refused " + e.getMessage());
        }
    }
}
