package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_IN_USE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.GAVE_UP;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.PORT_IN_USE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.START_FAILED;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that starts, watches, restarts and stops the server process: since nobody else touches the process,
 * none of this can meet the rest of it half-way, and the process is tied to a thread that outlives it.
 *
 * <p>A server that dies is started again on its port, so that connection pools find it. One that dies more than
 * {@value #RESTARTS} times without a minute of calm in between is given up.
 */
final class PostmasterSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(PostmasterSupervisor.class);
    private static final int RESTARTS = 5;
    private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSE_MILLIS = 100;

    private final PostgresPrograms programs;
    private final DataDirectory data;
    private final EmbeddedPostgresSettings settings;
    private final Consumer<Throwable> onFailure;
    private final LoopbackPort ports;
    private final ServerLog log;
    private final Thread thread = new Thread(this::supervise, "embedded-postgres");

    private final CompletableFuture<Integer> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopRequested;
    private volatile long pid;

    /** {@code onFailure} hears why there is no server any more, unless a stop was asked for. */
    PostmasterSupervisor(
            PostgresPrograms programs,
            DataDirectory data,
            EmbeddedPostgresSettings settings,
            Consumer<Throwable> onFailure) {
        this.programs = programs;
        this.data = data;
        this.settings = settings;
        this.onFailure = onFailure;
        this.ports = new LoopbackPort(settings.port(), settings.directory());
        this.log = new ServerLog(settings.directory());
        thread.setDaemon(true);
    }

    /** Begins, and completes with the port once the server is ready, or with what kept it from that. */
    CompletableFuture<Integer> begin() {
        thread.start();
        return started;
    }

    /** The number of the present server process, or of the last one. */
    long pid() {
        return pid;
    }

    /** Stops the server, also one that is just being started, and returns when it is gone. */
    void stop() {
        stopRequested = true;
        thread.interrupt();
        ended.join();
    }

    private void supervise() {
        try {
            int port = ports.choose();
            Postmaster postmaster;
            try {
                postmaster = start(port);
            } catch (EmbeddedPostgresException e) {
                if (ports.isFixed() || e.problem() != PORT_IN_USE) {
                    throw e;
                }
                // Somebody took the free port between our look and the server's.
                port = ports.another();
                postmaster = start(port);
            }
            started.complete(port);
            watch(postmaster, port);
        } catch (InterruptedException e) {
            fail(new EmbeddedPostgresException(START_FAILED, "time to start", "a close", e));
        } catch (IOException e) {
            fail(new EmbeddedPostgresException(PORT_IN_USE, "a free port on 127.0.0.1", e.toString(), e));
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            ended.complete(null);
        }
    }

    private void fail(Throwable reason) {
        started.completeExceptionally(reason);
        if (!stopRequested) {
            onFailure.accept(reason);
        }
    }

    private void watch(Postmaster first, int port) throws InterruptedException {
        Postmaster postmaster = first;
        int restarts = 0;
        long since = System.nanoTime();
        while (true) {
            try {
                postmaster.awaitExit();
            } catch (InterruptedException e) {
                postmaster.stop();
                return;
            }
            restarts = System.nanoTime() - since > CALM_NANOS ? 1 : restarts + 1;
            if (restarts > RESTARTS) {
                throw new EmbeddedPostgresException(
                        GAVE_UP, "PostgreSQL to stay alive after " + RESTARTS + " restarts", postmaster.ending());
            }
            LOG.warn("PostgreSQL died and is started again: {}", postmaster.ending());
            since = System.nanoTime();
            postmaster = start(port);
        }
    }

    /** A start that also waits for the sessions of a killed server to let go of the data. */
    private Postmaster start(int port) throws InterruptedException {
        LeftoverServer leftover = new LeftoverServer(programs, data.path());
        long begin = System.nanoTime();
        while (true) {
            leftover.stopSessions();
            try {
                Postmaster postmaster = Postmaster.start(
                        programs,
                        data.path(),
                        ServerArguments.of(data.path(), port, settings.serverSettings()),
                        log,
                        settings.startTimeout());
                pid = postmaster.pid();
                LOG.info(
                        "PostgreSQL {} ready on 127.0.0.1:{} after {} ms, data in {}",
                        programs.version(),
                        port,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                        data.path());
                return postmaster;
            } catch (EmbeddedPostgresException e) {
                boolean timeLeft =
                        System.nanoTime() - begin < settings.startTimeout().toNanos();
                if (e.problem() != DIRECTORY_IN_USE || !timeLeft) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
