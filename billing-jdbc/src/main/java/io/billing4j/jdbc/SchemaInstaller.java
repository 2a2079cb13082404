package io.billing4j.jdbc;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the schema of this library: roles, schema, tables, policies and guards. Forward only, and safe while
 * the previous version of the library runs.
 *
 * <pre>{@code
 * SchemaInstaller installer = new SchemaInstaller(SchemaSettings.defaults().withAppPassword(password));
 * installer.install(administrator);            // at deployment, as a superuser or as a member of the owner role
 * boolean ready = installer.isCurrent(store);  // at any time, as the application role
 * }</pre>
 *
 * <p>The history of migrations is kept in the schema itself, in {@code schema_history}, so that it never meets a history of
 * the host. PostgreSQL 16 or newer is needed. An installer holds no connection and no state; any thread may use it.
 */
public final class SchemaInstaller {
    private static final String LOCATION = "classpath:io/billing4j/jdbc/migration";
    private static final String HISTORY = "schema_history";
    private static final int OLDEST_SERVER = 16;

    private final SchemaSettings settings;

    /** An installer for the schema and the roles of these settings. */
    public SchemaInstaller(SchemaSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates what is missing and applies the migrations that were not applied yet; does nothing where everything is there.
     * Installers that run at the same time, on any number of nodes, wait for one another. Takes up to three connections at
     * once, and gives them back as they came (role, search path).
     *
     * @param administrator connects as a superuser, or as a member of the owner role. To create roles it needs CREATEROLE, to
     *     create the schema CREATE on the database; what it may not create must be there already
     * @throws BillingException INSUFFICIENT_PRIVILEGE if something is missing that may not be created, with the statements that
     *     an administrator has to run; ROLE_BYPASSES_POLICIES if the application role is a superuser, bypasses row-level
     *     security, or is a member of a role that does or of the owner; SCHEMA_NOT_CURRENT if a migration fails, was changed after it was
     *     applied, or if the server is too old; STORE_UNAVAILABLE if the database cannot be reached
     */
    public void install(DataSource administrator) {
        try (Connection connection = administrator.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            requireServer(connection);
            advisory(connection, "pg_advisory_lock");
            try {
                RoleSetup roles = new RoleSetup(connection, settings);
                roles.ensure();
                ensureSchema(connection, roles.installingRole());
                DataSource owner = new OwnerDataSource(administrator, settings.ownerRole());
                flyway(owner).migrate();
                showHistoryToApplication(owner);
            } finally {
                advisory(connection, "pg_advisory_unlock");
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException | FlywayException e) {
            throw InstallFailure.of(settings.schema(), e);
        }
    }

    /**
     * Whether every migration of this library is applied. Migrations of a newer library do no harm: during an upgrade the
     * previous version goes on. Takes tens of milliseconds; a probe that is asked every second should remember a yes.
     *
     * @param anyRole connects as the application role, or as one that may do more
     * @return false where the schema is missing, behind, or left in the middle of a failed migration
     * @throws BillingException STORE_UNAVAILABLE if the database cannot be reached
     */
    public boolean isCurrent(DataSource anyRole) {
        try {
            MigrationInfoService migrations = flyway(anyRole).info();
            return migrations.pending().length == 0
                    && Arrays.stream(migrations.all())
                            .noneMatch(migration -> migration.getState().isFailed());
        } catch (FlywayException e) {
            throw InstallFailure.of(settings.schema(), e);
        }
    }

    private Flyway flyway(DataSource dataSource) {
        return Flyway.configure(SchemaInstaller.class.getClassLoader())
                .dataSource(dataSource)
                .locations(LOCATION)
                // else a library that cannot see its own migrations would call an empty schema current
                .failOnMissingLocations(true)
                .defaultSchema(settings.schema())
                .createSchemas(false)
                .table(HISTORY)
                .placeholders(
                        Map.of("schema", settings.schema(), "owner", settings.ownerRole(), "app", settings.appRole()))
                .load();
    }

    private static void requireServer(Connection connection) throws SQLException {
        int found = connection.getMetaData().getDatabaseMajorVersion();
        if (found < OLDEST_SERVER) {
            throw ErrorCode.SCHEMA_NOT_CURRENT.because("expected PostgreSQL " + OLDEST_SERVER + " or newer but found "
                    + connection.getMetaData().getDatabaseProductVersion());
        }
    }

    /** One installer at a time in this database; given up with the session at the latest. */
    private void advisory(Connection connection, String function) throws SQLException {
        query(connection, "SELECT " + function + "(hashtextextended(?, 0))", "io.billing4j:" + settings.schema());
    }

    private void ensureSchema(Connection connection, String installingRole) throws SQLException {
        String schema = settings.schema();
        String wanted = settings.ownerRole();
        String owner =
                query(connection, "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = ?", schema);
        if (owner == null) {
            String create = "CREATE SCHEMA \"" + schema + "\" AUTHORIZATION \"" + wanted + "\"";
            try (Statement statement = connection.createStatement()) {
                statement.execute(create);
            } catch (SQLException e) {
                throw InstallFailure.missing("schema " + schema, installingRole, create, e);
            }
        } else if (!owner.equals(wanted)) {
            throw ErrorCode.INSUFFICIENT_PRIVILEGE.because("expected schema " + schema + " to belong to " + wanted
                    + " but it belongs to " + owner + "; an administrator has to run: ALTER SCHEMA \"" + schema
                    + "\" OWNER TO \"" + wanted + "\"");
        }
    }

    /** So that the application can tell whether the schema is current. */
    private void showHistoryToApplication(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT SELECT ON \"" + settings.schema() + "\".\"" + HISTORY + "\" TO \""
                    + settings.appRole() + "\"");
        }
    }

    private static @Nullable String query(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}
