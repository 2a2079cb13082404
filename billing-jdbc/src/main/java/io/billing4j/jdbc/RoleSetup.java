package io.billing4j.jdbc;

import io.billing4j.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two roles: created where that is permitted, else expected, and checked in either case. */
final class RoleSetup {
    private static final String DUPLICATE_OBJECT = "42710";
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final SchemaSettings settings;
    private final String installingRole;

    /** Works on a connection in auto-commit mode. */
    RoleSetup(Connection connection, SchemaSettings settings) throws SQLException {
        this.connection = connection;
        this.settings = settings;
        this.installingRole = text("SELECT current_user");
    }

    /** Who installs. */
    String installingRole() {
        return installingRole;
    }

    void ensure() throws SQLException {
        ensureOwner();
        ensureApplication();
        refuseApplicationThatPassesPolicies();
    }

    private void ensureOwner() throws SQLException {
        String role = settings.ownerRole();
        String create = "CREATE ROLE \"" + role + "\" NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE";
        String grant = "GRANT \"" + role + "\" TO \"" + installingRole + "\" WITH INHERIT FALSE, SET TRUE";
        if (!exists(role)) {
            create(role, create, null, create + "; " + grant);
        }
        if (!text("SELECT pg_has_role(current_user, ?, 'SET')::text", role).equals("true")) {
            try {
                execute(grant);
            } catch (SQLException e) {
                throw InstallFailure.missing(
                        "membership of " + installingRole + " in role " + role, installingRole, grant, e);
            }
        }
    }

    private void ensureApplication() throws SQLException {
        String role = settings.appRole();
        if (!exists(role)) {
            String create = "CREATE ROLE \"" + role + "\" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE";
            create(role, create, settings.appPassword(), create);
        }
    }

    private void create(String role, String statement, @Nullable String password, String forAdministrator)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(statement);
            if (password != null) {
                setPassword(role, password);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            String state = String.valueOf(e.getSQLState());
            if (state.equals(InstallFailure.NOT_PERMITTED)) {
                throw InstallFailure.missing("role " + role, installingRole, forAdministrator, e);
            }
            // Roles belong to the cluster, the installers' lock to one database: another database's installer was
            // faster.
            if (!state.equals(DUPLICATE_OBJECT) && !state.equals(UNIQUE_VIOLATION)) {
                throw e;
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** As a parameter first: a server that logs its DDL would otherwise log the password. */
    private void setPassword(String role, String password) throws SQLException {
        text("SELECT set_config('billing.new_password', ?, true)", password);
        execute("""
                DO $$ BEGIN
                    EXECUTE format('ALTER ROLE %%I PASSWORD %%L', '%s', current_setting('billing.new_password'));
                END $$
                """.formatted(role));
    }

    /** Membership counts like the attribute itself: a member may set its role to the other. */
    private void refuseApplicationThatPassesPolicies() throws SQLException {
        String role = settings.appRole();
        List<String> reasons = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT other.rolname = ?,
                       other.rolname,
                       CASE WHEN other.rolsuper THEN 'a superuser' WHEN other.rolbypassrls THEN 'BYPASSRLS' ELSE 'the owner' END
                FROM pg_roles other
                WHERE (other.rolsuper OR other.rolbypassrls OR other.rolname = ?) AND pg_has_role(?, other.oid, 'MEMBER')
                ORDER BY other.rolname = ? DESC, other.rolname
                """)) {
            statement.setString(1, role);
            statement.setString(2, settings.ownerRole());
            statement.setString(3, role);
            statement.setString(4, role);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    reasons.add(
                            found.getBoolean(1)
                                    ? "is " + found.getString(3)
                                    : "is a member of " + found.getString(2) + ", " + found.getString(3));
                }
            }
        }
        if (!reasons.isEmpty()) {
            throw ErrorCode.ROLE_BYPASSES_POLICIES.because(
                    "expected an application role that the tenants' policies hold for but "
                            + role + " " + reasons.get(0) + "; name another role, or run: "
                            + "ALTER ROLE \"" + role + "\" NOSUPERUSER NOBYPASSRLS, and revoke its memberships");
        }
    }

    private boolean exists(String role) throws SQLException {
        return !text("SELECT count(*)::text FROM pg_roles WHERE rolname = ?", role)
                .equals("0");
    }

    private String text(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
