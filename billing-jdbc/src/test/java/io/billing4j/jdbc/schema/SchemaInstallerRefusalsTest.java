package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the installer does not do, and the sentence that says what to do instead. */
class SchemaInstallerRefusalsTest {
    private static final SchemaSettings DEFAULTS = SchemaSettings.defaults();

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
    class WithoutThePrivilege {
        @Test
        void saysWhatAnAdministratorHasToRunUntilNothingIsMissing() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE guest LOGIN");
            SchemaInstaller asked = new SchemaInstaller(DEFAULTS.withRoles("sixth_owner", "sixth_app"));

            List<String> missing = new ArrayList<>();
            BillingException refusal = refusal(asked, database.as("guest"));
            while (refusal != null && missing.size() < 10) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_PRIVILEGE);
                String message = refusal.detail();
                missing.add(message.substring(0, message.indexOf(" is missing and guest may not create it")));
                Sql.execute(
                        administrator, message.substring(message.indexOf("has to run: ") + "has to run: ".length()));
                refusal = refusal(asked, database.as("guest"));
            }

            assertThat(missing).containsExactly("role sixth_owner", "role sixth_app", "schema billing");
            assertThat(asked.isCurrent(database.as("sixth_app"))).isTrue();
        }

        @Test
        void saysThatMembershipOfTheOwnerIsMissing() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE stranger LOGIN");

            assertThat(refusal(installer, database.as("stranger")))
                    .hasMessageContaining("INSUFFICIENT_PRIVILEGE")
                    .hasMessageContaining("membership of stranger in role billing_owner is missing");
        }

        @Test
        void leavesAnotherOwnersSchemaAlone() throws SQLException {
            Sql.execute(administrator, "CREATE SCHEMA billing");

            assertThat(refusal(installer, database.administrator()))
                    .hasMessageContaining("INSUFFICIENT_PRIVILEGE")
                    .hasMessageContaining("ALTER SCHEMA \"billing\" OWNER TO \"billing_owner\"");
        }
    }

    @Nested
    class AnApplicationRoleIsRefused {
        @Test
        void thatIsASuperuser() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE almighty LOGIN SUPERUSER");
            refused("almighty", "almighty is a superuser");
        }

        @Test
        void thatBypassesPolicies() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE bypasser LOGIN BYPASSRLS");
            refused("bypasser", "bypasser is BYPASSRLS");
        }

        @Test
        void thatMayBecomeTheOwner() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE kin LOGIN IN ROLE billing_owner");
            refused("kin", "kin is a member of billing_owner, the owner");
        }

        @Test
        void thatMayBecomeASuperuser() throws SQLException {
            Sql.execute(administrator, "CREATE ROLE climber LOGIN NOINHERIT IN ROLE postgres");
            refused("climber", "climber is a member of postgres, a superuser");
        }

        private void refused(String role, String because) throws SQLException {
            SchemaInstaller asked = new SchemaInstaller(DEFAULTS.withRoles("billing_owner", role));

            assertThat(refusal(asked, database.administrator()))
                    .hasMessageContaining("ROLE_BYPASSES_POLICIES")
                    .hasMessageContaining(because);
            assertThat(Sql.strings(administrator, "SELECT nspname FROM pg_namespace WHERE nspname = 'billing'"))
                    .isEmpty();
        }
    }

    @Nested
    class Refuses {
        @Test
        void aMigrationThatWasChangedAfterItWasApplied() throws SQLException {
            installer.install(database.administrator());
            Sql.execute(administrator, "UPDATE billing.schema_history SET checksum = 1 WHERE version = '1'");

            assertThat(refusal(installer, database.administrator()))
                    .hasMessageContaining("SCHEMA_NOT_CURRENT")
                    .hasMessageContaining("checksum");
        }

        @Test
        void aSchemaThatHoldsSomethingElse() throws SQLException {
            Sql.execute(administrator, "CREATE SCHEMA billing AUTHORIZATION billing_owner");
            Sql.execute(administrator, "CREATE TABLE billing.mine (id int)");

            assertThat(refusal(installer, database.administrator())).hasMessageContaining("SCHEMA_NOT_CURRENT");
        }

        @Test
        void aDatabaseThatCannotBeReached() {
            HikariConfig unreachable = new HikariConfig();
            // the discard port: nothing listens there
            unreachable.setJdbcUrl("jdbc:postgresql://127.0.0.1:9/none");
            unreachable.setInitializationFailTimeout(-1);
            unreachable.setConnectionTimeout(500);
            try (HikariDataSource nowhere = new HikariDataSource(unreachable)) {
                BillingException refusal = refusal(installer, nowhere);
                assertThat(refusal).hasMessageContaining("STORE_UNAVAILABLE");
                assertThat(refusal).extracting(BillingException::retryable).isEqualTo(true);
            }
        }
    }

    private static BillingException refusal(SchemaInstaller installer, DataSource dataSource) {
        return catchThrowableOfType(BillingException.class, () -> installer.install(dataSource));
    }
}
