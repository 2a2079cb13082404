package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.jdbc.UsageMaintenance;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who may delete usage, and what else they may. */
class RetentionRightsTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @AutoClose
    private final KeptBooks books = new KeptBooks();

    @Nested
    class TheApplicationRole {
        @Test
        void deletes_nothing_by_itself() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
            for (String statement : List.of(
                    "DROP TABLE billing.usage_event_201802",
                    "ALTER TABLE billing.usage_event DETACH PARTITION billing.usage_event_201802",
                    "TRUNCATE billing.usage_event",
                    "DELETE FROM billing.usage_event",
                    "DELETE FROM billing.usage_key",
                    "DELETE FROM billing.usage_rollup",
                    "UPDATE billing.tenant SET usage_open_from = NULL",
                    "UPDATE billing.tenant SET usage_kept_from = now()",
                    "UPDATE billing.tenant SET usage_gone_before = now()",
                    "SELECT billing.upkeep_announce('acme', now())",
                    "SELECT billing.upkeep_confirm('acme', now())",
                    "SELECT billing.upkeep_delete_keys('acme', '2018-02-01Z', '', '', '-infinity', '', 100)",
                    "SELECT billing.upkeep_delete_rollups('acme', '', 100)",
                    "SELECT billing.upkeep_drop('2018-02-01Z', now())")) {
                assertThat(refusal(books.database.application(), statement))
                        .as(statement)
                        .isEqualTo(INSUFFICIENT_PRIVILEGE);
            }
            assertThat(books.values(
                            "SELECT proname FROM pg_proc WHERE pronamespace = 'billing'::regnamespace AND proname LIKE 'upkeep%'"
                                    + " AND has_function_privilege('billing_app', oid, 'EXECUTE')"))
                    .isEmpty();
        }

        @Test
        void does_not_keep_house() {
            BillingException refusal = catchThrowableOfType(
                    BillingException.class,
                    () -> UsageMaintenance.builder(books.database.application())
                            .build()
                            .run());

            assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_PRIVILEGE);
            assertThat(refusal.getMessage())
                    .contains("billing_app", "GRANT USAGE ON SCHEMA \"billing\"", "\"billing\".upkeep_drop");
        }
    }

    @Nested
    class ARoleThatKeepsHouse {
        @Test
        void reads_and_deletes_nothing_past_the_functions() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2018-03-10");
            for (String statement : List.of(
                    "SELECT FROM billing.usage_event",
                    "SELECT FROM billing.tenant",
                    "DROP TABLE billing.usage_event_201802",
                    "SELECT billing.upkeep_policy('acme')")) {
                assertThat(refusal(books.janitor, statement)).as(statement).isEqualTo(INSUFFICIENT_PRIVILEGE);
            }
        }

        @Test
        void drops_no_month_that_is_needed_whatever_it_says_the_time_is() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2018-03-10");
            books.values("SELECT billing.upkeep_announce('acme', 'infinity')");

            assertThat(value(books.janitor, "SELECT billing.upkeep_drop('2018-02-01Z', 'infinity')"))
                    .isEqualTo("acme");
            assertThat(refusal(books.janitor, "SELECT billing.upkeep_drop(now(), 'infinity')"))
                    .isEqualTo("22008");
            assertThat(books.months()).containsExactly("201802");
            assertThat(books.values("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'usage_event_201802'"))
                    .containsExactly("t");
        }
    }

    @Nested
    class TheOwnerAndASuperuser {
        @Test
        void keep_house_too_and_give_the_connection_back_as_it_came() throws SQLException {
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");
            try (Connection connection = books.database.owner().getConnection()) {
                execute(connection, "SET lock_timeout = '7s'");
                connection.setAutoCommit(false);

                assertThat(UsageMaintenance.builder(only(connection))
                                .build()
                                .run()
                                .dropped())
                        .containsExactly(YearMonth.of(2018, 2));

                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(value(connection, "SELECT current_user || ' ' || current_setting('lock_timeout')"))
                        .isEqualTo("billing_owner 7s");
                assertThat(value(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                        .isEqualTo("0");
            }
            assertThat(UsageMaintenance.builder(books.database.administrator())
                            .build()
                            .run()
                            .elsewhere())
                    .isFalse();
        }

        @Test
        void give_the_role_back_also_where_the_end_of_the_pass_fails() throws SQLException {
            makeDeputy();
            books.administer("REVOKE EXECUTE ON FUNCTION pg_advisory_unlock(bigint) FROM PUBLIC");
            try (Connection connection = books.database.as("billing_deputy").getConnection()) {
                String before = value(connection, "SELECT current_user");
                execute(connection, "SET lock_timeout = '7s'");

                BillingException failure = catchThrowableOfType(
                        BillingException.class,
                        () -> UsageMaintenance.builder(only(connection)).build().run());

                assertThat(failure.code()).isEqualTo(ErrorCode.INSUFFICIENT_PRIVILEGE);
                assertThat(value(connection, "SELECT current_user || ' ' || current_setting('lock_timeout')"))
                        .isEqualTo(before + " 7s");
            }
        }

        /** A login that may become the owner, and has none of the owner's rights before. */
        private void makeDeputy() {
            books.administer("DO $$ BEGIN CREATE ROLE billing_deputy LOGIN;"
                    + " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
            books.administer("GRANT billing_owner TO billing_deputy WITH INHERIT FALSE, SET TRUE");
        }

        @Test
        void keep_house_as_a_member_of_the_owner_role() throws SQLException {
            makeDeputy();
            use(books.sandbox("acme", "2018-02-01", SHORT), "2018-02-10", "2019-06-01");

            assertThat(UsageMaintenance.builder(books.database.as("billing_deputy"))
                            .build()
                            .run()
                            .dropped())
                    .containsExactly(YearMonth.of(2018, 2));
        }
    }

    @Test
    void a_database_without_the_functions_is_not_current() {
        BillingException refusal = catchThrowableOfType(
                BillingException.class,
                () -> UsageMaintenance.builder(TestDatabase.emptyDatabase().administrator())
                        .build()
                        .run());

        assertThat(refusal.code()).isEqualTo(ErrorCode.SCHEMA_NOT_CURRENT);
    }

    /** A data source that gives one connection, and does not close it. */
    private static DataSource only(Connection connection) {
        Connection open = (Connection) Proxy.newProxyInstance(
                RetentionRightsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                RetentionRightsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> open);
    }

    private static String refusal(DataSource role, String sql) throws SQLException {
        try (Connection connection = role.getConnection()) {
            SQLException refusal = catchThrowableOfType(SQLException.class, () -> execute(connection, sql));
            return refusal == null ? "not refused" : refusal.getSQLState();
        }
    }

    private static String value(DataSource role, String sql) throws SQLException {
        try (Connection connection = role.getConnection()) {
            return value(connection, sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
