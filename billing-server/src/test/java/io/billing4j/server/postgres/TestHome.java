package io.billing4j.server.postgres;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A directory for one test, reachable by other users unlike JUnit's own. It holds data already unless the test asks for
 * an {@link Empty} one. The programs are unpacked and the data made once for all tests; everything is deleted
 * afterwards.
 */
record TestHome(Path directory, Path binaries) implements AutoCloseable {

    /** Marks the parameter of a test that is about the first start. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Empty {}

    EmbeddedPostgresSettings settings() {
        return EmbeddedPostgresSettings.in(directory).withBinaries(binaries);
    }

    EmbeddedPostgres postgres() {
        return new EmbeddedPostgres(settings());
    }

    PostgresPrograms programs() {
        return PostgresPrograms.choose(PostgresBinaries.unpack(binaries, PostgresArchive.forThisMachine()), directory);
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Stops what a killed process has left running, then deletes. */
    @Override
    public void close() throws IOException {
        if (Files.exists(data())) {
            new LeftoverServer(programs(), data()).stop();
        }
        FileTree.delete(directory);
    }

    private static TestHome create(Path binaries) throws IOException {
        return new TestHome(openDirectory(), binaries);
    }

    private static Path openDirectory() throws IOException {
        Path directory = Files.createTempDirectory("billing-postgres-test-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return directory.toRealPath();
    }

    /** Hands the home of a test to its parameter. */
    static final class Provider implements ParameterResolver {

        private static final Namespace NAMESPACE = Namespace.create(TestHome.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestHome.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Template template = context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent("template", key -> Template.create(), Template.class);
            boolean empty = parameter.isAnnotated(Empty.class);
            return context.getStore(NAMESPACE).computeIfAbsent("home", key -> template.home(!empty), TestHome.class);
        }
    }

    /** What all tests share. */
    private record Template(TestHome home) implements AutoCloseable {

        static Template create() {
            try {
                TestHome home = TestHome.create(openDirectory());
                try (EmbeddedPostgres postgres = home.postgres()) {
                    postgres.start();
                }
                return new Template(home);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        TestHome home(boolean withData) {
            try {
                TestHome copy = TestHome.create(home.binaries);
                if (withData) {
                    // The tool keeps owners and permissions.
                    new ProcessBuilder("cp", "-Rp", home.data().toString(), copy.directory.toString())
                            .inheritIO()
                            .start()
                            .onExit()
                            .join();
                }
                return copy;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            home.close();
            FileTree.delete(home.binaries);
        }
    }
}
