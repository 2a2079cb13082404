package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_UNUSABLE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the server's own: durable, on 127.0.0.1 alone, with password, as any user including root, and with
 * its data in a directory that survives restarts and the killing of either process.
 *
 * <pre>{@code
 * try (EmbeddedPostgres postgres = new EmbeddedPostgres(EmbeddedPostgresSettings.in(Path.of("/var/lib/billing")))) {
 *     EmbeddedPostgresConnection admin = postgres.start();
 *     // jdbc:postgresql://127.0.0.1:54312/billing as billing_admin: migrate, create roles, serve
 * }
 * }</pre>
 *
 * <p>The first start unpacks the programs and creates the data (some seconds), a later one takes about half a second. A
 * server process that dies is started again with the same port and password; pools reconnect by themselves. One
 * instance is started once and closed once. Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private final EmbeddedPostgresSettings settings;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final CompletableFuture<Void> exit = new CompletableFuture<>();
    private boolean used;
    private @Nullable DirectoryLock lock;
    private volatile @Nullable PostmasterSupervisor supervisor;

    /** Nothing happens before {@link #start()}. */
    public EmbeddedPostgres(EmbeddedPostgresSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts the server, stops what an earlier process may have left running on the directory, and returns once the
     * database {@code billing} answers to the password.
     *
     * @throws EmbeddedPostgresException with the {@linkplain EmbeddedPostgresException#problem() problem}; nothing is
     *     left running, and a new instance may try again
     * @throws IllegalStateException if this instance was started or closed before
     */
    public EmbeddedPostgresConnection start() {
        lifecycle.lock();
        try {
            if (used) {
                throw new IllegalStateException("expected a new instance, found one that was started or closed before");
            }
            used = true;
            try {
                return startOnce();
            } catch (RuntimeException | Error e) {
                exit.completeExceptionally(e);
                release();
                throw e;
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Completes when the server is gone for good: normally after {@link #close()}, exceptionally with an {@link
     * EmbeddedPostgresException} when it could not be started, or kept dying and was given up. Not at a death that is
     * followed by a restart.
     */
    public CompletableFuture<Void> onExit() {
        return exit.copy();
    }

    /**
     * The superuser's password, which lives with the data, whether the server runs or not.
     *
     * @param home the directory of the settings
     * @throws EmbeddedPostgresException where there is no data
     */
    public static String superuserPassword(Path home) {
        return DataDirectory.passwordOf(home);
    }

    /** The process number of the present server process, which changes with a restart; empty before the start. */
    public OptionalLong pid() {
        PostmasterSupervisor current = supervisor;
        return current == null ? OptionalLong.empty() : OptionalLong.of(current.pid());
    }

    /**
     * Stops the server by a fast shutdown: sessions are ended, open transactions rolled back, everything is written. It
     * is forced after half a minute, which loses no committed row either. Waits for a start in progress. A second call
     * does nothing.
     */
    @Override
    public void close() {
        lifecycle.lock();
        try {
            used = true;
            release();
            exit.complete(null);
        } finally {
            lifecycle.unlock();
        }
    }

    private EmbeddedPostgresConnection startOnce() {
        Path home = settings.directory();
        try {
            FileTree.createReachable(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(DIRECTORY_UNUSABLE, "to create " + home, e.toString(), e);
        }
        lock = DirectoryLock.acquire(home);
        PostgresPrograms programs = PostgresPrograms.choose(
                PostgresBinaries.unpack(settings.binaries(), PostgresArchive.forThisMachine()), home);
        DataDirectory data = DataDirectory.open(home, programs, settings.startTimeout());
        new LeftoverServer(programs, data.path()).stop();
        data.claimFor(programs.user());

        PostmasterSupervisor newSupervisor =
                new PostmasterSupervisor(programs, data, settings, exit::completeExceptionally);
        CompletableFuture<Integer> port = newSupervisor.begin();
        supervisor = newSupervisor;
        return BillingDatabase.ensure(join(port), DataDirectory.SUPERUSER, data.password());
    }

    private static int join(CompletableFuture<Integer> port) {
        try {
            return port.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbeddedPostgresException reason) {
                throw reason;
            }
            throw e;
        }
    }

    private void release() {
        PostmasterSupervisor current = supervisor;
        if (current != null) {
            current.stop();
        }
        DirectoryLock held = lock;
        if (held != null) {
            lock = null;
            held.close();
        }
    }
}
