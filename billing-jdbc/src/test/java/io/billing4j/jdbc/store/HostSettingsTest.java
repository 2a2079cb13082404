package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static io.billing4j.jdbc.store.TestBooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.store.BillingStore;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The session's settings of a host, before and after the store has worked on its connection. */
class HostSettingsTest {
    private static final String SETTINGS =
            "SELECT current_setting('billing.tenant', true) || '/' || current_setting('lock_timeout')";

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
    void are_as_before_after_success() throws SQLException {
        execute("SET LOCAL billing.tenant = 'gamma'; SET LOCAL lock_timeout = '1234ms'");
        addCustomer("c-9");

        assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
        host.commit();
    }

    @Test
    void are_as_before_after_a_failure() throws SQLException {
        execute("SET billing.tenant = 'gamma'; SET lock_timeout = '1234ms'");
        host.commit();
        refusal(ErrorCode.CUSTOMER_EXISTS, () -> addCustomer("c-1"));

        assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
    }

    @Test
    void are_as_before_after_the_numbering_has_waited_in_its_own_measure() throws SQLException {
        execute("SET LOCAL billing.tenant = 'gamma'; SET LOCAL lock_timeout = '1234ms'");
        books.writeOn(store(), unit -> unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY));

        assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
    }

    @Test
    void are_as_before_after_customers_were_claimed() throws SQLException {
        execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = on");
        books.writeOn(
                store(),
                unit -> assertThat(unit.customers().claimDue(Samples.START, null, 10, Contended.WAIT))
                        .hasSize(2));

        assertThat(value(
                        host,
                        "SELECT concat(current_setting('enable_sort'), '/', current_setting('enable_bitmapscan'),"
                                + " '/', current_setting('enable_material'))"))
                .isEqualTo("off/on/on");
    }

    @Test
    void show_no_tenant_where_there_was_none() throws SQLException {
        addCustomer("c-9");

        assertThat(value(host, "SELECT count(*) FROM billing.customer")).isEqualTo("0");
    }

    @Test
    void are_the_outer_works_again_after_work_of_another_tenant_within_it() {
        TenantId beta = TenantId.of("beta");
        books.store().tenants().create(Samples.tenant(beta), Samples.settings());

        books.writeOn(store(), outer -> {
            store().inTransaction(beta, inner -> inner.customers().list(Page.first(1)));
            assertThat(outer.customers().list(Page.first(10))).hasSize(2);
        });
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
}
