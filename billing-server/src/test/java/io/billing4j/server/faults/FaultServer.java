package io.billing4j.server.faults;

import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.postgres.EmbeddedPostgres;
import io.billing4j.server.postgres.EmbeddedPostgresConnection;
import io.billing4j.server.postgres.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The server's own PostgreSQL with the settings it has in service, fsync among them: here it may be killed. Closing it ends what
 * it started, and deletes its files.
 */
final class FaultServer implements AutoCloseable {
    private static final String BOOKS = "books";

    private final Path home;
    private final EmbeddedPostgres postgres;
    private final EmbeddedPostgresConnection admin;
    private final Workers workers;
    private final List<String> copies = new ArrayList<>();
    private int databases;
    private @Nullable Undisturbed undisturbed;

    private FaultServer(Path home, EmbeddedPostgres postgres, EmbeddedPostgresConnection admin) {
        this.home = home;
        this.postgres = postgres;
        this.admin = admin;
        this.workers = new Workers(home);
    }

    /** A running server with a database of books to copy. */
    static FaultServer start() {
        Path home = TestDatabase.reachableDirectory();
        EmbeddedPostgres postgres = new EmbeddedPostgres(EmbeddedPostgresSettings.in(home));
        try {
            FaultServer server = new FaultServer(home, postgres, postgres.start());
            FaultDatabase books = server.create(BOOKS, "template0");
            new SchemaInstaller(SchemaSettings.defaults().withAppPassword(TestDatabase.APP_PASSWORD))
                    .install(books.superuser());
            FaultBooks.fill(books);
            return server;
        } catch (RuntimeException | Error e) {
            postgres.close();
            TestDatabase.delete(home);
            throw e;
        }
    }

    /** A copy of the books. */
    FaultDatabase books() {
        return copy(BOOKS);
    }

    /** What a run that nothing disturbs makes of the books. */
    Undisturbed undisturbed() {
        Undisturbed known = undisturbed;
        if (known == null) {
            known = Undisturbed.run(books());
            undisturbed = known;
        }
        return known;
    }

    /** Another JVM that waits for an order. */
    Worker worker() {
        return workers.take();
    }

    /** One that will not survive: a new one. */
    Worker doomed() {
        return workers.takeNew();
    }

    /** A directory that there is nothing in yet, deleted with the server. */
    Path newDirectory() {
        databases++;
        return home.resolve("directory-" + databases);
    }

    /** Gives back the space of all copies: a server that was killed looks through all that it has before it serves again. */
    void dropCopies() {
        copies.forEach(name -> FaultDatabase.on(admin, "postgres").tamper("DROP DATABASE " + name + " WITH (FORCE)"));
        copies.clear();
    }

    /** SIGKILL to the server process and all its sessions and helpers; it is started again by whoever watches it. */
    void kill() {
        ProcessHandle postmaster =
                ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Waits until it serves again after it was killed. */
    void awaitRestart() {
        Await.until("it serves", () -> {
            try {
                return FaultDatabase.on(admin, "postgres").number("SELECT 1") == 1;
            } catch (IllegalStateException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        workers.close();
        postgres.close();
        TestDatabase.delete(home);
    }

    /** The one of all tests; each leaves it as it was. */
    static final class Shared implements ParameterResolver, AfterEachCallback {
        private static final Namespace NAMESPACE = Namespace.create(FaultServer.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == FaultServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return server(context);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            server(context).dropCopies();
        }

        /** Closed when all tests are over, however they end. */
        private static FaultServer server(ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(FaultServer.class, key -> start(), FaultServer.class);
        }
    }

    private FaultDatabase copy(String template) {
        databases++;
        String name = "books_" + databases;
        copies.add(name);
        return create(name, template);
    }

    private FaultDatabase create(String name, String template) {
        FaultDatabase.on(admin, "postgres")
                // Until a checkpoint the copy's sequences go by what was logged ahead of the template's: after a crash
                // they would
                // hand out numbers again.
                .tamper("CREATE DATABASE " + name + " TEMPLATE " + template, "CHECKPOINT");
        return FaultDatabase.on(admin, name);
    }
}
