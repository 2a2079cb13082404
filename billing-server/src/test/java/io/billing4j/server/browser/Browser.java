package io.billing4j.server.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.billing4j.server.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Chromium without a window, while the tests of a class run. It knows no host but this one. Where there is none the tests are
 * skipped; where the environment names one that does not start, they fail.
 */
public final class Browser implements BeforeAllCallback, AfterAllCallback {
    private static final int LONGEST_START_SECONDS = 60;
    private static final int LONGEST_END_SECONDS = 20;
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:\\d+)/.*");

    private @Nullable Process process;
    private @Nullable Path directory;
    private URI tools = URI.create("http://127.0.0.1");
    private int depth;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // Nested classes come by here as well.
        if (depth++ == 0) {
            Optional<Path> program = BrowserProgram.find(System.getenv());
            assumeTrue(program.isPresent(), BrowserProgram.NONE);
            start(program.orElseThrow());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0 && process != null && directory != null) {
            end(process);
            TestDatabase.delete(directory);
        }
    }

    /** A new tab, with nothing in it. */
    public Page newPage() {
        return Page.in(tools);
    }

    private void start(Path program) throws IOException {
        Path home = TestDatabase.reachableDirectory();
        directory = home;
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        // Root has none, nor have most containers; it sees nothing but pages of the test.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-crash-reporter",
                        "--disable-sync",
                        // Else it stops pages that turn to hundreds of anchors in a moment.
                        "--disable-ipc-flooding-protection",
                        "--no-first-run",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--window-size=1280,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + home,
                        "about:blank")
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        Process started = builder.start();
        process = started;
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(started, address), "reads what the browser says");
        reader.setDaemon(true);
        reader.start();
        tools = URI.create("http://"
                + address.orTimeout(LONGEST_START_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Reads all that it says, to the end, and finds where it listens. */
    private static void read(Process process, CompletableFuture<String> address) {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    address.complete(listening.group(1));
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(new UncheckedIOException(e));
        }
        address.completeExceptionally(new IllegalStateException("expected a browser but found " + said));
    }

    /** Ends it with all of its processes. */
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, LONGEST_END_SECONDS, TimeUnit.SECONDS)
                .join();
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
