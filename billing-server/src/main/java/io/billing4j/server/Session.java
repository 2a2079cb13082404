package io.billing4j.server;

import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.RunProgressBar;
import io.billing4j.id.SystemSource;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoReport;
import io.billing4j.server.jobs.JobName;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the process, from the start of the server to the signal that stops it. What people need to know goes to the
 * console, everything else to the log.
 */
final class Session {
    private static final List<JobName> PAUSED = List.of(JobName.BILLING, JobName.DUE);

    private final Configuration configuration;
    private final PrintStream out;
    private volatile boolean stopping;
    private volatile boolean settled;
    private volatile @Nullable DemoJob job;

    Session(Configuration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
    }

    /** Serves until the JVM is shut down; returns only where that makes no sense, with the status to end with. */
    int serve() {
        ProcessLog.ofServer(configuration);
        Logger log = LoggerFactory.getLogger(Session.class);
        tellSettings(log);
        ServerProcess server;
        try {
            server = start();
        } catch (RuntimeException e) {
            log.error(StartFailure.line(e, configuration), e);
            return ExitStatus.FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, log), "shutdown"));
        if (configuration.demo()) {
            demo(server, log);
        }
        settled = true;
        if (!stopping) {
            out.println("Serving until it is stopped, by Ctrl-C or SIGTERM.");
        }
        return serveOn(server, log);
    }

    private void tellSettings(Logger log) {
        configuration.report().warnings().forEach(log::warn);
        String set = configuration.report().settings().stream()
                .filter(line -> line.origin() != SettingOrigin.DEFAULT)
                .map(SettingReport.Line::toString)
                .collect(Collectors.joining(", "));
        log.info("starting with {}", set.isEmpty() ? "defaults alone" : set);
    }

    private ServerProcess start() {
        long begun = SystemSource.nanoTime();
        DatabaseConfiguration database = configuration.database();
        out.println(
                database == null
                        ? "Starting with an embedded PostgreSQL in " + configuration.postgresDirectory()
                        : "Starting with the configured PostgreSQL, as "
                                + database.application().user());
        ServerProcess server = ServerProcess.start(configuration, () -> settled, bar());
        out.println(String.format(
                Locale.ROOT,
                "Listening on %s after %s; the log is %s",
                configuration.server().url(server.address().getPort()),
                seconds(Duration.ofNanos(SystemSource.nanoTime() - begun)),
                configuration.log().toConsole() ? "the standard output" : "in " + configuration.logDirectory()));
        return server;
    }

    /** Of the runs of all tenants, on a terminal; elsewhere the log and the metrics tell. */
    private EngineObserver bar() {
        return LoadProgress.onTerminal() ? new RunProgressBar(out, true) : EngineObserver.NONE;
    }

    private void demo(ServerProcess server, Logger log) {
        if (server.billing().findTenant(DemoJob.TENANT).isEmpty()) {
            // Its books end in the past: jobs would bill everybody up to today while somebody tries them out.
            PAUSED.forEach(paused -> server.jobs().pause(DemoJob.TENANT, paused.key(), "demo"));
        }
        DemoJob demo = new DemoJob(server.billing(), DemoBooks.standard());
        job = demo;
        try (LoadProgress progress = LoadProgress.on(out)) {
            DemoReport.lines(demo.run(progress)).forEach(out::println);
            if (configuration.access().issues()) {
                out.println("Look at them: curl -H \"Authorization: Bearer $(cat " + configuration.tokenFile()
                        + ")\" '" + configuration.server().url(server.address().getPort())
                        + "/api/billing/invoices?customerId=conv-00&pageSize=500'");
            }
        } catch (CancellationException e) {
            log.info("the demo was stopped; the next start goes on with it");
        } catch (RuntimeException e) {
            if (!stopping) {
                log.error("the demo could not be billed: {}; the next start tries again", e.getMessage(), e);
            }
        }
    }

    /** Returns only when the database is lost: the main thread's end must not overtake whoever stops the JVM. */
    private int serveOn(ServerProcess server, Logger log) {
        try {
            server.databaseLost().join();
            new CompletableFuture<Void>().join();
        } catch (CompletionException e) {
            log.error(StartFailure.line(e, configuration), e);
        }
        return ExitStatus.FAILED;
    }

    private void stop(ServerProcess server, Logger log) {
        stopping = true;
        log.info("stopping");
        DemoJob demo = job;
        if (demo != null) {
            demo.stop();
        }
        try {
            server.close();
            log.info("stopped");
        } catch (RuntimeException e) {
            log.error("did not stop in order: {}", e.getMessage(), e);
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%d.%d s", took.toSeconds(), took.toMillisPart() / 100);
    }
}
