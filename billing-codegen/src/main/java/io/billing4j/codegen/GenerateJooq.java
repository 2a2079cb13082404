package io.billing4j.codegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;

/**
 * Generates the jOOQ classes of the store from its migrations, on a PostgreSQL that lives as long as that takes.
 *
 * <p>Arguments: the directory of the migrations, the directory to generate into, the package to generate. The same
 * migrations give the same files, byte for byte. When the output was already made from these migrations nothing is done.
 */
public final class GenerateJooq {
    /** Part of the fingerprint: raise it when a change here gives other classes from the same migrations. */
    private static final String GENERATOR = "1";

    private static final String SCHEMA = "billing";
    private static final String OWNER = "billing_owner";
    private static final String APPLICATION = "billing_app";
    private static final String HISTORY = "schema_history";

    private GenerateJooq() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("expected <migrations directory> <output directory> <package> but found "
                    + arguments.length + " arguments");
        }
        Locale machine = Locale.getDefault();
        // jOOQ capitalises names by the default locale, here and there even where it is told another one: on a Turkish
        // machine the class of "invoice" would be İnvoice.
        Locale.setDefault(Locale.ROOT);
        try {
            generate(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        } finally {
            Locale.setDefault(machine);
        }
    }

    static void generate(Path migrations, Path output, String targetPackage) throws Exception {
        Fingerprint fingerprint = Fingerprint.of(GENERATOR + targetPackage, migrations);
        Path mark = output.resolveSibling(output.getFileName() + ".fingerprint");
        if (Files.isDirectory(output) && fingerprint.standsIn(mark)) {
            return;
        }
        // The mark goes first and comes back last: an interrupted generation is never taken for a whole one.
        Files.deleteIfExists(mark);
        Files.createDirectories(output);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            createRolesAndSchema(postgres.getPostgresDatabase());
            migrate(postgres.getDatabase(OWNER, "postgres"), migrations);
            GenerationTool.generate(JooqConfiguration.of(
                    postgres.getJdbcUrl("postgres", "postgres"), SCHEMA, HISTORY, output, targetPackage));
        }
        withoutNullChecks(output, targetPackage);
        fingerprint.writeTo(mark);
    }

    private static void createRolesAndSchema(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN");
            statement.execute("CREATE ROLE " + APPLICATION + " LOGIN");
            statement.execute("CREATE SCHEMA " + SCHEMA + " AUTHORIZATION " + OWNER);
        }
    }

    private static void migrate(DataSource database, Path migrations) {
        Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + migrations.toAbsolutePath())
                .defaultSchema(SCHEMA)
                .createSchemas(false)
                .table(HISTORY)
                .placeholders(Map.of("schema", SCHEMA, "owner", OWNER, "app", APPLICATION))
                .load()
                .migrate();
    }

    /** A package-info for every generated package: what jOOQ generates says nothing about nulls. */
    private static void withoutNullChecks(Path output, String targetPackage) throws IOException {
        Path root = output.resolve(targetPackage.replace('.', '/'));
        try (Stream<Path> directories = Files.walk(root).filter(Files::isDirectory)) {
            for (Path directory : directories.toList()) {
                String name = output.relativize(directory)
                        .toString()
                        .replace(directory.getFileSystem().getSeparator(), ".");
                Files.writeString(directory.resolve("package-info.java"), """
                        /** Generated from the migrations. */
                        @NullUnmarked
                        package %s;

                        import org.jspecify.annotations.NullUnmarked;
                        """.formatted(name));
            }
        }
    }
}
