package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** From any database that a host may have to the schema. */
class SchemaInstallerTest {
    private static final SchemaSettings DEFAULTS = SchemaSettings.defaults();
    private static final String HISTORY =
            "SELECT version || ' ' || checksum || ' ' || installed_on FROM billing.schema_history";

    private final TestDatabase database = TestDatabase.emptyDatabase();
    private final SchemaInstaller installer = new SchemaInstaller(DEFAULTS);
    private Connection administrator;

    @BeforeEach
    void connect() throws SQLException {
        administrator = database.administrator().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        administrator.close();
    }

    @Nested
    class Installing {
        @Test
        void bringsAnEmptyDatabaseToTheSchema() throws SQLException {
            assertThat(installer.isCurrent(database.administrator())).isFalse();

            installer.install(database.administrator());

            assertThat(installer.isCurrent(database.application())).isTrue();
            try (Connection application = database.application().getConnection()) {
                SchemaRows.insertAll(application, "alpha");
            }
        }

        @Test
        void againChangesNothing() throws SQLException {
            installer.install(database.administrator());
            List<String> history = Sql.strings(administrator, HISTORY);

            installer.install(database.administrator());

            assertThat(history).hasSizeGreaterThanOrEqualTo(8);
            assertThat(Sql.strings(administrator, HISTORY)).isEqualTo(history);
        }

        @Test
        void createsItsRoles() throws SQLException {
            SchemaSettings settings = DEFAULTS.withRoles("first_owner", "first_app");

            new SchemaInstaller(settings).install(database.administrator());

            assertThat(
                            Sql.strings(
                                    administrator,
                                    "SELECT rolname || ' ' || rolcanlogin FROM pg_roles WHERE rolname LIKE 'first\\_%' ORDER BY 1"))
                    .containsExactly("first_app true", "first_owner false");
            assertThat(new SchemaInstaller(settings).isCurrent(database.as("first_app")))
                    .isTrue();
        }

        @Test
        void worksForADeployerWhoMayCreateRolesAndTheSchema() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE deployer LOGIN CREATEROLE");
            Sql.execute(administrator, "GRANT CREATE ON DATABASE " + database.name() + " TO deployer");
            SchemaSettings settings = DEFAULTS.withRoles("second_owner", "second_app");

            new SchemaInstaller(settings).install(database.as("deployer"));
            new SchemaInstaller(settings).install(database.as("deployer"));

            assertThat(new SchemaInstaller(settings).isCurrent(database.as("second_app")))
                    .isTrue();
            assertThat(
                            Sql.strings(
                                    administrator,
                                    "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'billing'::regnamespace"))
                    .containsExactly("second_owner");
        }

        @Test
        void keepsToItsOwnSchema() throws SQLException {
            SchemaInstaller second = new SchemaInstaller(DEFAULTS.withSchema("more_books"));
            installer.install(database.administrator());

            assertThat(second.isCurrent(database.application())).isFalse();
            second.install(database.administrator());

            assertThat(second.isCurrent(database.application())).isTrue();
            assertThat(installer.isCurrent(database.application())).isTrue();
            assertThat(
                            Sql.strings(
                                    administrator,
                                    "SELECT nspname FROM pg_namespace WHERE oid IN (SELECT relnamespace FROM pg_class WHERE relname = 'invoice') ORDER BY 1"))
                    .containsExactly("billing", "more_books");
            try (Connection application = database.application().getConnection()) {
                Sql.execute(application, "SELECT more_books.ensure_usage_partition('2024-01-15Z')");
            }
            assertThat(
                            Sql.strings(
                                    administrator,
                                    "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 'usage_event_202401'"))
                    .containsExactly("more_books");
        }

        @Test
        void isDoneOnceByInstallersThatStartTogether() throws Exception {
            SchemaInstaller together = new SchemaInstaller(DEFAULTS.withRoles("third_owner", "third_app"));
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<CompletableFuture<Void>> runs = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    runs.add(CompletableFuture.runAsync(() -> together.install(database.administrator()), threads));
                }
                for (CompletableFuture<Void> run : runs) {
                    run.get(2, TimeUnit.MINUTES);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(together.isCurrent(database.as("third_app"))).isTrue();
            assertThat(Sql.count(
                            administrator, "SELECT count(*) - count(DISTINCT version) FROM billing.schema_history"))
                    .isZero();
        }

        @Test
        void givesConnectionsBackAsTheyCame() throws SQLException {
            HikariConfig pooled = new HikariConfig();
            pooled.setDataSource(database.administrator());
            pooled.setMaximumPoolSize(4);
            try (HikariDataSource pool = new HikariDataSource(pooled)) {
                installer.install(pool);

                List<Connection> lent = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    lent.add(pool.getConnection());
                }
                for (Connection connection : lent) {
                    assertThat(Sql.strings(
                                    connection,
                                    "SELECT current_user || ' ' || current_setting('search_path') || ' ' ||"
                                            + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"))
                            .containsExactly("postgres \"$user\", public 0");
                    connection.close();
                }
            }
        }
    }

    @Nested
    class ThePasswordOfTheApplicationRole {
        @Test
        void isSetWhenTheRoleIsCreated() throws SQLException {
            SchemaSettings settings =
                    DEFAULTS.withRoles("fourth_owner", "fourth_app").withAppPassword("it's a \"secret\" \\ of mine");

            new SchemaInstaller(settings).install(database.administrator());

            assertThat(password("fourth_app")).startsWith("SCRAM-SHA-256$");
            assertThat(settings.toString()).doesNotContain("secret");
        }

        @Test
        void isNotTouchedWhenTheRoleIsThere() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE fifth_app LOGIN PASSWORD 'before'");
            String before = password("fifth_app");

            new SchemaInstaller(DEFAULTS.withRoles("fifth_owner", "fifth_app").withAppPassword("after"))
                    .install(database.administrator());

            assertThat(password("fifth_app")).isEqualTo(before);
        }

        private String password(String role) throws SQLException {
            return Sql.strings(administrator, "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'")
                    .get(0);
        }
    }

    @Nested
    class Current {
        @Test
        void isNotASchemaThatIsBehind() throws SQLException {
            installer.install(database.administrator());
            Sql.execute(
                    administrator,
                    "DELETE FROM billing.schema_history WHERE installed_rank = (SELECT max(installed_rank) FROM billing.schema_history)");

            assertThat(installer.isCurrent(database.application())).isFalse();
        }

        @Test
        void isNotASchemaLeftInAFailedMigration() throws SQLException {
            installer.install(database.administrator());
            Sql.execute(administrator, "UPDATE billing.schema_history SET success = false WHERE version = '8'");

            assertThat(installer.isCurrent(database.application())).isFalse();
        }

        @Test
        void isASchemaOfANewerLibrary() throws SQLException {
            installer.install(database.administrator());
            Sql.execute(
                    administrator,
                    "INSERT INTO billing.schema_history SELECT 1000, '1000', 'of tomorrow', type, 'V1000__of_tomorrow.sql', 1,"
                            + " installed_by, installed_on, 1, true FROM billing.schema_history WHERE version = '1'");

            assertThat(installer.isCurrent(database.application())).isTrue();
        }
    }
}
