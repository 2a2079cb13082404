package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.ObservedStatement;
import io.billing4j.jdbc.SentStatements;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What PostgreSQL, and who watches a store, are told of where a statement comes from. */
class StatementOriginTest {
    private final TestDatabase database = TestDatabase.freshDatabase();
    private final HikariDataSource one = TestBooks.pool(database.application(), 1);
    private final List<ObservedStatement> told = new ArrayList<>();
    private @Nullable String caller = "billing4j MeterService/GetMeter";

    private final JdbcBillingStore store = JdbcBillingStore.builder(one)
            .statements(told::add)
            .applicationName(() -> caller)
            .build();
    private final TestBooks books = TestBooks.open(database, store);

    @AfterEach
    void close() {
        one.close();
    }

    @Nested
    class The_comment {
        @Test
        void names_the_area_of_every_statement_whichever_way_it_goes() throws SQLException {
            oftenEnough();

            assertThat(prepared())
                    .filteredOn(text -> !text.matches("BEGIN|COMMIT"))
                    .isNotEmpty()
                    .allMatch(text -> text.matches("(?s)/\\* billing4j:[a-z_]+ \\*/ .*"))
                    // built each time by jOOQ, and rendered once
                    .anyMatch(text -> text.startsWith("/* billing4j:customers */ select "))
                    .anyMatch(text -> text.startsWith("/* billing4j:settings */ select "))
                    .anyMatch(text -> text.startsWith("/* billing4j:transaction */ SELECT set_config("))
                    .anyMatch(text -> text.startsWith("/* billing4j:transaction */ SET TRANSACTION "));
        }

        @Test
        void names_it_also_of_what_a_hosts_connection_is_asked_before_and_after() throws SQLException {
            SentStatements sent = new SentStatements();
            try (Connection host = database.application().getConnection()) {
                host.setAutoCommit(false);
                books.writeOn(store.on(sent.of(host)), StatementOriginTest::works);
            }

            assertThat(sent.all())
                    .hasSizeGreaterThan(4)
                    .allMatch(text -> text.matches("(?s)/\\* billing4j:[a-z_]+ \\*/ .*"));
        }

        @Test
        void is_the_same_each_time_so_that_the_driver_and_the_server_know_the_statement_again() throws SQLException {
            oftenEnough();
            List<String> before = prepared();
            caller = "billing4j PlanService/GetPlan";
            oftenEnough();

            assertThat(prepared()).containsExactlyElementsOf(before);
            assertThat(before).doesNotHaveDuplicates();
        }

        @Test
        void is_what_pg_stat_activity_shows() {
            books.write(unit -> {
                works(unit);
                assertThat(shown("query")).startsWith("/* billing4j:customers */ select ");
            });
        }
    }

    @Nested
    class The_application_name {
        @Test
        void is_the_callers_for_as_long_as_the_transaction_lasts() {
            books.write(unit -> assertThat(shown("application_name")).isEqualTo("billing4j MeterService/GetMeter"));

            assertThat(shown("application_name")).isEqualTo("PostgreSQL JDBC Driver");
        }

        @Test
        void is_the_connections_where_the_caller_is_not_known() {
            caller = null;
            books.write(unit -> assertThat(shown("application_name")).isEqualTo("PostgreSQL JDBC Driver"));
        }

        @Test
        void that_is_empty_is_none() {
            caller = "";
            books.write(unit -> assertThat(shown("application_name")).isEqualTo("PostgreSQL JDBC Driver"));
        }

        @Test
        void is_shown_up_to_63_characters_with_question_marks_for_what_cannot_be_shown() {
            // a zero would be refused, what is not ASCII shown in bytes; U+1F4B6 is one character in two chars
            caller = "Zahlung f\u00fcr\u0000\n\uD83D\uDCB6~" + "x".repeat(100);
            books.write(unit -> assertThat(shown("application_name"))
                    .isEqualTo("Zahlung f?r???~" + "x".repeat(48))
                    .hasSize(63));
        }

        @Test
        void is_the_connections_where_it_is_not_to_be_had() {
            List<Throwable> uncaught = new ArrayList<>();
            JdbcBillingStore broken = JdbcBillingStore.builder(one)
                    .applicationName(() -> {
                        throw new IllegalStateException("the supplier of a test is broken");
                    })
                    .build();
            Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
            try {
                books.writeOn(
                        broken, unit -> assertThat(shown("application_name")).isEqualTo("PostgreSQL JDBC Driver"));
            } finally {
                Thread.currentThread().setUncaughtExceptionHandler(before);
            }

            assertThat(uncaught)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessage("the supplier of a test is broken"));
        }

        @Test
        void is_the_connections_again_after_a_failure() {
            TestBooks.refusal(
                    ErrorCode.CUSTOMER_EXISTS,
                    () -> books.write(unit -> unit.customers().insert(Samples.customer("c-1"))));

            assertThat(shown("application_name")).isEqualTo("PostgreSQL JDBC Driver");
        }

        @Test
        void of_a_hosts_connection_stays_the_hosts() throws SQLException {
            try (Connection host = database.application().getConnection()) {
                host.setAutoCommit(false);
                try (Statement statement = host.createStatement()) {
                    statement.execute("SET application_name = 'the host'");
                }
                BillingStore joined = store.on(host);
                books.writeOn(joined, unit -> {
                    works(unit);
                    assertThat(name(host)).isEqualTo("the host");
                });
                assertThat(name(host)).isEqualTo("the host");
            }
        }

        private String name(Connection connection) {
            try {
                return TestBooks.value(connection, "SELECT current_setting('application_name')");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class An_observer {
        @Test
        void is_told_of_each_statement_with_its_area_from_the_beginning_to_the_commit() {
            told.clear();
            books.write(StatementOriginTest::works);

            assertThat(told)
                    .extracting(statement -> statement.operation() + " " + statement.area())
                    .startsWith("begin transaction")
                    .contains("select settings", "select customers")
                    .endsWith("commit transaction");
            assertThat(told).extracting(ObservedStatement::sqlState).containsOnlyNulls();
            assertThat(told).extracting(ObservedStatement::took).allMatch(took -> took.compareTo(Duration.ZERO) > 0);
        }

        @Test
        void is_told_with_which_state_one_failed_and_that_once() {
            told.clear();
            TestBooks.refusal(
                    ErrorCode.CUSTOMER_EXISTS,
                    () -> books.write(unit -> unit.customers().insert(Samples.customer("c-1"))));

            assertThat(told)
                    .filteredOn(statement -> statement.sqlState() != null)
                    .singleElement()
                    .satisfies(failed -> {
                        assertThat(failed.area()).isEqualTo("customers");
                        assertThat(failed.operation()).isEqualTo("insert");
                        assertThat(failed.sqlState()).isEqualTo("23505");
                    });
        }

        @Test
        void that_throws_changes_nothing() {
            JdbcBillingStore watched = JdbcBillingStore.builder(one)
                    .statements(statement -> {
                        throw new IllegalStateException("the observer of a test is broken");
                    })
                    .build();
            List<Throwable> uncaught = uncaught(() -> books.writeOn(watched, StatementOriginTest::works));

            assertThat(uncaught).isNotEmpty().allMatch(IllegalStateException.class::isInstance);
        }

        /** What is committed has not failed: whoever is told that it has would do it again. */
        @Test
        void with_a_defect_that_shows_at_the_commit_does_not_make_it_fail() {
            NoClassDefFoundError defect = new NoClassDefFoundError("of the observer of a test");
            JdbcBillingStore watched = JdbcBillingStore.builder(one)
                    .statements(statement -> {
                        if (statement.operation().equals("commit")) {
                            throw defect;
                        }
                    })
                    .build();
            List<Throwable> uncaught = uncaught(
                    () -> books.writeOn(watched, unit -> unit.customers().insert(Samples.customer("c-9"))));

            assertThat(uncaught).containsExactly(defect);
            books.write(unit ->
                    assertThat(unit.customers().state(CustomerId.of("c-9"))).isPresent());
        }

        /** What ends up with the handler of the thread. */
        private List<Throwable> uncaught(Runnable work) {
            Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
            List<Throwable> uncaught = new ArrayList<>();
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
            try {
                work.run();
            } finally {
                Thread.currentThread().setUncaughtExceptionHandler(before);
            }
            return uncaught;
        }
    }

    /** By a text that is rendered once, and then by one that jOOQ builds. */
    private static void works(UnitOfWork unit) {
        assertThat(unit.settings().get()).isNotNull();
        List<Customer> customers = unit.customers().list(Page.first(10));
        assertThat(customers).isNotEmpty();
    }

    /** The driver names a statement, and so has the server keep it, from the fifth time on. */
    private void oftenEnough() {
        for (int i = 0; i < 6; i++) {
            books.write(StatementOriginTest::works);
        }
    }

    /** What the server keeps of the one connection, but for this question. */
    private List<String> prepared() throws SQLException {
        try (Connection connection = one.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT statement FROM pg_prepared_statements"
                        + " WHERE statement NOT LIKE '%pg_prepared_statements%' ORDER BY 1")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** What somebody else sees of the store's one session. */
    private String shown(String column) {
        return books.value("SELECT " + column + " FROM pg_stat_activity WHERE datname = '" + database.name()
                + "' AND usename = 'billing_app'");
    }
}
