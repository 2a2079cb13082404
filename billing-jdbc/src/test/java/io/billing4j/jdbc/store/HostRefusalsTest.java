package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.store.BillingStore;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connections on which the store does not work. */
class HostRefusalsTest {
    private final TestBooks books = TestBooks.open();
    private Connection host;

    @BeforeEach
    void begin() throws SQLException {
        host = books.database().application().getConnection();
        host.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        host.close();
    }

    @Test
    void a_connection_in_auto_commit_mode() throws SQLException {
        host.setAutoCommit(true);

        assertThat(refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9")))
                .hasMessageContaining("auto-commit");
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void a_transaction_that_does_not_see_what_others_commit() throws SQLException {
        host.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

        assertThat(refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9")))
                .hasMessageContaining("repeatable read");
    }

    @Test
    void a_transaction_that_has_failed() {
        assertThatThrownBy(() -> execute("SELECT 1/0")).isInstanceOf(SQLException.class);

        refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9"));
    }

    @Test
    void one_whose_commit_is_the_hosts_for_reports_that_are_answered_once_committed() {
        Billing4J billing =
                Billing4J.builder(books.store()).build().on(books.store().on(host));

        assertThat(refusal(
                        ErrorCode.UNSUITABLE_TRANSACTION,
                        () -> UsageGathering.builder(billing).build()))
                .hasMessageContaining("commits by itself");
    }

    @Test
    void a_superuser() throws SQLException {
        try (Connection superuser = books.database().administrator().getConnection()) {
            superuser.setAutoCommit(false);
            BillingStore store = books.store().on(superuser);

            assertThat(refusal(ErrorCode.ROLE_BYPASSES_POLICIES, () -> books.writeOn(store, adding("c-9"))))
                    .hasMessageContaining("postgres");
            superuser.commit();
        }
        assertThat(customers()).isEqualTo(2);
    }

    @Test
    void a_role_that_bypasses_row_level_security() {
        books.administer(
                "DROP ROLE IF EXISTS passes_by",
                "CREATE ROLE passes_by LOGIN BYPASSRLS",
                "GRANT billing_app TO passes_by");
        BillingStore store =
                JdbcBillingStore.builder(books.database().as("passes_by")).build();

        assertThat(refusal(ErrorCode.ROLE_BYPASSES_POLICIES, () -> books.writeOn(store, adding("c-9"))))
                .hasMessageContaining("passes_by");
        books.administer("DROP ROLE passes_by");
    }

    @Test
    void no_superuser_where_the_host_accepts_it() throws SQLException {
        JdbcBillingStore accepting = JdbcBillingStore.builder(books.database().application())
                .acceptRoleThatBypassesPolicies()
                .build();
        try (Connection superuser = books.database().administrator().getConnection()) {
            superuser.setAutoCommit(false);
            books.writeOn(accepting.on(superuser), adding("c-9"));
            superuser.commit();
        }
        assertThat(customers()).isEqualTo(3);
    }

    private BillingStore store() {
        return books.store().on(host);
    }

    private void addCustomer(String id) {
        books.writeOn(store(), adding(id));
    }

    private static Consumer<UnitOfWork> adding(String id) {
        return unit -> unit.customers().insert(Samples.customer(id));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = host.createStatement()) {
            statement.execute(sql);
        }
    }

    private int customers() {
        return Integer.parseInt(books.value("SELECT count(*) FROM billing.customer"));
    }
}
