package io.billing4j.server.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoProgress;
import io.billing4j.store.BillingStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Another JVM that runs the demo's job until it reaches a failpoint, says so, and waits there for its end. */
final class SecondJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private SecondJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static SecondJvm start(TestDatabase database, Failpoint failpoint) throws IOException {
        return new SecondJvm(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondJvm.class.getName(),
                        database.url(),
                        failpoint.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it says that it has reached its failpoint. */
    void awaitFailpoint() throws IOException {
        String line = output.readLine();
        if (line == null || !line.equals("reached")) {
            throw new IOException("expected the second JVM to reach its failpoint but found " + line);
        }
    }

    /** SIGKILL to a process that is at work. */
    void kill() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the second JVM ended before it was killed");
        }
        close();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * The second JVM.
     *
     * @param arguments the database's URL and the failpoint's name
     */
    public static void main(String[] arguments) {
        Failpoint failpoint = Failpoint.valueOf(arguments[1]);
        Consumer<String> blocking = blockingAt(failpoint);
        Consumer<String> passing = call -> {};
        try (HikariDataSource pool =
                TestDatabase.pool(arguments[0], TestDatabase.APP_ROLE, TestDatabase.APP_PASSWORD)) {
            BillingStore store = new WatchedStore(
                    JdbcBillingStore.builder(pool).build(),
                    failpoint.committed() ? passing : blocking,
                    failpoint.committed() ? blocking : passing);
            new DemoJob(Billing4J.builder(store).build(), DemoBooks.standard()).run(DemoProgress.NONE);
        }
        System.out.println("finished");
    }

    private static Consumer<String> blockingAt(Failpoint failpoint) {
        AtomicInteger calls = new AtomicInteger();
        return call -> {
            if (call.equals(failpoint.call()) && calls.incrementAndGet() == failpoint.times()) {
                System.out.println("reached");
                forEver();
            }
        };
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }
}
